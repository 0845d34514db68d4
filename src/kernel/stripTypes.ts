import { transform } from "sucrase";
import { toCellSyntaxError } from "./cellSyntaxError.js";

/**
 * Takes the types out of a cell; every line of code stays on its line. An import that this cell does not use stays:
 * another cell may.
 * @throws CellSyntaxError
 */
export function stripTypes(source: string): string {
  try {
    const options = { disableESTransforms: true, keepUnusedImports: true };
    return transform(source, { transforms: ["typescript"], ...options }).code;
  } catch (error) {
    throw toCellSyntaxError(error, 1);
  }
}
