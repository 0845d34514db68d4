import {
  type CheckedEquations,
  childrenOf,
  type Expression,
  isLossFunction,
  type Model,
  type NetworkDefinition,
  namesIn,
  type Shape,
  type Statement,
  texOf,
  texOfName,
} from "../engine/index.js";
import type { Network, NetworkStatement, TexPart } from "../trace/index.js";

type Read = NetworkStatement["reads"][number];
type Role = NetworkStatement["role"];

/** Unknown until `build` gives sizes; the payload writes 0. */
const UNKNOWN: Shape = { rows: 0, columns: 0 };

/** Describes a network for the panels: its statements typeset, what reads what, and its sizes where it is built. */
export function describeNetwork(definition: NetworkDefinition, model?: Model): Network {
  const { checked } = definition;
  const shapeOf = (name: string): Shape => model?.shapes.ofName.get(name) ?? UNKNOWN;
  const parameters = (model?.places ?? checked.parameters.map(({ name }) => ({ name, shape: UNKNOWN }))).map(
    ({ name, shape }) => ({
      name,
      tex: texOfParameter(name),
      ...shape,
    }),
  );
  return {
    statements: checked.statements.map((s) => describeStatement(s, checked)),
    sequences: describeSequences(checked, shapeOf),
    parameters,
    parameterCount: model?.parameterCount ?? 0,
  };
}

/** A learned initial state is called `s[0]`. */
function texOfParameter(name: string): string {
  return name.endsWith("[0]") ? `${texOfName(name.slice(0, -3))}_{0}` : texOfName(name);
}

function describeStatement(statement: Statement, checked: CheckedEquations): NetworkStatement {
  const isParameter = (name: string): boolean => checked.parameters.some((p) => p.name === name);
  const reads = readsThrough(statement.expression, isParameter);
  return {
    name: statement.name,
    text: statement.text,
    line: statement.span.line,
    time: statement.time,
    role: roleOf(statement, checked),
    tex: texOf(statement) as TexPart[],
    reads,
    parameters: [...new Set(namesIn(statement.expression).map(({ name }) => name))].filter(isParameter),
  };
}

function roleOf({ name, time }: Statement, checked: CheckedEquations): Role {
  if (checked.losses.includes(name)) return "loss";
  if (checked.states.some((s) => s.name === name)) return "state";
  if (time === "none" && !checked.timeless) return "derived";
  const isPredicted = checked.statements.some(
    (s) => checked.losses.includes(s.name) && namesIn(s.expression).some((r) => r.name === name),
  );
  return isPredicted ? "output" : "hidden";
}

/** What an expression reads of sequences, and the parameters that multiply each on the way. */
function readsThrough(
  expression: Expression,
  isParameter: (name: string) => boolean,
  through: readonly string[] = [],
): Read[] {
  const go = (e: Expression, more: readonly string[] = []): Read[] =>
    readsThrough(e, isParameter, [...through, ...more]);
  switch (expression.kind) {
    case "number":
      return [];
    case "name":
      if (isParameter(expression.name)) return [];
      return [
        {
          name: expression.name,
          base: expression.time?.base ?? null,
          offset: expression.time?.offset ?? 0,
          through: [...through],
        },
      ];
    case "negate":
    case "transpose":
      return go(expression.operand);
    case "call":
      return merged(expression.arguments.flatMap((argument) => go(argument)));
    case "binary": {
      const factors = (e: Expression): string[] =>
        namesIn(e)
          .map(({ name }) => name)
          .filter(isParameter);
      if (expression.operator !== "product") return merged([...go(expression.left), ...go(expression.right)]);
      return merged([
        ...go(expression.left, factors(expression.right)),
        ...go(expression.right, factors(expression.left)),
      ]);
    }
  }
}

/** The same read twice (`s[t] .* s[t]`) is one arrow. */
function merged(reads: readonly Read[]): Read[] {
  const byKey = new Map<string, Read>();
  for (const read of reads) {
    const key = `${read.name}${read.base}${read.offset}`;
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, through: [...new Set([...known.through, ...read.through])] } : read);
  }
  return [...byKey.values()];
}

function describeSequences(checked: CheckedEquations, shapeOf: (name: string) => Shape): Network["sequences"] {
  const targets = targetsOf(checked);
  const inputs = checked.inputs.map(({ name, time }) => ({
    name,
    time,
    role: targets.has(name) ? ("target" as const) : ("input" as const),
  }));
  const assigned = checked.statements.map((s) => ({ name: s.name, time: s.time, role: roleOf(s, checked) }));
  return [...inputs, ...assigned].map((s) => ({ ...s, tex: texOfName(s.name), ...shapeOf(s.name) }));
}

/** Inputs that are only ever compared with: the first argument of a loss. */
function targetsOf(checked: CheckedEquations): ReadonlySet<string> {
  const inLosses = checked.statements.flatMap(({ expression }) => lossTargets(expression));
  const elsewhere = new Set(checked.statements.flatMap(({ expression }) => readsOutsideTargets(expression)));
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

/** The sequence that a loss compares with its target, when it is one whole name: the output that can be decoded. */
export function predictedSequence(checked: CheckedEquations): string | undefined {
  for (const { name, expression } of checked.statements) {
    if (!checked.losses.includes(name) || expression.kind !== "call" || !isLossFunction(expression.function)) continue;
    const prediction = expression.arguments[1]!;
    if (prediction.kind === "name") return prediction.name;
  }
  return undefined;
}
