import { DataError, Definition, Model, type ModelJSON } from "../engine/index.js";

/**
 * Brings back a model from what `JSON.stringify(model)` wrote (or that object).
 * @throws DataError when it is no saved model; the engine's errors when its parts do not fit each other
 */
export function modelFromJSON(saved: string | object): Model {
  const json = (typeof saved === "string" ? JSON.parse(saved) : saved) as ModelJSON;
  if (typeof json?.equations !== "string" || typeof json.parameters !== "object") {
    throw new DataError(
      "this is no saved model: expected an object with equations, sizes and parameters, as JSON.stringify(model) writes",
    );
  }
  return Model.fromParts(new Definition(json.equations), json);
}
