/**
 * Timers of the cells, so that an interrupt ends loops that wait between their rounds. Their callbacks run as promises'
 * reactions: Node keeps a stack of its own around a timer's callback, and code that is ended inside leaves that stack
 * corrupt, which ends the process.
 */
import { promisify } from "node:util";

const active = new Set<NodeJS.Timeout | NodeJS.Immediate>();

/** Replaces the global timer functions by ones that remember what they started. */
export function trackTimers(): void {
  globalThis.setTimeout = tracked(globalThis.setTimeout, true);
  globalThis.setInterval = tracked(globalThis.setInterval, false);
  globalThis.setImmediate = tracked(globalThis.setImmediate, true);
  globalThis.queueMicrotask = (callback) => void Promise.resolve().then(callback);
}

/** Ends every timer that a cell started; what waits for one waits forever. */
export function clearTimers(): void {
  for (const timer of active) {
    // Node's clearTimeout and clearImmediate each take their own kind only.
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
  }
  active.clear();
}

type Callback = (...values: unknown[]) => void;

function tracked<Start>(start: Start, isOnce: boolean): Start {
  const begin = start as unknown as (callback: Callback, ...rest: unknown[]) => NodeJS.Timeout | NodeJS.Immediate;
  const replacement = (callback: Callback, ...rest: unknown[]) => {
    const run = (...values: unknown[]) => {
      if (isOnce) active.delete(timer);
      void Promise.resolve().then(() => callback(...values));
    };
    const timer = begin(run, ...rest);
    active.add(timer);
    return timer;
  };
  const { [promisify.custom]: custom } = start as { [promisify.custom]?: unknown };
  return Object.assign(replacement, custom ? { [promisify.custom]: custom } : {}) as unknown as Start;
}
