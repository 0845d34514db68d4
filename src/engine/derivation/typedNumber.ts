import { type Formula, isScalar, partsOf } from "./formula.js";

/**
 * Whether what is typed for a formula of one number is read as one number wherever it stands: a check by hand knows the sizes of
 * the network's quantities and of its gradients, but not that of a δ before it has read the whole text.
 */
export function isTypedNumber(f: Formula): boolean {
  if (!isScalar(f)) return false;
  if (f.kind === "symbol") return f.quantity.of !== "delta";
  const isSum = f.kind === "total" || (f.kind === "call" && (f.arguments.length > 1 || SUMS.has(f.function)));
  return isSum || (!UNTOLD.has(f.kind) && partsOf(f).every(isTypedNumber));
}

const SUMS: ReadonlySet<string> = new Set(["sum", "mean"]);
/** Made of more than one number. */
const UNTOLD: ReadonlySet<Formula["kind"]> = new Set(["product", "rows", "stack", "overTime"]);
