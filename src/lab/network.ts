import {
  type CheckedEquations,
  type Expression,
  isLossFunction,
  type Model,
  type NetworkDefinition,
  namesIn,
  roleOf,
  type Statement,
  targetsOf,
  texOf,
  texOfName,
  type Warning,
} from "../engine/index.js";
import type { Network, NetworkStatement, NetworkWarning, TexPart } from "../trace/index.js";

type Read = NetworkStatement["reads"][number];

/** Unknown until `build` gives sizes; the payload writes 0. */
const UNKNOWN: Size = { rows: 0, columns: 0 };

/** Describes a network for the panels: its statements typeset, what reads what, and its sizes where it is built. */
export function describeNetwork(definition: NetworkDefinition, model?: Model): Network {
  const { checked } = definition;
  const parameters = (model?.places ?? checked.parameters).map(({ name }) => ({
    name,
    tex: texOfParameter(name),
    ...sizeOf(name, model),
  }));
  const warnings = (model ?? definition).warnings.map(describeWarning);
  return {
    statements: checked.statements.map((s) => describeStatement(s, checked)),
    sequences: describeSequences(checked, model),
    parameters,
    parameterCount: model?.parameterCount ?? 0,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function describeWarning({ kind, name, span, suggestion }: Warning): NetworkWarning {
  return { kind, name, line: span?.line ?? null, ...(suggestion ? { suggestion } : {}) };
}

type Size = Pick<Network["parameters"][number], "rows" | "columns" | "origin">;

/** A learned initial state has the size of its state. */
function sizeOf(name: string, model: Model | undefined): Size {
  if (!model) return UNKNOWN;
  const state = name.replace(/\[0\]$/, "");
  const { ofName, origins } = model.shapes;
  const origin = origins.get(state)!;
  return {
    ...ofName.get(state)!,
    origin: origin.kind === "given" ? "given" : { line: origin.line, from: [...origin.from] },
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

function describeSequences(checked: CheckedEquations, model: Model | undefined): Network["sequences"] {
  const targets = targetsOf(checked);
  const inputs = checked.inputs.map(({ name, time }) => ({
    name,
    time,
    role: targets.has(name) ? ("target" as const) : ("input" as const),
  }));
  const assigned = checked.statements.map((s) => ({ name: s.name, time: s.time, role: roleOf(s, checked) }));
  return [...inputs, ...assigned].map((s) => ({ ...s, tex: texOfName(s.name), ...sizeOf(s.name, model) }));
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
