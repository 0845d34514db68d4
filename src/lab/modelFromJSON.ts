import { DataError, Definition, Model, type ModelJSON, mayBeNumber } from "../engine/index.js";

/**
 * Brings back a model from what `JSON.stringify(model)` wrote (or that object).
 * @throws DataError when it is no saved model; the engine's errors when its parts do not fit each other
 */
export function modelFromJSON(saved: string | object): Model {
  const json = (typeof saved === "string" ? parsed(saved) : saved) as ModelJSON | undefined;
  const isNamed = (x: unknown): boolean => typeof x === "object" && x !== null;
  if (typeof json?.equations !== "string" || ![json.sizes, json.parameters, json.initial].every(isNamed)) {
    throw new DataError(
      "this is no saved model: expected an object with equations, sizes and parameters, as JSON.stringify(model) writes",
    );
  }
  return Model.fromParts(new Definition(json.equations), { ...json, sizes: { ...squaresOf(json), ...json.sizes } });
}

/** Matrices with a small letter, which older versions saved without a size: their numbers say that they are no single ones. */
function squaresOf({ parameters }: ModelJSON): Record<string, [number, number]> {
  const sizes: Record<string, [number, number]> = {};
  for (const [name, numbers] of Object.entries(parameters)) {
    if (!mayBeNumber(name) || name.endsWith("]") || !Array.isArray(numbers) || !Array.isArray(numbers[0])) continue;
    if (numbers.length === numbers[0].length && numbers.length > 1) sizes[name] = [numbers.length, numbers.length];
  }
  return sizes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
