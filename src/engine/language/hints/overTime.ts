import { EquationError, type Suggestion } from "../../errors.js";
import type { Expression, Statement } from "../ast.js";
import { formatExpression } from "../format.js";
import { lossesOf } from "../losses.js";
import { type NameNode, namesIn, nodesIn } from "../reads.js";
import { offsetText } from "../timeIndex.js";

type Call = Extract<Expression, { kind: "call" }>;

/** A statement without time that reads a value of each time step. */
interface TimelessRead {
  readonly source: string;
  readonly statements: readonly Statement[];
  readonly reader: Statement;
  readonly node: NameNode;
}

const MEAN = 'for their mean give { reduction: "mean" } to backward and train';

/** The error of a statement without time that reads `name[t]`. Often a sum over time is meant: of the losses, or another. */
export function timelessReadError(read: TimelessRead): EquationError {
  const { source, statements, reader, node } = read;
  const { name, expression, nameSpan } = reader;
  const total = outermostTotal(read);
  if (total && isLossOfEachStep(read, total)) return lossesAddUp(read, total);
  const error = (hint: string, suggestions: readonly Suggestion[] = []): EquationError => {
    const problem = `${name} has no time index but reads ${node.name}[t${offsetText(node.time!.offset)}]`;
    return new EquationError({ source, span: node.span, problem, hint, suggestions });
  };
  const atEach = { text: `${name}[t]`, replaces: nameSpan };
  const isMean = total?.function === "mean";
  if (lossesOf(statements).includes(name)) {
    const hint = `Write ${atEach.text} = …, the loss of one time step: their sum over time is minimised; ${MEAN}.`;
    return error(hint, isMean ? [] : [atEach]);
  }
  if (total) return error(runningTotal(total, expression === total ? name : "total"));
  const end = `${node.name}[T${offsetText(Math.min(0, node.time!.offset))}]`;
  return error(`Write ${atEach.text} = …, or read ${end}.`, [atEach, { text: end, replaces: node.span }]);
}

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
function lossesAddUp({ source, statements, reader }: TimelessRead, total: Call): EquationError {
  const isRead = statements.some((s) => namesIn(s.expression).some(({ name }) => name === reader.name));
  const isAlone = reader.expression === total;
  const isSum = total.function === "sum";
  const instead = isSum ? "" : `; ${MEAN}`;
  return new EquationError({
    source,
    span: total.span,
    problem: `the losses ${formatExpression(total.arguments[0]!)} of all time steps add up by themselves`,
    hint: isAlone ? `Leave this line out${instead}.` : `Leave them out${instead}. ${PENALTY}`,
    suggestions: isAlone && isSum && !isRead ? [{ text: "", replaces: reader.span }] : [],
  });
}

const PENALTY = "What counts once is a line of its own, with a number as its factor: E_w = 0.01 * sum(W .^ 2).";

/** A sum over time runs along with it; so does the number of steps. */
function runningTotal({ function: name, arguments: [argument] }: Call, as: string): string {
  const rows = `${name}(…) runs over the rows of one time step. A ${name} over time is found on the way: `;
  const sum = `${as}_sum[t] = ${as}_sum[t-1] + ${formatExpression(argument!)}`;
  return name === "sum"
    ? `${rows}${sum}, read at its end as ${as}_sum[T].`
    : `${rows}${sum} and ${as}_steps[t] = ${as}_steps[t-1] + 1, read at their end as ${as}_sum[T] / ${as}_steps[T].`;
}
