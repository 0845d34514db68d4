import {
  l10n,
  type NotebookCell,
  type NotebookController,
  type NotebookDocument,
  NotebookEdit,
  notebooks,
  WorkspaceEdit,
  workspace,
} from "vscode";
import { CONTROLLER_ID, LANGUAGES, NOTEBOOK_TYPE } from "./identifiers.js";
import type { Kernels } from "./kernels.js";
import { namesOurKernel, withOurKernel } from "./notebookMetadata.js";

/** Offers the kernel "Unroll" to every Jupyter notebook and runs the cells that VS Code hands it. */
export function createController(kernels: Kernels): NotebookController {
  const controller = notebooks.createNotebookController(CONTROLLER_ID, NOTEBOOK_TYPE, "Unroll");
  controller.supportedLanguages = [...LANGUAGES];
  controller.supportsExecutionOrder = true;
  controller.description = l10n.t("TypeScript, with recurrent networks written as equations");
  controller.executeHandler = (cells, notebook) => runCells(controller, kernels, cells, notebook);
  controller.interruptHandler = (notebook) => kernels.find(notebook)?.interrupt();
  return controller;
}

/** All executions exist at once, so that the waiting cells show that they wait. */
async function runCells(
  controller: NotebookController,
  kernels: Kernels,
  cells: readonly NotebookCell[],
  notebook: NotebookDocument,
): Promise<void> {
  const executions = cells.map((cell) => controller.createNotebookCellExecution(cell));
  await nameOurKernel(notebook);
  await kernels.of(notebook).run(executions);
}

/** A notebook that we run says so in its file, so that it finds its kernel again. */
async function nameOurKernel(notebook: NotebookDocument): Promise<void> {
  if (namesOurKernel(notebook.metadata)) return;
  const edit = new WorkspaceEdit();
  edit.set(notebook.uri, [NotebookEdit.updateNotebookMetadata(withOurKernel(notebook.metadata))]);
  await workspace.applyEdit(edit);
}
