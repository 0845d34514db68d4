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
    const own = this.find(notebook);
    const kernel = own?.hasRun ? own : (this.#inherit(notebook) ?? own ?? this.create(notebook));
    this.#kernels.set(notebook, kernel);
    return kernel;
  }

  #settle(notebook: NotebookDocument): void {
    const kernel = this.find(notebook);
    if (!kernel || isShown(notebook)) return;
    if (workspace.notebookDocuments.some((other) => isInTab(other) && this.#inherit(other))) return;
    this.#kernels.delete(notebook);
    kernel.dispose();
  }

  /** A notebook that is saved for the first time closes and opens again under its name: its variables go with it. */
  #inherit(saved: NotebookDocument): NotebookKernel | undefined {
    if (saved.isUntitled || this.find(saved)?.hasRun) return undefined;
    const isBefore = ([notebook, kernel]: [NotebookDocument, NotebookKernel]) =>
      notebook.isUntitled && !kernel.isBusy && !isShown(notebook) && hasSameCells(notebook, saved);
    const [before, kernel] = [...this.#kernels].find(isBefore) ?? [];
    if (!before || !kernel) return undefined;
    this.#kernels.delete(before);
    this.find(saved)?.dispose();
    this.#kernels.set(saved, kernel);
    kernel.notebook = saved;
    return kernel;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const kernel of this.#kernels.values()) kernel.dispose();
    this.#kernels.clear();
  }
}

const isShown = (notebook: NotebookDocument) => !notebook.isClosed && isInTab(notebook);

function hasSameCells(a: NotebookDocument, b: NotebookDocument): boolean {
  const texts = (notebook: NotebookDocument) => notebook.getCells().map(({ document }) => document.getText());
  return b.cellCount > 0 && JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}
