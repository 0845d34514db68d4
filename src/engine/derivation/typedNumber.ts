import { type Formula, isScalar, partsOf } from "./formula.js";

/**
 * Whether what is typed for a formula of one number is read as one number wherever it stands: a check by hand knows the sizes of
 * the network's quantities and of its gradients, but not that of a δ before it has read the whole text.
 */
export function isTypedNumber(f: Formula): boolean {
  if (!isScalar(f)) return false;
  switch (f.kind) {
    case "number":
    case "perStep":
    case "total":
      return true;
    case "symbol":
      return f.quantity.of !== "delta";
    case "call":
      return ["sum", "mean"].includes(f.function) || f.arguments.length > 1 || f.arguments.every(isTypedNumber);
    case "sum":
    case "negate":
    case "times":
    case "divide":
    case "power":
    case "transpose":
    case "positive":
    case "atEnd":
    case "within":
      return partsOf(f).every(isTypedNumber);
    case "product":
    case "diag":
    case "diagonal":
    case "spread":
    case "ones":
    case "identity":
    case "rows":
    case "stack":
    case "overTime":
      return false;
    default:
      return f satisfies never;
  }
}
