/** The whole of `import { … } from "unroll-notebooks"`: what a cell can name, and the threads that a program may lend to it. */
export * from "./index.js";
export { HelperThread, setThreadHost, type ThreadHost } from "./threads.js";
