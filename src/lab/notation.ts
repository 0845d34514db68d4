import { Definition, newNames, OptionError, rename } from "../engine/index.js";
import { shown } from "../engine/shown.js";
import { withInit } from "./rnn.js";

/**
 * Other symbols for a network: `notation({ s: "a", W: "W_aa" })(cells.elman)` is the same network with a for s and W_aa for W,
 * in its equations, in every panel and in the API. All names change at once, so two may swap theirs; recommended
 * initialisers go along. The given definition stays as it is.
 * @param names new names by old ones, without time index
 * @returns a function from a definition to the renamed one
 * @throws OptionError for a name that the equations do not have, and for a new name that is none, is taken, or would
 * change what the equations say
 */
export function notation(names: Readonly<Record<string, string>>): (definition: Definition) => Definition {
  checkNames(names);
  const changes = newNames(names);
  return (definition) => {
    checkDefinition(definition);
    const init = Object.entries(definition.init).map(([name, value]) => [changes.get(name) ?? name, value]);
    return withInit(rename(definition.checked, changes), Object.fromEntries(init));
  };
}

function checkNames(names: unknown): void {
  if (typeof names === "object" && names !== null && !Array.isArray(names)) return;
  throw new OptionError(
    `notation was given ${shown(names)}, expected new names by old ones: notation({ s: "a", W: "W_aa" })`,
  );
}

function checkDefinition(x: unknown): void {
  if (x instanceof Definition) return;
  throw new OptionError(
    'notation({ … }) renames a definition, before it is built: notation({ s: "a" })(cells.elman).build({ … })',
  );
}
