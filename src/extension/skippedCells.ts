import {
  Disposable,
  EventEmitter,
  l10n,
  type NotebookCell,
  NotebookCellKind,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  type NotebookCellStatusBarItemProvider,
  type NotebookController,
  type NotebookDocument,
  notebooks,
  window,
} from "vscode";
import { LANGUAGES, NOTEBOOK_TYPE } from "./identifiers.js";

/** Cells in other languages, which VS Code leaves out of every run without a word. */
export function skippedCells(notebook: NotebookDocument): NotebookCell[] {
  const isSkipped = ({ kind, document }: NotebookCell) =>
    kind === NotebookCellKind.Code && !LANGUAGES.includes(document.languageId);
  return notebook.getCells().filter(isSkipped);
}

/** Says below every cell in another language that our kernel does not run it, and once for a notebook when it is chosen. */
export class SkippedCells implements NotebookCellStatusBarItemProvider, Disposable {
  readonly #ours = new WeakSet<NotebookDocument>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.#changed.event;
  readonly #subscriptions: Disposable;

  constructor(controller: NotebookController) {
    this.#subscriptions = Disposable.from(
      this.#changed,
      notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
      controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => this.#onSelect(notebook, selected)),
    );
  }

  provideCellStatusBarItems(cell: NotebookCell): NotebookCellStatusBarItem | undefined {
    if (!this.#ours.has(cell.notebook) || !skippedCells(cell.notebook).includes(cell)) return undefined;
    const text = `$(circle-slash) ${l10n.t("Not run: Unroll runs TypeScript and JavaScript")}`;
    const item = new NotebookCellStatusBarItem(text, NotebookCellStatusBarAlignment.Left);
    item.tooltip = l10n.t("This cell is {0}. Click to change its language.", cell.document.languageId);
    item.command = "notebook.cell.changeLanguage";
    return item;
  }

  #onSelect(notebook: NotebookDocument, selected: boolean): void {
    if (selected) this.#ours.add(notebook);
    else this.#ours.delete(notebook);
    this.#changed.fire();
    if (selected) tellSkipped(notebook);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function tellSkipped(notebook: NotebookDocument): void {
  const languages = [...new Set(skippedCells(notebook).map(({ document }) => document.languageId))];
  if (languages.length === 0) return;
  const message = l10n.t("Cells in {0} will be skipped: Unroll runs TypeScript and JavaScript.", languages.join(", "));
  void window.showWarningMessage(message);
}
