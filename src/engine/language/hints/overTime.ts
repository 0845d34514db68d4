import { EquationError, type Suggestion } from "../../errors.js";
import type { Expression, Span, Statement } from "../ast.js";
import { binary } from "../binary.js";
import { formatExpression } from "../format.js";
import { LOSS_NAME, lossesOf } from "../losses.js";
import { mapped } from "../mapped.js";
import { type NameNode, namesIn, nodesIn } from "../reads.js";
import { offsetText } from "../timeIndex.js";
import { replaced } from "./replaced.js";

type Call = Extract<Expression, { kind: "call" }>;

/** A statement without time that reads a value of each time step. */
interface TimelessRead {
  readonly source: string;
  readonly statements: readonly Statement[];
  readonly reader: Statement;
  readonly node: NameNode;
}

/** The mean over time instead of the sum, where it is asked for. */
const MEAN_OPTION = '{ reduction: "mean" }';

/** The error of a statement without time that reads `name[t]`. Often a sum over time is meant: of the losses, or another. */
export function timelessReadError(read: TimelessRead): EquationError {
  const total = outermostTotal(read);
  if (total && isLossOfEachStep(read, total)) return lossesAddUp(read, total);
  if (lossesOf(read.statements).includes(read.reader.name)) return lossOfEachStep(read, total);
  if (total) return runningTotal(read, total);
  const { reader, node } = read;
  const atEach = { text: `${reader.name}[t]`, replaces: reader.nameSpan };
  const end = { ...node, time: { base: "T" as const, offset: Math.min(0, node.time!.offset) } };
  const atEnd = replaced(reader.expression, node, end);
  return error(read, node.span, problemOf(read), `Write ${atEach.text} = …, or read ${atEnd.text}.`, [atEach, atEnd]);
}

function error(
  { source }: TimelessRead,
  span: Span,
  problem: string,
  hint: string,
  suggestions: readonly Suggestion[],
): EquationError {
  return new EquationError({ source, span, problem, hint, suggestions });
}

const problemOf = ({ reader, node }: TimelessRead): string =>
  `${reader.name} has no time index but reads ${node.name}[t${offsetText(node.time!.offset)}]`;

/** The outermost `sum(…)` or `mean(…)` that the value is read in. */
function outermostTotal({ reader, node }: TimelessRead): Call | undefined {
  const calls = nodesIn(reader.expression).filter((e) => e.kind === "call");
  return calls.find((e) => ["sum", "mean"].includes(e.function) && nodesIn(e).includes(node));
}

/** `sum(E[t])` of what is a loss, were it not read here. */
function isLossOfEachStep({ statements, reader }: TimelessRead, { arguments: [argument] }: Call): boolean {
  const others = statements.filter((s) => s !== reader);
  return argument?.kind === "name" && argument.time?.offset === 0 && lossesOf(others).includes(argument.name);
}

/** The losses of all time steps add up by themselves; what is added to them is a loss of its own. */
function lossesAddUp(read: TimelessRead, total: Call): EquationError {
  const loss = formatExpression(total.arguments[0]!);
  const problem = `the losses ${loss} of all time steps add up by themselves`;
  if (total.function === "mean")
    return error(
      read,
      total.span,
      problem,
      `Leave this out; for their mean give ${MEAN_OPTION} to backward and train.`,
      [],
    );
  if (read.reader.expression === total) return error(read, total.span, problem, "Leave this line out.", leftOut(read));
  const rest = without(read.reader.expression, total);
  if (!rest) return error(read, total.span, problem, "What counts once is a line of its own, without them.", []);
  const text = `${penaltyName(read)} = ${formatExpression(rest)}`;
  const factors = learnedFactors(read, rest);
  if (factors.length === 0)
    return error(read, total.span, problem, `What counts once is a line of its own: ${text}.`, [
      { text, replaces: read.reader.span },
    ]);
  const numbers = `${factors.join(" and ")} would be learned: a number stands there.`;
  return error(read, total.span, problem, `What counts once is a line of its own: ${text}. But ${numbers}`, []);
}

function leftOut({ reader, statements }: TimelessRead): Suggestion[] {
  const isRead = statements.some((s) => namesIn(s.expression).some(({ name }) => name === reader.name));
  return isRead ? [] : [{ text: "", replaces: reader.span }];
}

/** A sum without one of its summands; undefined where it is none, or a scaled one. */
function without(e: Expression, summand: Expression): Expression | undefined {
  if (e.kind !== "binary" || e.operator !== "add") return undefined;
  if (e.left === summand) return e.right;
  if (e.right === summand) return e.left;
  const left = without(e.left, summand);
  if (left) return { ...e, left };
  const right = without(e.right, summand);
  return right && { ...e, right };
}

/** A name that makes it a loss. */
function penaltyName({ reader, statements }: TimelessRead): string {
  if (LOSS_NAME.test(reader.name)) return reader.name;
  return freeName(`E_${reader.name}`, statements);
}

/** Names in small or Greek letters that stand nowhere else: coefficients, which nobody means to be learned. */
function learnedFactors({ reader, statements }: TimelessRead, rest: Expression): string[] {
  const elsewhere = new Set(
    statements.flatMap((s) => [s.name, ...(s === reader ? [] : namesIn(s.expression).map(({ name }) => name))]),
  );
  const names = namesIn(rest).map(({ name }) => name);
  return [...new Set(names)].filter((name) => !elsewhere.has(name) && /^\p{Ll}/u.test(name));
}

/** `L = crossEntropy(target[t], y[t])`: the loss of one step, which needs its index. */
function lossOfEachStep(read: TimelessRead, total: Call | undefined): EquationError {
  const { reader, node } = read;
  const text = `${reader.name}[t]`;
  const isMean = total?.function === "mean";
  const mean = isMean ? `, their mean with ${MEAN_OPTION} in backward and train` : "";
  const hint = `Write ${text} = …, the loss of one time step: their sum over time is minimised${mean}.`;
  return error(read, node.span, problemOf(read), hint, isMean ? [] : [{ text, replaces: reader.nameSpan }]);
}

/** A sum over time runs along with it; so does the number of steps. */
function runningTotal(read: TimelessRead, total: Call): EquationError {
  const { reader, statements } = read;
  const { span } = total;
  const [sum, steps] = [`${reader.name}_sum`, `${reader.name}_steps`].map((name) => freeName(name, statements));
  const at = (name: string, base: "t" | "T", offset: number): Expression => ({
    kind: "name",
    name,
    time: { base, offset },
    span,
  });
  const grown = (name: string, by: Expression): string =>
    `${name}[t] = ${formatExpression(binary("add", "+", at(name, "t", -1), by))}`;
  const isMean = total.function === "mean";
  const atEnd = isMean ? binary("divide", "/", at(sum!, "T", 0), at(steps!, "T", 0)) : at(sum!, "T", 0);
  const text = [
    grown(sum!, total.arguments[0]!),
    ...(isMean ? [grown(steps!, { kind: "number", value: 1, span })] : []),
    `${reader.name} = ${formatExpression(mapped(reader.expression, (e) => (e === total ? atEnd : undefined)))}`,
  ].join("\n");
  const problem = `${total.function}(…) runs over the rows of one time step, not over time`;
  const suggestion = { text, replaces: reader.span };
  return error(read, span, problem, `A ${total.function} over time is found on the way:\n${text}`, [suggestion]);
}

function freeName(wanted: string, statements: readonly Statement[]): string {
  const taken = new Set(statements.flatMap((s) => [s.name, ...namesIn(s.expression).map(({ name }) => name)]));
  return taken.has(wanted) ? freeName(`${wanted}1`, statements) : wanted;
}
