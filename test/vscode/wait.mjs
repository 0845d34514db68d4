// Waiting for a condition, never for a fixed time.

/** @typedef {{ timeout?: number }} Wait  ms, default 30 000 */

export const TIMEOUT_MS = 30_000;
const POLL_MS = 100;

/**
 * Polls until `read` gives something truthy, and returns it.
 * @template T @param {string | (() => string)} what  named in the error @param {() => Promise<T> | T} read @param {Wait} [options]
 * @returns {Promise<T>}
 */
export async function waitUntil(what, read, { timeout = TIMEOUT_MS } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end)
      throw new Error(`Waited ${timeout / 1000} s in vain for ${typeof what === "function" ? what() : what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
