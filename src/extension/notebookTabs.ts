import { type Disposable, type NotebookDocument, TabInputNotebook, type Uri, window, workspace } from "vscode";

/** Whether any editor group has a tab with this notebook. */
export function isInTab({ uri }: NotebookDocument): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof TabInputNotebook && isSame(input.uri, uri));
}

/**
 * Calls back for a notebook whose tab was closed. VS Code may keep the document itself for minutes, when an extension
 * has opened it.
 */
export function onDidCloseTab(listener: (notebook: NotebookDocument) => void): Disposable {
  return window.tabGroups.onDidChangeTabs(({ closed }) => {
    const uris = closed.flatMap(({ input }) => (input instanceof TabInputNotebook ? [input.uri] : []));
    const notebooks = workspace.notebookDocuments.filter((notebook) => uris.some((uri) => isSame(uri, notebook.uri)));
    for (const notebook of notebooks) listener(notebook);
  });
}

const isSame = (a: Uri, b: Uri) => a.toString() === b.toString();
