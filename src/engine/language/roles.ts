import { isLossFunction } from "../functions/index.js";
import type { CheckedEquations, Expression, Statement } from "./ast.js";
import { actedOn, childrenOf, namesIn } from "./reads.js";

/**
 * What a name is to a network. Given by the task: `input`, and `target` where only losses compare with it. Learned:
 * `parameter`. Computed: a `state` is read at other time steps, an `output` by a loss, a `loss` is minimised, what is
 * `derived` is made of parameters alone, all else is `hidden`.
 */
export type Role = "input" | "target" | "parameter" | "state" | "hidden" | "output" | "loss" | "derived";

/** The role of what a statement assigns. */
export function roleOf(
  { name, time }: Statement,
  checked: CheckedEquations,
): Exclude<Role, "input" | "target" | "parameter"> {
  if (checked.losses.includes(name)) return "loss";
  if (checked.states.some((s) => s.name === name)) return "state";
  if (time === "none" && !checked.timeless && !movesInTime(name, checked)) return "derived";
  const isPredicted = checked.statements.some(
    (s) => checked.losses.includes(s.name) && namesIn(s.expression).some((r) => r.name === name),
  );
  return isPredicted ? "output" : "hidden";
}

/** What reads a sequence, `y = V s[T]`, is made of more than parameters. */
function movesInTime(name: string, { statements, inputs }: CheckedEquations): boolean {
  const sequences = statements.filter(({ time }) => time !== "none");
  return actedOn(
    statements,
    [...inputs, ...sequences].map((moving) => moving.name),
  ).has(name);
}

/** Inputs that are only ever compared with: the first argument of a loss. */
export function targetsOf({ statements }: CheckedEquations): ReadonlySet<string> {
  const inLosses = statements.flatMap(({ expression }) => lossTargets(expression));
  const elsewhere = new Set(statements.flatMap(({ expression }) => readsOutsideTargets(expression)));
  return new Set(inLosses.filter((name) => !elsewhere.has(name)));
}

function lossTargets(expression: Expression): string[] {
  const children = childrenOf(expression).flatMap(lossTargets);
  if (expression.kind !== "call" || !isLossFunction(expression.function)) return children;
  return [...namesIn(expression.arguments[0]!).map(({ name }) => name), ...children];
}

function readsOutsideTargets(expression: Expression): string[] {
  if (expression.kind === "name") return [expression.name];
  const isLoss = expression.kind === "call" && isLossFunction(expression.function);
  return (isLoss ? childrenOf(expression).slice(1) : childrenOf(expression)).flatMap(readsOutsideTargets);
}
