import type { FunctionName } from "../language/index.js";
import { within } from "./constructors.js";
import { type At, type Formula, type Quantity, reassembled } from "./formula.js";

/** A formula, and the times at which it is zero where they lie outside of 1…T: a factor of it is. */
interface Zeros {
  readonly formula: Formula;
  readonly at: readonly At[];
}

/**
 * A gradient from outside of 1…T is zero, and so is its product with whatever stands beside it: the last step's 1 / f[t+1],
 * where f has no value, does not make it NaN.
 * @param isZeroOutside whether a quantity is zero outside of 1…T
 */
export function withStrongZeros(formula: Formula, isZeroOutside: (quantity: Quantity) => boolean): Zeros {
  if (formula.kind === "symbol") {
    const { index } = formula.quantity;
    const isShifted = index !== null && (index.base === "0" || index.offset !== 0);
    return { formula, at: isShifted && isZeroOutside(formula.quantity) ? [index] : [] };
  }
  const zeros = new Map<Formula, readonly At[]>();
  const whole = reassembled(formula, (part) => {
    const found = withStrongZeros(part, isZeroOutside);
    zeros.set(found.formula, found.at);
    return found.formula;
  });
  const of = (part: Formula): readonly At[] => zeros.get(part) ?? [];
  switch (whole.kind) {
    case "times":
    case "product":
      return guarded(whole, [...of(whole.left), ...of(whole.right)]);
    case "divide":
      return guarded(whole, of(whole.left));
    case "sum":
      return { formula: whole, at: of(whole.terms[0]!).filter((at) => whole.terms.every((term) => has(of(term), at))) };
    case "negate":
    case "transpose":
    case "diag":
    case "diagonal":
    case "total":
    case "spread":
    case "rows":
    case "atEnd":
      return { formula: whole, at: of(whole.operand) };
    case "call":
      return { formula: whole, at: KEEPS_ZERO.has(whole.function) ? of(whole.arguments[0]!) : [] };
    default:
      return { formula: whole, at: [] };
  }
}

/** Functions of one argument that make zeros of zeros. */
const KEEPS_ZERO: ReadonlySet<FunctionName> = new Set<FunctionName>(["sum", "mean", "diag", "identity"]);

const guarded = (formula: Formula, at: readonly At[]): Zeros => ({ formula: at.reduce(within, formula), at });

const has = (all: readonly At[], { base, offset }: At): boolean =>
  all.some((at) => at.base === base && at.offset === offset);

/** Whether a term of a derivation is zero outside of 1…T by itself, because a gradient is a factor of it. */
export const isZeroBeyond = (term: Formula, at: At): boolean =>
  has(withStrongZeros(term, (quantity) => quantity.of !== "value").at, at);
