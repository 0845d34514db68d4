import { Disposable, type NotebookDocument, workspace } from "vscode";
import type { NotebookKernel } from "./notebookKernel.js";
import { isInTab, onDidCloseTab } from "./notebookTabs.js";

/** A tab that moves to another group closes here before it opens there, or after: only then we look. ms */
const SETTLE_TIME = 500;

/** The kernels of the open notebooks, one each; a kernel ends when its notebook is closed. */
export class Kernels implements Disposable {
  readonly #kernels = new Map<NotebookDocument, NotebookKernel>();
  readonly #subscriptions: Disposable;

  constructor(private readonly create: (notebook: NotebookDocument) => NotebookKernel) {
    const later = (notebook: NotebookDocument) => void setTimeout(() => this.#settle(notebook), SETTLE_TIME);
    this.#subscriptions = Disposable.from(workspace.onDidCloseNotebookDocument(later), onDidCloseTab(later));
  }

  /** The notebook's kernel, if it has one. */
  find(notebook: NotebookDocument): NotebookKernel | undefined {
    return this.#kernels.get(notebook);
  }

  /** The notebook's kernel; its process starts when it is asked for. */
  of(notebook: NotebookDocument): NotebookKernel {
    const kernel = this.#kernels.get(notebook) ?? this.create(notebook);
    this.#kernels.set(notebook, kernel);
    return kernel;
  }

  /** A notebook that is saved for the first time is closed and opened again under its name: its variables go with it. */
  #settle(notebook: NotebookDocument): void {
    const kernel = this.#kernels.get(notebook);
    if (!kernel || (!notebook.isClosed && isInTab(notebook))) return;
    this.#kernels.delete(notebook);
    const saved = kernel.isBusy ? undefined : this.#savedAs(notebook);
    if (saved) this.#give(kernel, saved);
    else kernel.dispose();
  }

  #give(kernel: NotebookKernel, notebook: NotebookDocument): void {
    this.find(notebook)?.dispose();
    this.#kernels.set(notebook, kernel);
  }

  #savedAs(notebook: NotebookDocument): NotebookDocument | undefined {
    if (!notebook.isUntitled) return undefined;
    const candidates = workspace.notebookDocuments.filter((other) => !other.isUntitled && isInTab(other));
    return candidates.find((other) => hasSameCells(other, notebook) && !this.find(other)?.hasRun);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const kernel of this.#kernels.values()) kernel.dispose();
    this.#kernels.clear();
  }
}

function hasSameCells(a: NotebookDocument, b: NotebookDocument): boolean {
  const texts = (notebook: NotebookDocument) => notebook.getCells().map(({ document }) => document.getText());
  return b.cellCount > 0 && JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}
