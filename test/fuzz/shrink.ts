/** Makes a network that fails shorter while it fails: delta debugging on the syntax tree, and on sizes, T and batch. */
import type { Sizes } from "../../src/engine/index.js";
import {
  check,
  childrenOf,
  type Expression,
  inferShapes,
  nodesIn,
  type Shape,
  type TimeIndex,
} from "../../src/engine/language/index.js";
import type { Network } from "./network.js";
import { type Line, textOf } from "./render.js";

/** Beyond so many runs it is left as short as it is. */
const MOST_RUNS = 4000;

/**
 * @param fails whether a network still shows the fault; false for one that the language refuses
 * @returns the shortest network found that fails
 */
export function shrink(network: Network, fails: (network: Network) => boolean): Network {
  let runs = 0;
  const stillFails = (candidate: Network): boolean => runs++ < MOST_RUNS && fails(candidate);
  let best = [allSized(network)].find(stillFails) ?? network;
  for (let next: Network | undefined = best; next; ) {
    best = next;
    next = undefined;
    for (const candidate of simpler(best)) {
      if (!stillFails(candidate)) continue;
      next = candidate;
      break;
    }
  }
  return fewestSizes(best, stillFails);
}

/** Every size written down, so that a statement may go without taking sizes with it. */
function allSized(network: Network): Network {
  return attempt(() => ({ ...network, sizes: shapesToSizes(shapesOf(network).ofName) })) ?? network;
}

const shapesOf = ({ text, sizes }: Network) => inferShapes(check(text), sizes as Record<string, number>);

const shapesToSizes = (shapes: ReadonlyMap<string, Shape>): Sizes =>
  Object.fromEntries(
    [...shapes].map(([name, { rows, columns }]) => [name, columns === 1 ? rows : ([rows, columns] as const)]),
  );

function fewestSizes(network: Network, fails: (network: Network) => boolean): Network {
  let kept = network;
  for (const name of Object.keys(network.sizes).reverse()) {
    const { [name]: _, ...sizes } = kept.sizes;
    const fewer = { ...kept, sizes };
    if (fails(fewer)) kept = fewer;
  }
  return kept;
}

/** Networks that are simpler by one step, the largest steps first. */
function* simpler(network: Network): Generator<Network> {
  yield* simplerRuns(network);
  const lines: Line[] = check(network.text).statements.map(({ name, time, expression }) => ({
    name,
    time,
    expression,
  }));
  for (let i = 0; i < lines.length; i++)
    yield withText(
      network,
      lines.filter((_, k) => k !== i),
    );
  const shapes = attempt(() => shapesOf(network).ofExpression);
  if (!shapes) return;
  for (const [i, line] of lines.entries()) {
    const parsed = check(network.text).statements[i]!.expression;
    for (const expression of simplerExpressions(parsed, shapesOfSame(network, i)))
      yield withText(
        network,
        lines.map((other, k) => (k === i ? { ...line, expression } : other)),
      );
  }
  yield* shorterLengths(network);
}

/** Fewer time steps and sequences, no initial states. */
function* simplerRuns(network: Network): Generator<Network> {
  const { T, B, initial, reduction } = network;
  for (let t = 1; t < T; t++) yield { ...network, T: t };
  if (B !== null) for (const b of [null, 1, 2, 3].filter((b) => b === null || b < B)) yield { ...network, B: b };
  if (reduction === "mean") yield { ...network, reduction: "sum" };
  for (const name of Object.keys(initial)) {
    const { [name]: _, ...fewer } = initial;
    yield { ...network, initial: fewer };
  }
}

/** Every length of one number made smaller wherever it stands. */
function* shorterLengths(network: Network): Generator<Network> {
  const lengths = new Set(Object.values(network.sizes).flatMap((size) => [size].flat() as number[]));
  for (const length of [...lengths].sort((a, b) => b - a)) {
    for (let shorter = 1; shorter < length; shorter++) {
      const shortened = (n: number): number => (n === length ? shorter : n);
      const sizes = Object.entries(network.sizes).map(([name, size]) => [
        name,
        typeof size === "number" ? shortened(size) : size.map(shortened),
      ]);
      yield { ...network, sizes: Object.fromEntries(sizes) as Sizes };
    }
  }
}

/** The shapes of the expressions of a statement, as a fresh reading of the text has them. */
function shapesOfSame(network: Network, index: number): (e: Expression) => Shape {
  const checked = check(network.text);
  const { ofExpression } = inferShapes(checked, network.sizes as Record<string, number>);
  const fresh = nodesIn(checked.statements[index]!.expression);
  const byPlace = new Map(fresh.map((e) => [placeOf(e), ofExpression.get(e)!]));
  return (e) => byPlace.get(placeOf(e))!;
}

const placeOf = ({ span, kind }: Expression): string => `${span.start} ${span.end} ${kind}`;

/** The expression with one of its parts replaced by something simpler of the same shape. */
function* simplerExpressions(e: Expression, shapeOf: (e: Expression) => Shape): Generator<Expression> {
  const { rows, columns } = shapeOf(e);
  const isSame = (other: Expression): boolean => shapeOf(other).rows === rows && shapeOf(other).columns === columns;
  yield* nodesIn(e)
    .slice(1)
    .filter((part) => isPart(part) && isSame(part));
  if (rows === 1 && columns === 1 && e.kind !== "number") yield { kind: "number", value: 1, span: e.span };
  if (e.kind === "name" && e.time) for (const time of simplerTimes(e.time)) yield { ...e, time };
  if (e.kind === "binary" && !["", "+", "-", ".*", "/", ".^"].includes(e.symbol))
    yield { ...e, symbol: SIMPLEST[e.operator] };
  for (const [i, child] of childrenOf(e).entries()) {
    if (e.kind === "binary" && e.operator === "power" && i === 1) continue;
    for (const part of simplerExpressions(child, shapeOf)) yield withChild(e, i, part);
  }
}

const SIMPLEST = { product: "", add: "+", subtract: "-", times: ".*", divide: "/", power: ".^" } as const;
/** An exponent's own parts are no quantities. */
const isPart = (e: Expression): boolean => e.kind !== "number" || e.span.end > e.span.start;

function* simplerTimes({ base, offset }: TimeIndex): Generator<TimeIndex> {
  if (offset !== 0) yield { base, offset: 0 };
  if (Math.abs(offset) > 1) yield { base, offset: Math.sign(offset) };
  if (base === "T") yield { base: "t", offset: 0 };
}

function withChild(e: Expression, index: number, child: Expression): Expression {
  switch (e.kind) {
    case "negate":
    case "transpose":
      return { ...e, operand: child };
    case "binary":
      return index === 0 ? { ...e, left: child } : { ...e, right: child };
    case "call":
      return { ...e, arguments: e.arguments.map((argument, i) => (i === index ? child : argument)) };
    case "number":
    case "name":
      return e;
  }
}

/** Sizes and initial states of names that are gone go too. */
function withText(network: Network, lines: readonly Line[]): Network {
  const text = textOf(lines);
  const checked = attempt(() => check(text));
  if (!checked) return { ...network, text };
  const names = new Set([...checked.inputs, ...checked.parameters, ...checked.statements].map(({ name }) => name));
  const states = new Set(checked.states.map(({ name }) => name));
  const kept = <Value>(record: Readonly<Record<string, Value>>, known: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => known.has(name)));
  return { ...network, text, sizes: kept(network.sizes, names), initial: kept(network.initial, states) };
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
