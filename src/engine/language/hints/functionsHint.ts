import { FUNCTION_NAMES } from "../../functions/index.js";
import { libraryOf } from "../foreignFunctions.js";
import { noteOn } from "../functionFormulas.js";

/** What to do about a function that the language lacks and cannot write out. */
export function functionsHint(name: string): string {
  const library = libraryOf(name);
  const origin = library ? `It is a function of ${library}. ` : "";
  return `${origin}${noteOn(name) ?? `The functions are ${FUNCTION_NAMES.join(", ")}.`}`;
}
