/** Names that are kept in users' notebooks, settings and other extensions: they never change. */

export const CONTROLLER_ID = "unroll-kernel";
export const NOTEBOOK_TYPE = "jupyter-notebook";
export const RENDERER_ID = "unroll-renderer";

/** The languages that a cell may have; the first is a new cell's. */
export const LANGUAGES: readonly string[] = ["typescript", "javascript"];

export const COMMANDS = {
  newNotebook: "unroll.newNotebook",
  openLesson: "unroll.openLesson",
  restartKernel: "unroll.restartKernel",
  interrupt: "unroll.interrupt",
  showLog: "unroll.showLog",
  /** Offered by the status bar only. */
  trainingMenu: "unroll.trainingMenu",
} as const;
