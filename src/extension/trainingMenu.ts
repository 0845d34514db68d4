import { l10n, type NotebookCell, NotebookEditorRevealType, NotebookRange, window } from "vscode";
import type { Kernels } from "./kernels.js";
import { notebookName } from "./notebookName.js";
import type { TrainingStatus } from "./trainingStatus.js";

/** Asks what to do about the training that the status bar shows: look at it, or stop it. */
export async function showTrainingMenu(status: TrainingStatus, kernels: Kernels): Promise<void> {
  const { cell } = status;
  if (!cell) return;
  const show = { label: `$(go-to-file) ${l10n.t("Show the Cell")}` };
  const stop = { label: `$(debug-stop) ${l10n.t("Stop Training")}`, detail: l10n.t("The variables are kept.") };
  const title = l10n.t("Training in {0}", notebookName(cell.notebook));
  const choice = await window.showQuickPick([show, stop], { title });
  if (choice === show) await reveal(cell);
  if (choice === stop) kernels.find(cell.notebook)?.interrupt();
}

async function reveal(cell: NotebookCell): Promise<void> {
  const range = new NotebookRange(cell.index, cell.index + 1);
  const editor = await window.showNotebookDocument(cell.notebook, { selections: [range] });
  editor.revealRange(range, NotebookEditorRevealType.InCenterIfOutsideViewport);
}
