import { OptionError } from "./errors.js";
import { nearestName } from "./language/index.js";
import { byComposedName } from "./ownValue.js";
import { isListLike, shown } from "./shown.js";

/**
 * @param of what takes them, as it is written
 * @returns the values by names as the language writes them
 * @throws OptionError for what is no object of values by name
 */
export function checkNamed<Values>(of: string, values: Values, example: string): Values {
  if (typeof values === "object" && values !== null && !isListLike(values)) return byComposedName(values);
  throw new OptionError(`${of} was given ${shown(values)}, expected values by name: ${example}`);
}

/**
 * Refuses what is no object of known options: a misspelt option would else be left out without a word.
 * @param of the function as it is written, `sgd`
 * @param options what it was given
 * @param known the names of its options
 * @throws OptionError with the nearest known name
 */
export function checkOptions(of: string, options: unknown, known: readonly string[]): void {
  const all = known.join(", ") || "there are none";
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const example = known.length > 0 ? `, e.g. { ${known[0]}: … }` : "";
    throw new OptionError(`${of} was given ${shown(options)}, expected its options by name${example}`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    throw new OptionError(`${of} has no option ${name}: ${all}.${nearest ? ` Did you mean ${nearest}?` : ""}`);
  }
}
