import type { CheckedEquations, Span, Statement } from "./ast.js";
import { formulaOf } from "./functionFormulas.js";
import { namesIn } from "./reads.js";
import { scalarTest } from "./scalars.js";

/** What is legal, and probably not what was meant. */
export interface Warning {
  /**
   * `unreadStatement`: it is no loss, and no loss depends on it. `unknownFunction`: a name before a bracket, which
   * `build` refuses without a size. `unreadKey`: a batch gives it, and the equations do not read it. `backendsDiffer`: the
   * network's check of itself failed, a fault of Unroll's. `softmaxOfOne`: of a built network, softmax of a single number.
   */
  readonly kind: "unreadStatement" | "unknownFunction" | "unreadKey" | "backendsDiffer" | "softmaxOfOne";
  /** What it is about; of backends, where they differ. */
  readonly name: string;
  /** In English: what was found, and what to write. */
  readonly message: string;
  /** What to write instead, in the equation language; null where that depends on what was meant. */
  readonly suggestion: string | null;
  /** Where it stands in the equations; null for a key of a batch. */
  readonly span: Span | null;
}

/** The warnings of a text whose names have been checked. */
export function warningsOf(checked: CheckedEquations): Warning[] {
  const functions = checked.supposedFunctions.map(
    ({ name, span, hint }): Warning => ({
      kind: "unknownFunction",
      name,
      span,
      suggestion: formulaOf(name) ?? null,
      message: `there is no function ${name}: build refuses it, unless it is given a size. ${hint.replaceAll("\n", " ")}`,
    }),
  );
  return [...unreadStatements(checked).map((s) => unreadWarning(checked, s)), ...functions];
}

function unreadWarning(checked: CheckedEquations, statement: Statement): Warning {
  const { name, time, nameSpan, expression, text } = statement;
  const index = time === "none" ? "" : `[${time}]`;
  const isNumber = scalarTest(checked, {})(expression);
  const suggestion = isNumber ? `${lossName(checked, name)}${text.slice(name.length)}` : null;
  const hint = suggestion ? ` To add it to the loss, give it a loss's name: ${suggestion}` : "";
  return {
    kind: "unreadStatement",
    name,
    span: nameSpan,
    suggestion,
    message: `${name}${index} is no loss, and no loss depends on it: it changes nothing.${hint}`,
  };
}

/** A name that a loss may have, and that is free. */
function lossName({ statements }: CheckedEquations, name: string): string {
  const taken = new Set(statements.map((s) => s.name));
  return (
    ["E", "L", "J", "loss"].map((loss) => `${loss}_${name}`).find((loss) => !taken.has(loss)) ?? `E_${name}_${name}`
  );
}

/**
 * The last of the statements that act on no loss: those that no other reads, and of those that read each other in a circle one.
 * Without a loss, they are what the network is for.
 */
function unreadStatements({ statements, losses }: CheckedEquations): Statement[] {
  if (losses.length === 0) return [];
  const byName = new Map(statements.map((s) => [s.name, s]));
  const covered = neededBy(losses, byName);
  const idle = statements.filter(({ name }) => !covered.has(name));
  const read = new Set(idle.flatMap((s) => namesOf(s).filter((name) => name !== s.name)));
  const found: Statement[] = [];
  const add = (statement: Statement): void => {
    found.push(statement);
    for (const name of neededBy([statement.name], byName)) covered.add(name);
  };
  for (const statement of idle) if (!read.has(statement.name)) add(statement);
  for (const statement of idle.toReversed()) if (!covered.has(statement.name)) add(statement);
  return found;
}

/** These names, and all that they are computed from. */
function neededBy(names: readonly string[], byName: ReadonlyMap<string, Statement>): Set<string> {
  const needed = new Set(names);
  // a set's iteration meets what is added on the way
  for (const name of needed) for (const read of namesOf(byName.get(name))) needed.add(read);
  return needed;
}

const namesOf = (statement: Statement | undefined): string[] =>
  statement ? namesIn(statement.expression).map(({ name }) => name) : [];
