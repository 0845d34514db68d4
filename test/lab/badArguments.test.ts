/** No number that means nothing is taken silently: every option and argument, with values that it must refuse. */
import { describe, expect, it } from "vitest";
import { DataError, EquationError, OptionError, singularValues, spectralRadius } from "../../src/engine/index.js";
import { shown } from "../../src/engine/shown.js";
import {
  adagrad,
  adam,
  backward,
  cells,
  gradientCheck,
  init,
  momentum,
  paths,
  Random,
  rmsprop,
  rnn,
  sampleText,
  setThreadHost,
  sgd,
  Tensor,
  tasks,
  train,
} from "../../src/lab/library.js";

const lyric = tasks.text("想要有直升机");
const sizes = { x: 6, s: 4, y: 6 };
const model = cells.elman.build(sizes);
const trace = backward(model, lyric);
const batch = lyric.batch();
const run = await train(cells.elman.build(sizes), lyric, { steps: 3, live: false });

const NO_NUMBERS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  "2",
  2n,
  true,
  [2],
  {},
  () => 2,
  Symbol("2"),
];
/** None is a whole number of at least 1 that anything can hold. */
const WHOLE = [...NO_NUMBERS, 0, -1, 1.5, 1e300];
/** For numbers of things that are made at once. */
const FEW = [...WHOLE, 1e9];
const FROM_ZERO = [...NO_NUMBERS, -1, 1.5, 1e300];
const POSITIVE = [...NO_NUMBERS, 0, -1];
const SHARE = [...NO_NUMBERS, -0.1, 1, 2];
const SEED = [...NO_NUMBERS, 0.5, 1e300];
const TIME = [...NO_NUMBERS, -1, 6, 1.5, 1e9];
const BOOLEAN = [0, 1, "false", Number.NaN, []];
const REDUCTION = ["avg", "SUM", 1, true, ["sum"]];
const NAMED = [3, "W", [1], true, 1n];

type Values = readonly unknown[];
interface Options {
  /** The function as its errors call it. */
  readonly of: string;
  readonly call: (options: never) => unknown;
  /** Every option that it has. */
  readonly bad: Readonly<Record<string, Values>>;
}

const WITH_OPTIONS: readonly Options[] = [
  {
    of: "build",
    call: (o) => cells.elman.build(sizes, o),
    bad: { seed: SEED, init: NAMED, dtype: ["float16", 64, "Float32", true], initial: NAMED },
  },
  {
    of: "backward",
    call: (o) => backward(model, lyric, o),
    bad: { reduction: REDUCTION, perLoss: BOOLEAN, jacobians: BOOLEAN, batch: FEW, seed: SEED },
  },
  {
    of: "train",
    call: (o) => train(model, lyric, o),
    bad: {
      steps: WHOLE,
      batch: FEW,
      optimizer: [sgd, 0.1, "adam", {}],
      clipNorm: POSITIVE,
      clipValue: POSITIVE,
      reduction: REDUCTION,
      truncate: [5, "5", [2, 3], true],
      seed: SEED,
      onStep: [1, "stop", {}],
      signal: [true, {}, new AbortController()],
      live: BOOLEAN,
    },
  },
  {
    of: "truncate",
    call: (truncate) => train(model, lyric, { truncate }),
    bad: { k1: WHOLE, k2: WHOLE },
  },
  {
    of: "gradientCheck",
    call: (o) => gradientCheck(model, batch, o),
    bad: {
      reduction: REDUCTION,
      step: POSITIVE,
      tolerance: POSITIVE,
      entries: [...NO_NUMBERS.filter((x) => x !== Number.POSITIVE_INFINITY), 0, -1, 1.5],
    },
  },
  { of: "paths", call: (o) => paths(trace, "E", "W", o), bad: { largest: [...WHOLE, 201] } },
  {
    of: "sampleText",
    call: (o) => sampleText(model, lyric, o),
    bad: { length: [...FROM_ZERO, 1e9], start: ["", 3, ["想"], Number.NaN], temperature: POSITIVE, seed: SEED },
  },
  { of: "sgd", call: sgd, bad: { lr: POSITIVE } },
  { of: "momentum", call: momentum, bad: { lr: POSITIVE, momentum: SHARE } },
  { of: "rmsprop", call: rmsprop, bad: { lr: POSITIVE, decay: SHARE, epsilon: POSITIVE } },
  { of: "adagrad", call: adagrad, bad: { lr: POSITIVE, epsilon: POSITIVE } },
  { of: "adam", call: adam, bad: { lr: POSITIVE, beta1: SHARE, beta2: SHARE, epsilon: POSITIVE } },
  { of: "init.sparse", call: init.sparse, bad: { perUnit: WHOLE, radius: POSITIVE } },
  {
    of: "tasks.text",
    call: (o) => tasks.text("abcabc", o),
    bad: { window: FEW, vocabulary: [3, "abc", [1, 2, 3], Number.NaN] },
  },
  {
    of: "tasks.lines",
    call: (o) => tasks.lines("ab\nba", o),
    bad: { vocabulary: [3, "ab", [1, 2], Number.NaN], seed: SEED },
  },
  {
    of: "tasks.csv",
    call: (o) => tasks.csv("a,b\n1,2\n3,4", o),
    bad: { x: [3, "c", Number.NaN, true], target: [3, "c", 1n], ahead: [...FROM_ZERO, 1e9] },
  },
  { of: "tasks.adding", call: tasks.adding, bad: { length: [...FEW, 1], target: ["max", 1], seed: SEED } },
  { of: "tasks.multiplication", call: tasks.multiplication, bad: { length: [...FEW, 1], seed: SEED } },
  { of: "tasks.copying", call: tasks.copying, bad: { delay: FEW, seed: SEED } },
  {
    of: "tasks.temporalOrder",
    call: tasks.temporalOrder,
    bad: { length: [...FEW, 9], symbols: [...WHOLE, 1, 4], seed: SEED },
  },
  { of: "tasks.sine", call: tasks.sine, bad: { length: FEW, period: [...POSITIVE, 2], seed: SEED } },
  { of: "tasks.parity", call: tasks.parity, bad: { length: FEW, seed: SEED } },
  { of: "tasks.names", call: tasks.names, bad: { seed: SEED } },
];

type Argument = readonly [what: string, call: (value: never) => unknown, bad: Values];

const ARGUMENTS: readonly Argument[] = [
  ["a size", (s) => cells.elman.build({ ...sizes, s }), [...WHOLE, [2], [2, 3, 4], [0, 2]]],
  ["init.normal", init.normal, POSITIVE],
  ["init.uniform", init.uniform, POSITIVE],
  ["init.orthogonal", init.orthogonal, POSITIVE],
  ["init.spectral", init.spectral, POSITIVE],
  ["init.identity", init.identity, NO_NUMBERS],
  ["init.constant", init.constant, NO_NUMBERS],
  ["new Random", (seed) => new Random(seed), SEED],
  ["the low end of uniform", (low) => new Random(0).uniform(low), NO_NUMBERS],
  ["the high end of uniform", (high) => new Random(0).uniform(0, high), NO_NUMBERS],
  ["the low end of integer", (low) => new Random(0).integer(low, 9), [...NO_NUMBERS, 0.5, 1e300]],
  ["the high end of integer", (high) => new Random(0).integer(0, high), [...NO_NUMBERS, 0.5, 1e300, -1]],
  ["the mean of normal", (mean) => new Random(0).normal(mean), NO_NUMBERS],
  ["the deviation of normal", (deviation) => new Random(0).normal(0, deviation), [...NO_NUMBERS, -1]],
  ["the batch of a text", (n) => tasks.text("abcabc").batch(n), FEW],
  ["the batch of lines", (n) => tasks.lines("ab\nba").batch(n), FEW],
  ["the batch of a generated task", (n) => tasks.sine().batch(n), FEW],
  ["the batch of given sequences", (n) => tasks.sequences([{ x: [1], target: [1] }]).batch(n), FEW],
  [
    "the tolerance of formulas",
    (tolerance) => gradientCheck(trace, "dE_dc[t] = y[t] - target[t]", { tolerance }),
    POSITIVE,
  ],
  ["the time of a value", (t) => trace.value("s", t), TIME],
  ["the time of an adjoint", (t) => trace.adjoint("s", t), TIME],
  ["the time of an input's adjoint", (t) => trace.adjoint("x", t), TIME],
  ["the time of a parameter's adjoint", (t) => trace.adjoint("W", t), [...TIME, 1]],
  ["the time of a contribution", (t) => trace.gradientAt("W", t), [...TIME, 0]],
  ["the loss of an adjoint", (k) => trace.adjointOf(k, "s", 1), [...TIME, 0]],
  ["the time of a loss's adjoint", (t) => trace.adjointOf(1, "s", t), TIME],
  ["the loss of norms", (k) => trace.gradientNormsOf(k, "s"), [...TIME, 0]],
  ["the time of a Jacobian", (t) => trace.jacobian("s", t), TIME],
  ["the step of a run", (step) => run.trace(step), [...FROM_ZERO, 3]],
  ["the threads of a host", (threads) => setThreadHost({ threads, start: () => ({ postMessage() {} }) }), FEW],
  ["the side of a matrix", (n) => spectralRadius([1], n), WHOLE],
  ["the rows of a matrix", (rows) => singularValues([1], rows, 1), WHOLE],
];

/** A message tells what was found, as `shown` writes it, or is about the very thing that was given. */
function expectRefusal(call: () => unknown, value: unknown, what: string): void {
  let refusal: unknown;
  try {
    call();
  } catch (error) {
    refusal = error;
  }
  expect(refusal, `${what}: ${shown(value)} was accepted`).toBeDefined();
  const isOurs = [OptionError, DataError, EquationError, RangeError].some((kind) => refusal?.constructor === kind);
  expect(isOurs, `${what}: ${shown(value)} ends in ${refusal}`).toBe(true);
  expect((refusal as Error).message, `${what}: ${shown(value)}`).toContain(shown(value));
}

describe.each(WITH_OPTIONS)("$of", ({ of, call, bad }) => {
  const withOption = (name: string, value: unknown) => () => call({ ...VALID[of], [name]: value } as never);

  it("has a row here for each of its options", () => {
    const message = messageOf(withOption("zzz", 1));
    const [, known] = /has no option zzz: ([^.]*)\./u.exec(message)!;
    expect(Object.keys(bad)).toEqual(known!.split(", "));
  });

  it.each(Object.entries(bad))("refuses %s where it means nothing", (name, values) => {
    for (const value of values) {
      expectRefusal(withOption(name, value), value, `${of}: ${name}`);
      expect(messageOf(withOption(name, value)), shown(value)).toContain(name);
    }
  });
});

/** What must be given beside the option in question. */
const VALID: Readonly<Record<string, object>> = {
  truncate: { k1: 2, k2: 3 },
  "tasks.csv": { x: "a", target: "b" },
};

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("an argument that means nothing is refused", () => {
  it.each(ARGUMENTS)("%s", (what, call, values) => {
    for (const value of values) expectRefusal(() => call(value as never), value, what);
  });

  it("of a tensor's shape", () => {
    for (const shape of [[-1, -2], [1.5], [Number.NaN], ["2"], "2", 2, [2, 2]])
      expect(() => new Tensor(shape as never, new Float64Array(2)), shown(shape)).toThrow(RangeError);
    expect(() => new Tensor([2], undefined as never)).toThrow(RangeError);
  });

  it("of a whole option list, and of things in the wrong place", () => {
    for (const options of [3, "seed", [1], true, 1n]) {
      for (const { of, call } of WITH_OPTIONS)
        expect(() => call(options as never), `${of} of ${shown(options)}`).toThrow(OptionError);
    }
    expect(() => train(cells.elman as never, lyric)).toThrow(
      "train takes a model first, found a definition; build it first",
    );
    expect(() => backward(undefined as never, lyric)).toThrow("backward takes a model first, found undefined");
    expect(() => train(model, batch, { batch: 3 })).toThrow("the data given is one batch already");
  });
});

describe("what holds for numbers that mean something", () => {
  it("a low temperature draws the most probable character, however small the others' powers", () => {
    const certain = rnn("y[t] = softmax(V x[t] + c)\nE[t] = crossEntropy(target[t], y[t])").build({ x: 6, y: 6 });
    certain.set({ V: Array.from({ length: 6 }, () => [0, 0, 0, 0, 0, 0]), c: [0, 0.1, 0, 0, 0, 0] });
    expect(sampleText(certain, lyric, { length: 20, temperature: 1e-5 })).toBe(`想${"要".repeat(20)}`);
  });
});

describe("what is no text, and no sizes", () => {
  it.each([null, undefined, 5, true, [], {}, ["s[t] = U x[t]"]])("is never read as a network: %j", (given) => {
    expect(() => rnn(given as never)).toThrow(
      new OptionError(`rnn was given ${shown(given)}, expected equations: rnn("s[t] = U x[t]")`),
    );
  });

  it.each([null, undefined, 5, "x", true, [], [2, 3]])("is never read as sizes by name: %j", (given) => {
    expect(() => rnn("y = 2").build(given as never)).toThrow(
      new OptionError(`build was given ${shown(given)}, expected values by name: build({ x: 6, s: 16 })`),
    );
  });
});
