import vm from "node:vm";

/** Names of Node's that the kernel and the lab lean on. */
const PLATFORM_NAMES = [
  ..."process Buffer performance queueMicrotask structuredClone URL TextEncoder TextDecoder atob btoa".split(" "),
  ..."setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate AbortController fetch".split(" "),
];

/**
 * Names that a cell may use for something of its own, but not share: the session's code, which meets the same globals,
 * would break on them. `Map`, `Math`, `Error`, `process`…
 */
export const LANGUAGE_NAMES: ReadonlySet<string> = new Set([
  ...vm.runInNewContext("Object.getOwnPropertyNames(globalThis)"),
  ...PLATFORM_NAMES,
]);
