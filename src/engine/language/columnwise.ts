/** What acts on each entry or each column, where another thing is meant: softmax of a row, and powers of a matrix. */
import { ShapeError } from "../errors.js";
import type { CheckedEquations, Expression, InferredShapes, Shape, Statement } from "./ast.js";
import { binary } from "./binary.js";
import { constantOf } from "./constantOf.js";
import { formatExpression } from "./format.js";
import { replaced } from "./hints/replaced.js";
import { nodesIn, withParts } from "./reads.js";
import type { Warning } from "./warnings.js";

type Call = Extract<Expression, { kind: "call" }>;
type Binary = Extract<Expression, { kind: "binary" }>;

/**
 * Refuses softmax of a row, which would be 1 in every entry, and `^` of a matrix, which is neither its power nor its inverse.
 * @throws ShapeError at the first one
 */
export function refuseColumnwise(checked: CheckedEquations, shapes: InferredShapes): void {
  for (const { expression } of checked.statements)
    for (const e of nodesIn(expression)) {
      if (isSoftmax(e)) refuseRow(checked, e, shapes);
      else if (e.kind === "binary" && e.operator === "power")
        refusePower(checked, expression, e, shapes.ofExpression.get(e.left)!);
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

function refusePower({ source }: CheckedEquations, root: Expression, e: Binary, { rows, columns }: Shape): void {
  if (e.symbol !== "^" || rows === 1 || columns === 1) return;
  const entries = replaced(root, e, byEntries(e));
  const exponent = constantOf(e.right);
  const square = exponent === 2 && rows === columns && replaced(root, e, binary("product", "", e.left, e.left));
  const matrix =
    exponent < 0
      ? " The inverse can stand as a matrix of its own, set to its numbers."
      : square
        ? ` The matrix product is written ${square.text}.`
        : "";
  throw new ShapeError({
    source,
    span: e.span,
    problem: `a matrix has no power here, and no inverse: ^ would take each entry of a ${rows}×${columns} matrix by itself`,
    hint: `If that is meant, write ${entries.text}.${matrix}`,
    suggestions: square ? [entries, square] : [entries],
  });
}

/** With each power in it element by element. */
function byEntries(e: Expression): Expression {
  const parts = withParts(e, byEntries);
  return parts.kind === "binary" && parts.operator === "power" ? { ...parts, symbol: ".^" } : parts;
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
