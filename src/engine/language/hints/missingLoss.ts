import { EquationError } from "../../errors.js";
import type { CheckedEquations, Expression, Statement } from "../ast.js";
import { namesIn } from "../reads.js";

/** What people call a loss; the language knows E, L, J and loss. */
const LOSS_WORD = /cost|err|risk|obj|loss|mse|rmse|nll|bce|penalty|energy|^(?:total|c|ce|𝓒|𝒥|𝐿)$/iu;
/** What people call a target. */
const TARGET_WORD = /^(?:targets?|labels?|truth|goals?|desired|expected|y_?true|y_?hat_?true|d|τ)$/iu;

/** The error of training a network that has no loss. */
export function missingLoss({ source, statements }: CheckedEquations): EquationError {
  const read = new Set(statements.flatMap(({ expression }) => namesIn(expression).map(({ name }) => name)));
  const meant = statements.findLast((s) => !read.has(s.name) && isLossLike(s));
  const problem = "no statement is a loss, so there is nothing to differentiate";
  if (!meant) return new EquationError({ source, span: statements.at(-1)!.span, problem, hint: lossToAdd(statements) });
  const text = freeLossName(meant, read, statements);
  return new EquationError({
    source,
    span: meant.nameSpan,
    problem,
    hint: `A loss calls a loss function, or is called E, L, J or loss, perhaps with digits or a subscript: if ${meant.name} is the loss, call it ${text}.`,
    suggestions: [{ text, replaces: meant.nameSpan }],
  });
}

/** Called like a loss, one number at the end of a sum or mean, or compared with what is called a target. */
function isLossLike({ name, expression }: Statement): boolean {
  return LOSS_WORD.test(name) || isTotal(expression) || namesIn(expression).some((n) => TARGET_WORD.test(n.name));
}

function isTotal(e: Expression): boolean {
  if (e.kind === "call") return e.function === "sum" || e.function === "mean";
  if (e.kind === "negate") return isTotal(e.operand);
  return e.kind === "binary" && e.operator !== "power" && (isTotal(e.left) || isTotal(e.right));
}

function freeLossName(meant: Statement, read: ReadonlySet<string>, statements: readonly Statement[]): string {
  const taken = new Set([...read, ...statements.map(({ name }) => name)]);
  return ["E", "L", "J", "loss", `E_${meant.name}`].find((name) => !taken.has(name)) ?? `E_${meant.name}1`;
}

/** The loss that fits what is computed last. */
function lossToAdd(statements: readonly Statement[]): string {
  const { name, time, expression } = statements.at(-1)!;
  const index = time === "none" ? "" : `[${time}]`;
  const last = expression.kind === "call" ? expression.function : undefined;
  const loss = last === "softmax" ? "crossEntropy" : last === "sigmoid" ? "binaryCrossEntropy" : "squaredError";
  return `Add one after this line, e.g. E${index} = ${loss}(target${index}, ${name}${index})`;
}
