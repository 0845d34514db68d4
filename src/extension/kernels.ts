import type { Disposable, NotebookDocument } from "vscode";
import { TabInputNotebook, window, workspace } from "vscode";
import type { NotebookKernel } from "./notebookKernel.js";

/** The kernels of the open notebooks, one each; a kernel ends when its notebook closes. */
export class Kernels implements Disposable {
  readonly #kernels = new Map<NotebookDocument, NotebookKernel>();
  readonly #subscription: Disposable;

  constructor(private readonly create: (notebook: NotebookDocument) => NotebookKernel) {
    this.#subscription = workspace.onDidCloseNotebookDocument((notebook) => this.#closed(notebook));
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
  #closed(notebook: NotebookDocument): void {
    const kernel = this.#kernels.get(notebook);
    if (!kernel) return;
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
    this.#subscription.dispose();
    for (const kernel of this.#kernels.values()) kernel.dispose();
    this.#kernels.clear();
  }
}

function isInTab({ uri }: NotebookDocument): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof TabInputNotebook && input.uri.toString() === uri.toString());
}

function hasSameCells(a: NotebookDocument, b: NotebookDocument): boolean {
  const texts = (notebook: NotebookDocument) => notebook.getCells().map(({ document }) => document.getText());
  return b.cellCount > 0 && JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}
