/** Refusals of single options: what was found, what was expected, and where. */
import { OptionError } from "./errors.js";
import { shown } from "./shown.js";

/**
 * @param what the option as its caller knows it: `train: steps`
 * @param hint what to write instead, in brackets behind the message
 * @throws OptionError unless it is a whole number from `least` to `most`
 */
export function wholeNumber(
  what: string,
  value: unknown,
  { least = 1, most = Number.MAX_SAFE_INTEGER, hint = "" }: { least?: number; most?: number; hint?: string } = {},
): number {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  const range = most < Number.MAX_SAFE_INTEGER ? ` from ${least} to ${most}` : ` of at least ${least}`;
  throw wrong(what, value, `a whole number${range}`, hint);
}

/** @throws OptionError unless it is a whole number: a generator would take 0.3 and 0.7 for the same seed */
export function checkedSeed(what: string, value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw wrong(what, value, "a whole number");
}

/** @throws OptionError unless it is a finite number above 0 */
export function positiveNumber(what: string, value: unknown, hint = ""): number {
  if (Number.isFinite(value) && (value as number) > 0) return value as number;
  throw wrong(what, value, "a number above 0", hint);
}

/** @throws OptionError unless it is one of the `choices` */
export function oneOf<Choice extends string>(what: string, value: unknown, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw wrong(what, value, choices.map((choice) => JSON.stringify(choice)).join(" or "));
}

/** @throws OptionError unless it is left out, true or false */
export function checkBoolean(what: string, value: unknown): void {
  if (value === undefined || typeof value === "boolean") return;
  throw wrong(what, value, "true or false");
}

/** @throws OptionError unless it is left out or a function */
export function checkFunction(what: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw wrong(what, value, "a function");
}

function wrong(what: string, value: unknown, expected: string, hint = ""): OptionError {
  return new OptionError(`${what} is ${shown(value)}: expected ${expected}${hint === "" ? "" : ` (${hint})`}`);
}
