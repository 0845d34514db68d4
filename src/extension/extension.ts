import { type ExtensionContext, l10n, Uri, window } from "vscode";
import { registerCommands } from "./commands.js";
import { createController } from "./controller.js";
import { chooseKernel } from "./kernelChoice.js";
import { kernelStarter } from "./kernelStarter.js";
import { Kernels } from "./kernels.js";
import { Lessons } from "./lessons.js";
import { NotebookKernel } from "./notebookKernel.js";
import { answerRenderer } from "./rendererLocale.js";
import { SkippedCells } from "./skippedCells.js";
import { TrainingStatus } from "./trainingStatus.js";
import { warmUpKernels } from "./warmUp.js";

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
  const lessons = new Lessons(Uri.joinPath(extensionUri, "examples"));
  const start = kernelStarter(extensionUri, lessons, log);
  const reporter = { onProgress: status.report.bind(status), log: (text: string) => log.info(text) };
  const kernels = new Kernels((notebook) => new NotebookKernel(notebook, start, reporter));
  const controller = createController(kernels);
  subscriptions.push(
    status,
    kernels,
    controller,
    new SkippedCells(controller),
    chooseKernel(controller, extension.id),
    warmUpKernels(kernels),
    registerCommands({ lessons, kernels, status, log }),
    answerRenderer(),
    // Last: the others may still log while they are disposed of, in this order.
    log,
  );
  log.info(l10n.t("Activated in {0} ms.", (performance.now() - began).toFixed(1)));
  return {
    get trainingText() {
      return status.text;
    },
  };
}
