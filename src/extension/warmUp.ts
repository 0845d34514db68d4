import { Disposable, window, workspace } from "vscode";
import { isOurs } from "./kernelChoice.js";
import type { Kernels } from "./kernels.js";

/** Starts the kernels of the notebooks on the screen before their first cell runs; only where code may run at all. */
export function warmUpKernels(kernels: Kernels): Disposable {
  const warmUp = () => {
    if (!workspace.isTrusted) return;
    for (const { notebook } of window.visibleNotebookEditors) {
      if (isOurs(notebook) && !notebook.isClosed) kernels.of(notebook).warmUp();
    }
  };
  warmUp();
  return Disposable.from(window.onDidChangeVisibleNotebookEditors(warmUp), workspace.onDidGrantWorkspaceTrust(warmUp));
}
