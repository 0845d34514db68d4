/** One statement, differentiated backward: from ∂E/∂(its value) to a term of ∂E/∂(each name that it reads). */
import {
  ELEMENTWISE,
  type ElementwiseFunction,
  type FunctionName,
  fusedWith,
  isElementwise,
  isLossFunction,
  type LossFunction,
  type SlopeAlgebra,
} from "../functions/index.js";
import { impossible } from "../impossible.js";
import type { Expression, InferredShapes, Shape } from "../language/index.js";
import { childrenOf, constantOf } from "../language/index.js";
import {
  call,
  diagonal,
  divide,
  negate,
  number,
  ones,
  positive,
  power,
  product,
  rows,
  spread,
  sum,
  times,
  total,
  transpose,
} from "./constructors.js";
import { type Formula, isNumber, isScalar } from "./formula.js";
import { fromExpression } from "./fromExpression.js";

type NameNode = Extract<Expression, { kind: "name" }>;
type Binary = Extract<Expression, { kind: "binary" }>;
type Call = Extract<Expression, { kind: "call" }>;

/** What is known of the network. */
export interface PullContext {
  readonly shapes: InferredShapes;
  /** Whether all targets of a cross-entropy sum to 1. */
  readonly targetsSumToOne: boolean;
}

/** What the backpropagation of one statement leaves at one name. */
export interface PulledTerm {
  readonly node: NameNode;
  readonly term: Formula;
  /** Of the prediction of a loss: what it leaves at the argument of the function that the prediction should be made by. */
  readonly fused?: { readonly function: FunctionName; readonly term: Formula };
}

/**
 * The vector-Jacobian product of an expression, symbolically.
 * @param adjoint ∂E/∂expression, of the expression's shape
 * @param own the symbol of the expression's value where it has one (a whole right side): tanh' is then 1 - s²
 */
export function pullback(expression: Expression, adjoint: Formula, context: PullContext, own?: Formula): PulledTerm[] {
  const { kind } = expression;
  const go = (e: Expression, g: Formula): PulledTerm[] => pullback(e, g, context);
  switch (kind) {
    case "number":
      return [];
    case "name":
      return [{ node: expression, term: adjoint }];
    case "negate":
      return go(expression.operand, negate(adjoint));
    case "transpose":
      return go(expression.operand, transpose(adjoint));
    case "binary":
      return binary(expression, adjoint, context.shapes).flatMap(([e, g]) => go(e, g));
    case "call":
      return callParts(expression, adjoint, context, own).flatMap(([e, g, fused]) =>
        e.kind === "name" && fused ? [{ node: e, term: g, fused }] : go(e, g),
      );
  }
}

type Part = readonly [Expression, Formula, PulledTerm["fused"]?];

/** The adjoint of an operand that may be a number where the result is more: it met every entry. */
const fitted = (adjoint: Formula, shape: Shape): Formula =>
  shape.rows === 1 && shape.columns === 1 ? total(adjoint) : adjoint;

function binary({ operator, left, right }: Binary, adjoint: Formula, shapes: InferredShapes): Part[] {
  const shapeOf = (e: Expression): Shape => shapes.ofExpression.get(e)!;
  const [a, b] = [fromExpression(left, shapes), fromExpression(right, shapes)];
  const at = (e: Expression, g: Formula): Part => [e, fitted(g, shapeOf(e))];
  switch (operator) {
    case "add":
      return [at(left, adjoint), at(right, adjoint)];
    case "subtract":
      return [at(left, adjoint), at(right, negate(adjoint))];
    case "times":
      return [at(left, times(b, adjoint)), at(right, times(a, adjoint))];
    case "divide":
      return [at(left, divide(adjoint, b)), at(right, negate(divide(times(a, adjoint), power(b, 2))))];
    case "power": {
      const exponent = constantOf(right);
      return exponent === 0 ? [] : [[left, times(times(number(exponent), power(a, exponent - 1)), adjoint)]];
    }
    case "product": {
      const isScaling = isScalar(a) || isScalar(b);
      if (isScaling) return [at(left, times(b, adjoint)), at(right, times(a, adjoint))];
      return [
        [left, product(adjoint, transpose(b))],
        [right, product(transpose(a), adjoint)],
      ];
    }
  }
}

function callParts(expression: Call, adjoint: Formula, context: PullContext, own?: Formula): Part[] {
  const { shapes } = context;
  const [first, second] = expression.arguments;
  const shape = shapes.ofExpression.get(first!)!;
  const out = own ?? fromExpression(expression, shapes);
  const { function: name } = expression;
  if (isElementwise(name)) return [[first!, elementwiseAdjoint(name, fromExpression(first!, shapes), out, adjoint)]];
  if (isLossFunction(name)) return lossParts(name, [first!, second!], adjoint, context);
  switch (name) {
    case "concat":
      return concatParts(expression, adjoint, shapes);
    case "sum":
      return [[first!, spread(adjoint, shape)]];
    case "mean":
      return [[first!, spread(divide(adjoint, number(shape.rows * shape.columns)), shape)]];
    case "softmax":
      return [[first!, softmaxAdjoint(out, adjoint)]];
    case "diag":
      return [[first!, diagonal(adjoint)]];
    default:
      return impossible(name);
  }
}

/** f'(argument) ⊙ adjoint; slopes that the value itself tells (1 - tanh², σ(1 - σ)) are written with the value. */
export function elementwiseAdjoint(
  name: ElementwiseFunction,
  argument: Formula,
  out: Formula,
  adjoint: Formula,
): Formula {
  const factor = slope(name, argument, out);
  // 1/a times the adjoint is the adjoint over a
  if (factor.kind === "divide" && isNumber(factor.left, 1)) return divide(adjoint, factor.right);
  return times(factor, adjoint);
}

/** Slopes as formulas. */
const FORMULAS: Omit<SlopeAlgebra<Formula>, "positive"> = {
  number,
  sum,
  negate,
  times,
  divide,
  power,
  call: (name, argument) => call(name, [argument], argument.shape),
};

/** f'(argument) of an elementwise function. */
export function slope(name: ElementwiseFunction, argument: Formula, out: Formula): Formula {
  const { from, written } = ELEMENTWISE[name].slope;
  const told = { argument, result: out, either: out.kind === "symbol" ? out : argument }[from];
  return written({ ...FORMULAS, positive: (operand) => positive(operand, name) }, told);
}

/** y ⊙ (g - yᵀg), column by column. */
export function softmaxAdjoint(out: Formula, adjoint: Formula): Formula {
  const weighted = times(out, adjoint);
  if (out.shape.columns === 1) return times(out, sum([adjoint, negate(total(weighted))]));
  return times(out, sum([adjoint, negate(product(ones(out.shape.rows, out.shape.rows), weighted))]));
}

function concatParts(expression: Call, adjoint: Formula, shapes: InferredShapes): Part[] {
  let from = 0;
  return childrenOf(expression).map((part): Part => {
    const to = from + shapes.ofExpression.get(part)!.rows;
    const slice = rows(adjoint, from, to);
    from = to;
    return [part, slice];
  });
}

function lossParts(
  name: LossFunction,
  [target, prediction]: readonly [Expression, Expression],
  adjoint: Formula,
  context: PullContext,
): Part[] {
  const { shapes } = context;
  const [d, p] = [fromExpression(target, shapes), fromExpression(prediction, shapes)];
  const [byTarget, byPrediction] = lossSlopes(name, d, p);
  const ofTarget: Part = [target, times(adjoint, byTarget)];
  const by = p.shape.columns === 1 ? fusedWith(name) : undefined;
  const fused = by && { function: by, term: times(adjoint, fusedSlope(by, p, d, context)) };
  if (fused && prediction.kind === "call" && by === prediction.function)
    return [ofTarget, [prediction.arguments[0]!, fused.term]];
  return [ofTarget, [prediction, times(adjoint, byPrediction), fused]];
}

/** The slope of a loss by the argument of the function that makes its prediction p: p - target, exact also where p underflows. */
function fusedSlope(of: FunctionName, p: Formula, d: Formula, { targetsSumToOne }: PullContext): Formula {
  return sum([of === "sigmoid" || targetsSumToOne ? p : times(total(d), p), negate(d)]);
}

/** ∂loss/∂target and ∂loss/∂prediction, entry by entry. */
function lossSlopes(name: LossFunction, d: Formula, p: Formula): readonly [Formula, Formula] {
  const log = (f: Formula): Formula => call("log", [f], f.shape);
  const less = (a: Formula, b: Formula): Formula => sum([a, negate(b)]);
  const other = (f: Formula): Formula => less(number(1), f);
  switch (name) {
    case "crossEntropy":
      return [negate(log(p)), negate(divide(d, p))];
    case "binaryCrossEntropy":
      return [less(log(other(p)), log(p)), less(divide(other(d), other(p)), divide(d, p))];
    case "squaredError":
      return [times(number(2), less(d, p)), times(number(2), less(p, d))];
    case "halfSquaredError":
      return [less(d, p), less(p, d)];
    default:
      return impossible(name);
  }
}
