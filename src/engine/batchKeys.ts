import { DataError } from "./errors.js";
import type { InputSpec } from "./inputSpec.js";
import {
  type CheckedEquations,
  formatExpression,
  gluedHint,
  isLossFunction,
  nearestName,
  nodesIn,
  type Warning,
} from "./language/index.js";

/** The key that gives the number of time steps where no sequence tells it. */
const STEPS = "T";

type Given = Readonly<Record<string, unknown>>;

/**
 * The keys of a batch that the equations do not read.
 * @throws DataError for the name of a parameter: who gives it means an input
 */
export function unreadKeys(batch: Given, checked: CheckedEquations): string[] {
  const inputs = new Set(checked.inputs.map(({ name }) => name));
  const unread = Object.keys(batch).filter((key) => key !== STEPS && !inputs.has(key));
  const learned = checked.parameters.find(({ name }) => unread.includes(name));
  if (learned)
    throw new DataError(
      `the batch gives ${learned.name}, but on line ${learned.span.line} of the equations ${learned.name} has no index, so it is a parameter, which is learned. ${asInput(learned.name, checked)}`,
    );
  return unread;
}

function asInput(name: string, { timeless, statements }: CheckedEquations): string {
  if (!timeless) return `Write ${name}[T] for one value for the whole sequence, ${name}[t] for one at each time step.`;
  const losses = statements
    .flatMap(({ expression }) => nodesIn(expression))
    .flatMap((e) => (e.kind === "call" && isLossFunction(e.function) ? [e] : []));
  const swapped = losses.find(({ arguments: [, second] }) => second?.kind === "name" && second.name === name);
  if (swapped)
    return `The target stands first: write ${swapped.function}(${name}, ${formatExpression(swapped.arguments[0]!)}).`;
  return `Without time, an input stands behind the matrix that multiplies it, as in W ${name}. Else write ${name}[t], and [t] behind what is computed from it.`;
}

/** The warning of a key that the equations do not read. */
export function unreadKey(key: string, { inputs, statements }: CheckedEquations): Warning {
  const isComputed = statements.some(({ name }) => name === key);
  const reads = inputs.map(({ name }) => name).join(", ") || "no input";
  const message = isComputed
    ? `the batch gives ${key}, which the equations compute: what is given is not read`
    : `the batch gives ${key}, which the equations do not read: they read ${reads}`;
  return { kind: "unreadKey", name: key, span: null, suggestion: null, message };
}

/** The error of an input that the batch does not give. */
export function missingKey({ name, time }: InputSpec, batch: Given, specs: readonly InputSpec[]): DataError {
  const [keys, inputs] = [Object.keys(batch), specs.map((spec) => spec.name)];
  const nearest = nearestName(
    name,
    keys.filter((key) => !inputs.includes(key)),
  );
  const glued = keys.map((key) => gluedHint(name, key)).find(Boolean);
  const hint = glued
    ? `. ${glued}`
    : nearest
      ? `. Should ${nearest} be called ${name}?`
      : time === "none"
        ? `. Is ${name} learned, write the inputs with [t]: what has no index is then a parameter`
        : "";
  return new DataError(
    `the batch has no ${name}: the equations read ${inputs.join(", ")}, the batch gives ${keys.join(", ") || "nothing"}${hint}`,
  );
}
