import { type Backend, referenceBackend } from "../program/backend.js";
import { simdBackend } from "./execution.js";
import { builds } from "./kernels.js";

let chosen: Backend | undefined;

/**
 * The fastest backend that this engine runs. Its executions are for use again and again, by training and on loan to traces:
 * each owns a WebAssembly memory, of which a process can have only so many.
 */
export function fastestBackend(): Backend {
  // an engine without WebAssembly's vectors runs none
  chosen ??= builds().length > 0 ? simdBackend : referenceBackend;
  return chosen;
}
