import { DataError, Definition, Model, type ModelJSON } from "../engine/index.js";

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
  return Model.fromParts(new Definition(json.equations), json);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
