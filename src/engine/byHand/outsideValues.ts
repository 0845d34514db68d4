import type { Matrix } from "../derivation/matrix.js";
import { OptionError } from "../errors.js";
import { numbersOf } from "../givenNumbers.js";
import { type CheckedEquations, type GivenSizes, type InferredShapes, nearestName } from "../language/index.js";
import type { NestedNumbers } from "../tensor.js";

/** Values of the student's own sequences just outside time 1…T, by name. */
export type OutsideValues = Readonly<Record<string, NestedNumbers>>;

/**
 * The sizes of values outside of time, which may be all that tells them.
 * @throws OptionError for a name that is not read there
 */
export function outsideSizes(text: CheckedEquations, outside: OutsideValues): GivenSizes {
  const states = text.states.map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(outside).map(([name, value]) => {
      if (!states.includes(name)) throw notOutside(name, states);
      const rows = Array.isArray(value) ? value : [value];
      return [name, [rows.length || 1, Array.isArray(rows[0]) ? rows[0].length : 1]];
    }),
  );
}

function notOutside(name: string, states: readonly string[]): OptionError {
  const nearest = nearestName(name, states);
  return new OptionError(
    `initial: ${name} is not read outside of time; ${states.length > 0 ? `there are ${states.join(", ")}` : "nothing is (as K[t+1] would be)"}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
  );
}

/** @throws DataError where a value outside of time has another shape than inside */
export function readOutside(outside: OutsideValues, { ofName }: InferredShapes): ReadonlyMap<string, Matrix> {
  return new Map(
    Object.entries(outside).map(([name, value]) => {
      const { rows, columns } = ofName.get(name)!;
      const data = numbersOf(`initial ${name}`, value, { rows, columns }, "float64");
      return [name, { rows, columns, data: Float64Array.from(data) }];
    }),
  );
}
