import { type ExtensionContext, l10n, type NotebookDocument, Uri, window } from "vscode";
import { registerCommands } from "./commands.js";
import { createController } from "./controller.js";
import { chooseKernel } from "./kernelChoice.js";
import { KernelProcess } from "./kernelProcess.js";
import { Kernels } from "./kernels.js";
import { NotebookKernel } from "./notebookKernel.js";
import { answerRenderer } from "./rendererLocale.js";
import { SkippedCells } from "./skippedCells.js";
import { TrainingStatus } from "./trainingStatus.js";
import { warmUpKernels } from "./warmUp.js";
import { workingFolder } from "./workingFolder.js";

/** What the extension offers to others, and to its own tests. */
export interface Unroll {
  /** What the status bar says while a cell trains; undefined else. */
  readonly trainingText: string | undefined;
}

/** Called by VS Code when a notebook opens or a command of ours is run. */
export function activate({ extensionUri, extension, subscriptions }: ExtensionContext): Unroll {
  const began = performance.now();
  const log = window.createOutputChannel("Unroll", { log: true });
  const status = new TrainingStatus();
  const main = Uri.joinPath(extensionUri, "dist", "kernel", "main.mjs").fsPath;
  const reporter = { onProgress: status.report.bind(status), log: (text: string) => log.info(text) };
  const start = (notebook: NotebookDocument) => () => new KernelProcess({ main, folder: workingFolder(notebook), log });
  const kernels = new Kernels((notebook) => new NotebookKernel(start(notebook), reporter));
  const controller = createController(kernels);
  subscriptions.push(
    log,
    status,
    kernels,
    controller,
    new SkippedCells(controller),
    chooseKernel(controller, extension.id),
    warmUpKernels(kernels),
    registerCommands({ extensionUri, kernels, status, log }),
    answerRenderer(),
  );
  log.info(l10n.t("Activated in {0} ms.", (performance.now() - began).toFixed(1)));
  return {
    get trainingText() {
      return status.text;
    },
  };
}
