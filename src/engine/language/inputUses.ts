import type { CheckedEquations, Expression, InferredShapes } from "./ast.js";
import { childrenOf } from "./reads.js";

/** What the numbers of an input are to the equations. */
export interface InputUse {
  /**
   * Whether a single number may stand for a one-hot vector: the input is read as the target of a cross-entropy, in matrix
   * products and in concat only. Anywhere else nobody writes a class where a number is meant.
   */
  readonly classes: boolean;
  /** Whether it is the target of a crossEntropy, whose numbers cannot be negative. */
  readonly isDistribution: boolean;
  /** Whether it is the target of a binaryCrossEntropy, whose numbers lie between 0 and 1. */
  readonly isProbability: boolean;
}

/** How the equations read each input. */
export function inputUses(checked: CheckedEquations, shapes: InferredShapes): ReadonlyMap<string, InputUse> {
  const reads = checked.statements.flatMap(({ expression }) => readsIn(expression, "other", shapes));
  return new Map(
    checked.inputs.map(({ name }) => {
      const places = reads.filter((read) => read.name === name).map(({ place }) => place);
      return [
        name,
        {
          classes: places.every((place) => place === "crossEntropy" || place === "factor"),
          isDistribution: places.includes("crossEntropy"),
          isProbability: places.includes("binaryCrossEntropy"),
        },
      ];
    }),
  );
}

/** Where a name stands: a cross-entropy's target, a factor of a matrix product or a part of a concat, anywhere else. */
type Place = "crossEntropy" | "binaryCrossEntropy" | "factor" | "other";

function readsIn(e: Expression, place: Place, shapes: InferredShapes): { name: string; place: Place }[] {
  if (e.kind === "name") return [{ name: e.name, place }];
  return childrenOf(e).flatMap((child, i) => readsIn(child, placeOf(e, i, place, shapes), shapes));
}

function placeOf(e: Expression, index: number, own: Place, { ofExpression }: InferredShapes): Place {
  if (e.kind === "transpose") return own;
  if (e.kind === "binary" && e.operator === "product") {
    const { rows, columns } = ofExpression.get(index === 0 ? e.right : e.left)!;
    return rows === 1 && columns === 1 ? "other" : "factor";
  }
  if (e.kind !== "call") return "other";
  if (e.function === "concat") return "factor";
  const isTarget = index === 0 && (e.function === "crossEntropy" || e.function === "binaryCrossEntropy");
  return isTarget ? (e.function as Place) : "other";
}
