import type { Matrix } from "../derivation/matrix.js";
import { DataError, OptionError } from "../errors.js";
import { type CheckedEquations, type InferredShapes, nearestName, type Shape } from "../language/index.js";
import { dimensionsOf, type NestedNumbers } from "../tensor.js";

/** Values of the student's own sequences just outside time 1…T, by name. */
export type OutsideValues = Readonly<Record<string, NestedNumbers>>;

/**
 * Reads the values of a text's own sequences outside of time.
 * @throws OptionError for a name that is not read there; DataError for what is no matrix
 */
export function readOutside(text: CheckedEquations, outside: OutsideValues): ReadonlyMap<string, Matrix> {
  return new Map(Object.entries(outside).map(([name, value]) => [name, outsideValue(text, name, value)]));
}

function outsideValue(text: CheckedEquations, name: string, value: NestedNumbers): Matrix {
  const states = text.states.map((state) => state.name);
  if (!states.includes(name)) {
    const nearest = nearestName(name, states);
    throw new OptionError(
      `initial: ${name} is not read outside of time; ${states.length > 0 ? `there are ${states.join(", ")}` : "nothing is (as K[t+1] would be)"}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
    );
  }
  const rows = (Array.isArray(value) ? value : [value]).map((row) => (Array.isArray(row) ? row : [row]));
  const columns = rows[0]?.length ?? 0;
  const data = rows.flat();
  if (columns === 0 || rows.some((row) => row.length !== columns) || !data.every((n) => typeof n === "number"))
    throw new DataError(`initial ${name}: expected a list of numbers, or a list of rows of equal length`);
  return { rows: rows.length, columns, data: Float64Array.from(data as number[]) };
}

/** @throws DataError where a value outside of time has another shape than inside */
export function checkOutside(outside: ReadonlyMap<string, Matrix>, { ofName }: InferredShapes): void {
  for (const [name, found] of outside) {
    const expected = ofName.get(name)!;
    if (expected.rows === found.rows && expected.columns === found.columns) continue;
    const say = (shape: Shape): string => dimensionsOf(shape).join("×");
    throw new DataError(`initial ${name} is ${say(found)}, but ${name} is ${say(expected)}`);
  }
}
