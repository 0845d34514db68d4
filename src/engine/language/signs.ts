import type { FunctionName } from "../functions/index.js";

/** Functions by the sign that they have on paper; a quantity may bear the same name, `σ x[t]`. */
export const SIGNS: ReadonlyMap<string, FunctionName> = new Map([["σ", "sigmoid"]]);
