import type { Disposable, StatusBarItem } from "vscode";
import { l10n, type NotebookCell, StatusBarAlignment, window } from "vscode";
import type { Progress } from "../trace/protocol.js";
import { COMMANDS } from "./identifiers.js";
import { notebookName } from "./notebookName.js";
import { progressText } from "./progressText.js";

/** Says in the status bar how far the training of a cell is: the active notebook's, else the one that began last. */
export class TrainingStatus implements Disposable {
  readonly #item: StatusBarItem;
  readonly #training = new Map<NotebookCell, Progress>();
  readonly #activeEditor: Disposable;

  constructor() {
    this.#item = window.createStatusBarItem("unroll.training", StatusBarAlignment.Left);
    this.#item.name = l10n.t("Unroll: Training");
    this.#item.command = COMMANDS.trainingMenu;
    this.#activeEditor = window.onDidChangeActiveNotebookEditor(() => this.#draw());
  }

  /** What the status bar says; undefined when nothing trains. */
  get text(): string | undefined {
    return this.cell && this.#item.text;
  }

  /** The cell that the status bar speaks of. */
  get cell(): NotebookCell | undefined {
    const cells = [...this.#training.keys()];
    const active = window.activeNotebookEditor?.notebook;
    return cells.find((cell) => cell.notebook === active) ?? cells.at(-1);
  }

  /** @param progress undefined when the cell has ended */
  report(cell: NotebookCell, progress: Progress | undefined): void {
    if (progress) this.#training.set(cell, progress);
    else this.#training.delete(cell);
    this.#draw();
  }

  #draw(): void {
    const cell = this.cell;
    const progress = cell && this.#training.get(cell);
    if (progress) this.#show(cell, progress);
    else this.#item.hide();
  }

  #show(cell: NotebookCell, progress: Progress): void {
    this.#item.text = `$(sync~spin) ${progressText(progress)}`;
    this.#item.tooltip = l10n.t("Training in {0}. Click to show the cell or to stop.", notebookName(cell.notebook));
    this.#item.show();
  }

  dispose(): void {
    this.#activeEditor.dispose();
    this.#item.dispose();
  }
}
