/** What acts on each entry or each column, where another thing is meant: softmax of a row, and an inverse. */
import { ShapeError } from "../errors.js";
import type { CheckedEquations, Expression, InferredShapes, Shape, Statement } from "./ast.js";
import { constantOf } from "./constantOf.js";
import { formatExpression } from "./format.js";
import { nodesIn } from "./reads.js";
import type { Warning } from "./warnings.js";

type Call = Extract<Expression, { kind: "call" }>;
type Binary = Extract<Expression, { kind: "binary" }>;

/**
 * Refuses softmax of a row, which would be 1 in every entry, and `W^-1` of a square matrix, which is no inverse.
 * @throws ShapeError at the first one
 */
export function refuseColumnwise(checked: CheckedEquations, shapes: InferredShapes): void {
  for (const { expression } of checked.statements)
    for (const e of nodesIn(expression)) {
      if (isSoftmax(e)) refuseRow(checked, e, shapes);
      else if (e.kind === "binary" && e.operator === "power")
        refuseInverse(checked, e, shapes.ofExpression.get(e.left)!);
    }
}

function refuseRow({ source }: CheckedEquations, e: Call, { ofExpression }: InferredShapes): void {
  const argument = e.arguments[0]!;
  const { rows, columns } = ofExpression.get(argument)!;
  if (rows > 1 || columns === 1) return;
  const upright = argument.kind === "transpose" ? argument.operand : transposed(argument);
  const text = formatExpression(transposed({ ...e, arguments: [upright] }));
  throw new ShapeError({
    source,
    span: e.span,
    problem: `softmax makes each column sum to 1, but ${formatExpression(argument)} is ${rows}×${columns}, a row: each of its columns is one number, which becomes 1`,
    hint: `Vectors are columns: write ${text}.`,
    suggestions: [{ text, replaces: e.span }],
  });
}

function refuseInverse({ source }: CheckedEquations, e: Binary, base: Shape): void {
  if (e.symbol !== "^" || base.rows !== base.columns || base.rows === 1 || constantOf(e.right) >= 0) return;
  const text = formatExpression({ ...e, symbol: ".^" });
  throw new ShapeError({
    source,
    span: e.span,
    problem: `a matrix has no inverse here: ^ takes each entry of a ${base.rows}×${base.columns} matrix by itself`,
    hint: `If that is meant, write ${text}. The inverse can stand as a matrix of its own, set to its numbers.`,
    suggestions: [{ text, replaces: e.span }],
  });
}

/** Warnings of each softmax of a single number. */
export function softmaxesOfOne({ statements }: CheckedEquations, { ofExpression }: InferredShapes): Warning[] {
  return statements.flatMap((statement) =>
    nodesIn(statement.expression)
      .filter(isSoftmax)
      .filter((e) => {
        const { rows, columns } = ofExpression.get(e)!;
        return rows === 1 && columns === 1;
      })
      .map((e) => ofOne(statement, e)),
  );
}

function ofOne({ name }: Statement, e: Call): Warning {
  const suggestion = formatExpression({ ...e, function: "sigmoid" });
  return {
    kind: "softmaxOfOne",
    name,
    span: e.span,
    suggestion,
    message: `softmax of one number is 1, whatever the number: nothing is learned through it. For one probability write ${suggestion}, and binaryCrossEntropy in the loss.`,
  };
}

const isSoftmax = (e: Expression): e is Call => e.kind === "call" && e.function === "softmax";
const transposed = (e: Expression): Expression => ({ kind: "transpose", operand: e, span: e.span });
