import { env as editor, type LogOutputChannel, type NotebookDocument, Uri } from "vscode";
import { KernelProcess } from "./kernelProcess.js";
import type { Lessons } from "./lessons.js";
import { workingFolder } from "./workingFolder.js";

/** What starts a notebook's kernel: the extension's own bundle, in the notebook's folder. */
export function kernelStarter(
  extensionUri: Uri,
  lessons: Lessons,
  log: LogOutputChannel,
): (notebook: NotebookDocument) => KernelProcess {
  const main = Uri.joinPath(extensionUri, "dist", "kernel", "main.mjs").fsPath;
  const lessonsFolder = lessons.folder.fsPath;
  // By the first the cells find a lesson's data when its copy was saved elsewhere; the still pictures speak the second.
  const env = { UNROLL_LESSONS: lessonsFolder, UNROLL_LANGUAGE: editor.language };
  return (notebook) => {
    const folder = lessons.isCopy(notebook) ? lessonsFolder : workingFolder(notebook);
    return new KernelProcess({ main, folder, env, log });
  };
}
