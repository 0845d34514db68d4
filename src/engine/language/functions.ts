import type { FunctionName, LossFunction } from "./ast.js";

/** What the checker, the shapes and the typesetter know of a function. */
export interface FunctionInfo {
  readonly kind: "elementwise" | "softmax" | "concat" | "reduction" | "diagonal" | "loss";
  readonly arguments: { readonly least: number; readonly most: number };
  readonly tex: string;
}

const one = { least: 1, most: 1 };
const elementwise = (tex: string): FunctionInfo => ({ kind: "elementwise", arguments: one, tex });
const loss = (tex: string): FunctionInfo => ({ kind: "loss", arguments: { least: 2, most: 2 }, tex });

/** Every function of the language; a missing row does not compile. */
export const FUNCTIONS: { readonly [Name in FunctionName]: FunctionInfo } = {
  tanh: elementwise("\\tanh"),
  sigmoid: elementwise("\\sigma"),
  relu: elementwise("\\operatorname{ReLU}"),
  softplus: elementwise("\\operatorname{softplus}"),
  exp: elementwise("\\exp"),
  log: elementwise("\\log"),
  identity: elementwise("\\operatorname{id}"),
  softmax: { kind: "softmax", arguments: one, tex: "\\operatorname{softmax}" },
  concat: { kind: "concat", arguments: { least: 2, most: 64 }, tex: "\\operatorname{concat}" },
  sum: { kind: "reduction", arguments: one, tex: "\\operatorname{sum}" },
  mean: { kind: "reduction", arguments: one, tex: "\\operatorname{mean}" },
  diag: { kind: "diagonal", arguments: one, tex: "\\operatorname{diag}" },
  crossEntropy: loss("\\operatorname{CE}"),
  binaryCrossEntropy: loss("\\operatorname{BCE}"),
  squaredError: loss("\\operatorname{SE}"),
  halfSquaredError: loss("\\tfrac{1}{2}\\operatorname{SE}"),
};

/** In the order of the table: elementwise, vector, losses. */
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** Whether a name is a function of the language, so that it can be no quantity. */
export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);
/** Whether it compares a target with a prediction. */
export const isLossFunction = (name: FunctionName): name is LossFunction => FUNCTIONS[name].kind === "loss";
