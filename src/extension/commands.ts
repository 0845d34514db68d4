import {
  commands,
  Disposable,
  type LogOutputChannel,
  l10n,
  type NotebookDocument,
  type Uri,
  window,
  workspace,
} from "vscode";
import { COMMANDS } from "./identifiers.js";
import type { Kernels } from "./kernels.js";
import type { Lessons } from "./lessons.js";
import { newNotebook } from "./newNotebook.js";
import { showTrainingMenu } from "./trainingMenu.js";
import type { TrainingStatus } from "./trainingStatus.js";

export interface CommandContext {
  readonly lessons: Lessons;
  readonly kernels: Kernels;
  readonly status: TrainingStatus;
  readonly log: LogOutputChannel;
}

/** Registers all commands that package.json names. */
export function registerCommands({ lessons, kernels, status, log }: CommandContext): Disposable {
  return Disposable.from(
    commands.registerCommand(COMMANDS.newNotebook, newNotebook),
    commands.registerCommand(COMMANDS.openLesson, (name?: unknown) =>
      lessons.open(typeof name === "string" ? name : undefined),
    ),
    commands.registerCommand(COMMANDS.restartKernel, (context?: unknown) => restart(kernels, notebookOf(context))),
    commands.registerCommand(COMMANDS.interrupt, (context?: unknown) => interrupt(kernels, notebookOf(context))),
    commands.registerCommand(COMMANDS.trainingMenu, () => showTrainingMenu(status, kernels)),
    commands.registerCommand(COMMANDS.showLog, () => log.show()),
  );
}

/** The notebook whose toolbar was clicked, or the active one. */
function notebookOf(context: unknown): NotebookDocument | undefined {
  const { notebookEditor } = (context ?? {}) as { readonly notebookEditor?: { readonly notebookUri?: Uri } };
  const uri = notebookEditor?.notebookUri?.toString();
  const named = workspace.notebookDocuments.find((notebook) => notebook.uri.toString() === uri);
  return named ?? window.activeNotebookEditor?.notebook;
}

function restart(kernels: Kernels, notebook: NotebookDocument | undefined): void {
  if (!notebook) return;
  kernels.find(notebook)?.restart();
  window.setStatusBarMessage(l10n.t("The kernel was restarted; its variables are gone."), 5000);
}

function interrupt(kernels: Kernels, notebook: NotebookDocument | undefined): void {
  if (notebook) kernels.find(notebook)?.interrupt();
}
