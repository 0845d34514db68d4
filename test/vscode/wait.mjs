// Waiting for a condition, never for a fixed time.

import { PATIENCE } from "../support/patience.cjs";

const POLL_MS = 100;

/**
 * Polls until `read` gives something truthy, and returns it.
 * @template T @param {string | (() => string)} what  named in the error @param {() => Promise<T> | T} read @param {{ timeout?: number }} [options]  ms, for what may be missed; default: until it hangs
 * @returns {Promise<T>}
 */
export async function waitUntil(what, read, { timeout = PATIENCE } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end)
      throw new Error(`Waited ${timeout / 1000} s in vain for ${typeof what === "function" ? what() : what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
