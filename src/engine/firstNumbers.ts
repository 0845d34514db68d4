import { DataError, OptionError } from "./errors.js";
import { checkNumbers } from "./givenNumbers.js";
import type { Initialiser } from "./initialisers.js";
import type { Shape } from "./language/index.js";
import type { Dtype } from "./program/program.js";
import type { Random } from "./random.js";
import { isListLike, shown } from "./shown.js";

/**
 * What an initialiser, perhaps the caller's own, gives a parameter. [rows × columns]
 * @param name of the parameter
 * @throws OptionError for what is none; DataError unless it gives as many finite numbers as the parameter has
 */
export function firstNumbers(
  name: string,
  initialiser: Initialiser,
  random: Random,
  shape: Shape,
  dtype: Dtype,
): ArrayLike<number> {
  // a list has a method of that name
  if (typeof initialiser?.fill !== "function" || isListLike(initialiser)) throw noInitialiser(name, initialiser);
  const count = shape.rows * shape.columns;
  const by = `the initialiser of ${name}`;
  const numbers: unknown = initialiser.fill(random, shape);
  if (!isListLike(numbers)) throw new DataError(`${by} gave ${shown(numbers)}, expected a list of ${count} numbers`);
  if (numbers.length !== count)
    throw new DataError(
      `${by} gave ${numbers.length} numbers, expected ${shape.rows}×${shape.columns} = ${count}, row by row`,
    );
  checkNumbers(by, numbers, shape, dtype);
  return numbers as ArrayLike<number>;
}

function noInitialiser(name: string, found: unknown): OptionError {
  return new OptionError(
    `build: init.${name} is ${shown(found)}: expected an initialiser such as init.xavier(), or init.from([…]) for given numbers`,
  );
}
