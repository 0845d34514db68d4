import { OptionError } from "./errors.js";
import { numbersOf } from "./givenNumbers.js";
import { type InferredShapes, nearestName } from "./language/index.js";
import { learned, type ModelOptions } from "./modelOptions.js";
import type { NetworkDefinition } from "./networkDefinition.js";
import type { Dtype } from "./program/program.js";

/**
 * Tells initial states that are given from those that are learned.
 * @throws OptionError for what is no state; DataError for a wrong shape or a number that is not finite
 */
export function initialsOf(
  definition: NetworkDefinition,
  shapes: InferredShapes,
  initial: NonNullable<ModelOptions["initial"]>,
  dtype: Dtype,
) {
  const states = definition.checked.states.map(({ name }) => name);
  const given = new Map<string, readonly number[]>();
  const learnedStates = new Set<string>();
  for (const [name, value] of Object.entries(initial)) {
    if (!states.includes(name))
      throw unknownName(name, states, "the states (names read at another time step, as s[t-1])");
    if (value === learned) learnedStates.add(name);
    else given.set(name, numbersOf(`initial ${name}`, value, shapes.ofName.get(name)!, dtype));
  }
  return { given, learnedStates };
}

/** @param among what the name is not among, in words */
export function unknownName(name: string, known: readonly string[], among: string): OptionError {
  // a state is given as s, and called s[0] when it is learned
  const nearest = nearestName(name.replace(/\[.*$/u, ""), known);
  const hint = nearest ? ` Did you mean ${nearest}?` : "";
  return new OptionError(`${name} is not among ${among}: ${known.join(", ") || "there are none"}.${hint}`);
}
