import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { DISPLAY } from "../lab/host.js";
import type { MimeBundle } from "../trace/index.js";

/** A value's contents, and the live output that they replace. */
export interface DisplayedValue {
  readonly data: MimeBundle;
  readonly displayId?: string;
}

const MIME_TYPE = /^[a-z]+\/[\w.+-]+$/;

/**
 * How a value is shown: by its own `Symbol.for("Jupyter.display")` method; as it is when it is an object whose keys are
 * all MIME types; else as Node prints it.
 */
export function displayedValue(value: unknown): DisplayedValue | Promise<DisplayedValue> {
  const method = displayMethod(value);
  if (method) return ownDisplay(value, method);
  if (isMimeObject(value)) return { data: asBundle(value) };
  return { data: { "text/plain": inspect(value, { colors: false, breakLength: 100, depth: 4 }) } };
}

/** At once where it can be, so that it keeps its place among the printed lines. */
function ownDisplay(value: unknown, method: () => unknown): DisplayedValue | Promise<DisplayedValue> {
  const displayId = displayIdOf(value);
  const shown = method.call(value);
  if (shown instanceof Promise) return shown.then((later) => ({ data: asBundle(later), displayId }));
  return { data: asBundle(shown), displayId };
}

function displayMethod(value: unknown): (() => unknown) | undefined {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || !(DISPLAY in value)) return undefined;
  const method = (value as { [DISPLAY]: unknown })[DISPLAY];
  return typeof method === "function" ? (method as () => unknown) : undefined;
}

function displayIdOf(value: unknown): string | undefined {
  const { displayId } = value as { displayId?: unknown };
  return typeof displayId === "string" ? displayId : undefined;
}

function isMimeObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => MIME_TYPE.test(key));
}

function asBundle(shown: unknown): MimeBundle {
  if (typeof shown !== "object" || shown === null) {
    throw new TypeError(`A display method must return contents by MIME type; this one returned ${inspect(shown)}`);
  }
  const contents = Object.entries(shown).filter(([, content]) => content !== undefined);
  return Object.fromEntries(contents.map(([mime, content]) => [mime, contentText(content)]));
}

/** Text as it is, bytes as base64, anything else as JSON. */
function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (content instanceof Uint8Array) return Buffer.from(content).toString("base64");
  return JSON.stringify(content) ?? String(content);
}
