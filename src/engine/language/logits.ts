import { EquationError } from "../errors.js";
import type { CheckedEquations, Expression, InferredShapes, Statement } from "./ast.js";
import { formatExpression } from "./format.js";
import { crossEntropies, PREDICTION } from "./lossArguments.js";
import { namesIn, nodesIn } from "./reads.js";

/**
 * Refuses a cross-entropy of logits: its prediction is what a matrix of parameters makes, or a sum with a parameter, and so no
 * distribution. Mixtures, and a softmax written by hand, end in another operation.
 * @throws EquationError at the first one
 */
export function refuseLogits(checked: CheckedEquations, shapes: InferredShapes): void {
  const search = new LogitsSearch(checked, shapes);
  const found = crossEntropies(checked.statements).find(({ prediction }) => search.isAffine(prediction));
  if (!found) return;
  const [target, prediction] = [formatExpression(found.target), formatExpression(found.prediction)];
  const { kind } = PREDICTION[found.function];
  // softmax of one number would be 1, whatever the number
  const { rows, columns } = shapes.ofExpression.get(found.prediction)!;
  const loss = rows === 1 && columns === 1 ? "binaryCrossEntropy" : found.function;
  const text = `${loss}(${target}, ${PREDICTION[loss].by}(${prediction}))`;
  throw new EquationError({
    source: checked.source,
    span: found.prediction.span,
    problem: `${found.function} compares the target with ${kind}, but ${prediction} is affine: logits, any numbers`,
    hint: `Write ${text}.`,
    suggestions: [{ text, replaces: found.call.span }],
  });
}

class LogitsSearch {
  readonly #byName: ReadonlyMap<string, Statement>;
  readonly #parameters: ReadonlySet<string>;
  readonly #known = new Map<string, boolean>();

  constructor(
    checked: CheckedEquations,
    private readonly shapes: InferredShapes,
  ) {
    this.#byName = new Map(checked.statements.map((s) => [s.name, s]));
    this.#parameters = new Set(checked.parameters.map(({ name }) => name));
  }

  /** Whether the last thing that happens to it is a matrix of parameters, or a sum with a parameter. */
  isAffine(e: Expression): boolean {
    switch (e.kind) {
      case "number":
        return false;
      case "name":
        return this.#isAffineName(e.name);
      case "negate":
      case "transpose":
        return this.isAffine(e.operand);
      case "call":
        return e.function === "identity" && this.isAffine(e.arguments[0]!);
      case "binary":
        return this.#isAffineBinary(e);
      default:
        return e satisfies never;
    }
  }

  #isAffineName(name: string): boolean {
    const statement = this.#byName.get(name);
    if (!statement) return false;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, false); // whoever comes back here on the way
    const found = this.isAffine(statement.expression);
    this.#known.set(name, found);
    return found;
  }

  #isAffineBinary({ operator, left, right }: Extract<Expression, { kind: "binary" }>): boolean {
    switch (operator) {
      case "add":
      case "subtract":
        return this.isAffine(left) || this.isAffine(right) || this.#isShifted(left, right);
      case "product":
        return this.#isMatrix(left) || this.#isMatrix(right) || this.#isScaled(left, right);
      case "times":
        return this.#isScaled(left, right);
      case "divide":
        return this.#isNumber(right) && this.isAffine(left);
      case "power":
        return false;
      default:
        return operator satisfies never;
    }
  }

  #isShifted(left: Expression, right: Expression): boolean {
    const isBias = (e: Expression): boolean => e.kind === "name" && this.#parameters.has(e.name);
    const isMoving = (e: Expression): boolean => namesIn(e).some(({ name }) => !this.#parameters.has(name));
    return (isBias(left) && isMoving(right)) || (isBias(right) && isMoving(left));
  }

  #isScaled(left: Expression, right: Expression): boolean {
    return (this.#isNumber(left) && this.isAffine(right)) || (this.#isNumber(right) && this.isAffine(left));
  }

  #isNumber(e: Expression): boolean {
    const { rows, columns } = this.shapes.ofExpression.get(e)!;
    return rows === 1 && columns === 1;
  }

  /** Parameters as they are, added, multiplied or transposed; what a function makes of them may be a distribution. */
  #isMatrix(e: Expression): boolean {
    if (this.#isNumber(e)) return false;
    const isLinear = nodesIn(e).every((node) => node.kind !== "call" || node.function === "diag");
    return isLinear && namesIn(e).every(({ name }) => this.#isMatrixName(name));
  }

  #isMatrixName(name: string): boolean {
    const derived = this.#byName.get(name);
    return derived ? derived.time === "none" && this.#isMatrix(derived.expression) : this.#parameters.has(name);
  }
}
