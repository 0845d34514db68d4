import { OptionError } from "../errors.js";
import { ownValue } from "../ownValue.js";
import { shown } from "../shown.js";
import type { CheckedEquations } from "./ast.js";
import { gluedHint } from "./nameSlips.js";
import { suggestion } from "./nearestName.js";
import { SIGNS } from "./signs.js";

/** Sizes as `build` takes them: n for a vector of n numbers, [rows, columns] for a matrix. */
export type GivenSizes = Readonly<Record<string, number | readonly [number, number]>>;

/** The size given for a name, if any. */
export function sizeOf(sizes: GivenSizes, name: string): GivenSizes[string] | undefined {
  return ownValue(sizes, name);
}

/** All names of the equations: inputs, parameters, assigned ones. */
export function namesOf({ inputs, parameters, statements }: CheckedEquations): string[] {
  return [...inputs, ...parameters, ...statements].map(({ name }) => name);
}

/**
 * Checks the sizes by themselves: every one names something and is a size.
 * @throws OptionError for the first that is not
 */
export function checkSizes(checked: CheckedEquations, sizes: GivenSizes): void {
  const names = namesOf(checked);
  const known = new Set(names);
  for (const [name, size] of Object.entries(sizes)) {
    if (!known.has(name)) {
      const hint = names.map((one) => gluedHint(one, name)).find(Boolean) ?? signHint(name) ?? suggestion(name, names);
      throw new OptionError(`build was given a size for ${name}, which is not in the equations. ${hint}`);
    }
    if (!isSize(size))
      throw new OptionError(
        `the size of ${name} is ${shown(size)}: expected a whole number of at least 1, or [rows, columns]`,
      );
  }
}

/** `σ(…)` is a function of these equations, or of others. */
function signHint(name: string): string | undefined {
  const meant = SIGNS.get(name);
  return meant && `${name}(…) is the function ${meant}; a product with a quantity ${name} is written ${name} * (…).`;
}

function isSize(size: unknown): boolean {
  const isLength = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 1;
  return Array.isArray(size) ? size.length === 2 && size.every(isLength) : isLength(size);
}

/** `{ x: 3, W: [4, 3] }`, as it is written in `build`. */
export function formatSizes(sizes: GivenSizes, names: readonly string[]): string {
  const text = (size: GivenSizes[string]): string => (typeof size === "number" ? `${size}` : `[${size.join(", ")}]`);
  return `{ ${names.map((name) => `${name}: ${text(sizes[name]!)}`).join(", ")} }`;
}
