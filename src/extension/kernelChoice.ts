import {
  commands,
  Disposable,
  type NotebookController,
  NotebookControllerAffinity,
  type NotebookDocument,
  type NotebookEditor,
  window,
  workspace,
} from "vscode";
import { NOTEBOOK_TYPE } from "./identifiers.js";
import { namesOurKernel } from "./notebookMetadata.js";

/**
 * Chooses our kernel for the notebooks that name it, without asking. The affinity alone chooses nothing where another
 * kernel exists, hence the command; it is run once for a notebook, so that the user's own choice stands.
 * @param extensionId `publisher.name`
 */
export function chooseKernel(controller: NotebookController, extensionId: string): Disposable {
  const chosen = new WeakSet<NotebookDocument>();
  const choose = async (editor: NotebookEditor) => {
    if (!isOurs(editor.notebook) || chosen.has(editor.notebook)) return;
    chosen.add(editor.notebook);
    await commands.executeCommand("notebook.selectKernel", {
      id: controller.id,
      extension: extensionId,
      notebookEditor: editor,
    });
  };
  const prefer = (notebook: NotebookDocument) => {
    if (isOurs(notebook)) controller.updateNotebookAffinity(notebook, NotebookControllerAffinity.Preferred);
  };
  workspace.notebookDocuments.forEach(prefer);
  window.visibleNotebookEditors.forEach(choose);
  return Disposable.from(
    workspace.onDidOpenNotebookDocument(prefer),
    window.onDidChangeVisibleNotebookEditors((editors) => editors.forEach(choose)),
  );
}

export const isOurs = (notebook: NotebookDocument): boolean =>
  notebook.notebookType === NOTEBOOK_TYPE && namesOurKernel(notebook.metadata);
