/** Given numbers: sizes, parameters, initial states and initialisers, each fitting or refused with what was found. */
import { describe, expect, it } from "vitest";
import {
  backward,
  DataError,
  Definition,
  type Initialiser,
  init,
  learned,
  OptionError,
  type Sizes,
  Tensor,
} from "../../src/engine/index.js";
import { compile } from "../../src/engine/program/compile.js";
import { footprintOf } from "../../src/engine/program/footprint.js";
import { cells } from "../../src/lab/index.js";

const elman = cells.elman;
const sizes: Sizes = { x: 3, s: 2, y: 3 };

const cyclic: unknown[] = [];
cyclic.push(cyclic);
const hostile = new Proxy([1, 2], {
  get() {
    throw new OptionError("a trap");
  },
});

describe("sizes that no machine holds are refused at once, with bytes", () => {
  it.each([
    [30_000, "the parameters take 6.71 GiB, more than the 1 GiB allowed: W is 30000×30000, 6.71 GiB"],
    [1e9, "the parameters take 6.94 EiB, more than the 1 GiB allowed: W is 1000000000×1000000000, 6.94 EiB"],
    [
      14_000,
      'the parameters take 1.46 GiB, more than the 1 GiB allowed: W is 14000×14000, 1.46 GiB. Give smaller sizes, or dtype: "float32".',
    ],
  ])("s: %s", (s, message) => {
    expect(() => elman.build({ ...sizes, s })).toThrow(OptionError);
    expect(() => elman.build({ ...sizes, s })).toThrow(message);
  });

  const forgetful = new Definition("s[t] = tanh(W s[t-1] + b)\nE[T] = squaredError(target[T], s[T])").build({ s: 1 });
  it.each([
    [1e9, "T = 1000000000 time steps with a batch of 1 need 44.7 GiB, more than the 2 GiB allowed. Cut the sequence"],
    [
      1e6,
      "T = 1000000 time steps with a batch of 1 need 3000001 operations, more than the 2097152 allowed. Cut the sequence",
    ],
  ])("T: %s", (T, message) => {
    expect(() => backward(forgetful, { T, target: [0.5] })).toThrow(OptionError);
    expect(() => backward(forgetful, { T, target: [0.5] })).toThrow(message);
  });

  it("the numbers and operations that are told beforehand are those that compiling makes", () => {
    const text = `A = (W + W') / 2
      g[t] = sigmoid(P x[t] + A s[t-1] .^ 2)
      s[t] = g[t] .* s[t-1] + (1 - g[t]) .* tanh(U x[t])
      y[T] = softmax(V s[T])
      E[T] = crossEntropy(target[T], y[T])
      E_w = 0.5 * sum(W .^ 2)`;
    const model = new Definition(text).build({ x: 3, s: 4, y: 5 }, { initial: { s: learned } });
    const { checked } = model.definition;
    for (const [timeSteps, batchSize] of [
      [1, 1],
      [7, 3],
    ] as const) {
      const options = { timeSteps, batchSize, dtype: "float64", learned: model.learned } as const;
      const { numbers, operations } = footprintOf(checked, model.shapes, options);
      const { forward, arenaSize, constants } = compile(checked, model.shapes, options);
      expect(operations).toBe(forward.length);
      expect(numbers).toBe(arenaSize - constants.length);
    }
  });
});

describe("numbers of a parameter", () => {
  const model = elman.build(sizes, { seed: 1 });

  it.each<[string, unknown, string]>([
    ["a list that contains itself", cyclic, "W has 1×1 numbers, expected 2×2 numbers, one list for each row"],
    ["a bigint", 1n, "W is 1n, expected 2×2 numbers"],
    [
      "a bigint inside",
      [
        [1, 2n],
        [3, 4],
      ],
      "W: row 1, column 2 is 2n, expected a finite number",
    ],
    ["bigints", [new BigInt64Array(2), [1, 2]], "W: row 1, column 1 is 0n, expected a finite number"],
    ["a text", "12", 'W is "12", expected 2×2 numbers'],
    [
      "a number as text",
      [
        ["1", 2],
        [3, 4],
      ],
      'W: row 1, column 1 is "1", expected a finite number',
    ],
    ["nothing", undefined, "W is undefined, expected 2×2 numbers"],
    ["null", null, "W is null, expected"],
    ["an object", { length: 2 }, "W is an object with length, expected"],
    ["too many rows, far too many", new Array(1e9), "W has 1000000000 numbers, expected"],
    ["too few rows", [[1, 2]], "W has 1×2 numbers, expected"],
    ["a short and a long row", [[1], [2, 3, 4]], "W has 1 numbers in row 1, expected 2×2 numbers"],
    ["a row that is none", [[1, 2], 3], "W has 3 as row 2, expected 2×2 numbers"],
    ["holes", [[1, 2], new Array(2)], "W: row 2, column 1 is undefined, expected a finite number"],
    [
      "NaN",
      [
        [1, 2],
        [3, Number.NaN],
      ],
      "W: row 2, column 2 is NaN, expected a finite number",
    ],
    ["bytes without numbers", new DataView(new ArrayBuffer(8)), "W is a DataView, expected"],
    ["a tensor of another shape", new Tensor([4], new Float64Array(4)), "W has 4 numbers, expected 2×2"],
  ])("are refused: %s", (_what, W, message) => {
    const before = JSON.stringify(model);
    expect(() => model.set({ b: [7, 7], W } as never)).toThrow(DataError);
    expect(() => model.set({ b: [7, 7], W } as never)).toThrow(message);
    expect(JSON.stringify(model)).toBe(before);
  });

  it("are told apart from a trap of the caller's own", () => {
    expect(() => model.set({ b: hostile as never })).toThrow("a trap");
  });

  it("may be tensors, typed arrays and what a getter gives", () => {
    const other = elman.build(sizes, { seed: 2 });
    expect(model.clone().set(other.parameters).parameters).toEqual(other.parameters);
    const rows = [Float32Array.of(1, 2), Float64Array.of(3, 4)];
    expect(
      model
        .clone()
        .set({ W: rows, b: Float32Array.of(5, 6) })
        .parameters.W!.toArray(),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(
      model
        .clone()
        .set({
          get b() {
            return [5, 6];
          },
        })
        .parameters.b!.toArray(),
    ).toEqual([5, 6]);
  });

  it("that float32 cannot hold are refused there, and only there", () => {
    const rounded = elman.build(sizes, { dtype: "float32" });
    expect(() => rounded.set({ b: [1, 1e39] })).toThrow(
      "b: number 2 is 1e+39, expected one that float32 can hold, at most 3.4e38",
    );
    expect(() => elman.build(sizes, { dtype: "float32", initial: { s: [0, -1e39] } })).toThrow(
      "initial s: number 2 is -1e+39",
    );
    expect(() => elman.build(sizes, { dtype: "float32", init: { W: init.constant(1e39) } })).toThrow(
      "1e+39, expected one that float32",
    );
    expect(
      model
        .clone()
        .set({ b: [1, 1e39] })
        .parameters.b!.toArray(),
    ).toEqual([1, 1e39]);
  });

  it("need a name", () => {
    for (const values of [undefined, null, 3, "b", [1, 2], 1n])
      expect(() => model.set(values as never)).toThrow("set was given");
  });
});

describe("an initial state", () => {
  it.each<[string, unknown, string]>([
    ["a list that contains itself", cyclic, "initial s has 1×1 numbers, expected 2 numbers"],
    ["a bigint", 1n, "initial s is 1n, expected 2 numbers"],
    ["nothing", undefined, "initial s is undefined, expected 2 numbers"],
    ["too few", [1], "initial s has 1 number, expected 2 numbers"],
    ["too many", [1, 2, 3], "initial s has 3 numbers, expected 2 numbers"],
    ["NaN", [1, Number.NaN], "initial s: number 2 is NaN, expected a finite number"],
    ["the word for learned", "learned", 'initial s is "learned", expected 2 numbers'],
  ])("is refused: %s", (_what, s, message) => {
    expect(() => elman.build(sizes, { initial: { s } } as never)).toThrow(message);
  });

  it("may be a tensor", () => {
    const s = new Tensor([2], Float64Array.of(0.5, -1));
    expect(elman.build(sizes, { initial: { s } }).initial.get("s")).toEqual([0.5, -1]);
  });
});

describe("an initialiser", () => {
  const giving = (numbers: unknown): Initialiser => ({ description: "own", fill: () => numbers as Float64Array });

  it.each<[string, unknown, typeof OptionError | typeof DataError, string]>([
    [
      "NaN",
      giving([1, 2, Number.NaN, 4]),
      DataError,
      "the initialiser of W: row 2, column 1 is NaN, expected a finite number",
    ],
    ["infinity", giving([1, 2, 3, Number.NEGATIVE_INFINITY]), DataError, "row 2, column 2 is -Infinity"],
    ["texts", giving(["1", 2, 3, 4]), DataError, 'row 1, column 1 is "1"'],
    ["bigints", giving(new BigInt64Array(4)), DataError, "row 1, column 1 is 0n"],
    ["holes", giving(new Array(4)), DataError, "row 1, column 1 is undefined"],
    ["too few", giving([1, 2, 3]), DataError, "the initialiser of W gave 3 numbers, expected 2×2 = 4, row by row"],
    ["too many", giving(new Float64Array(5)), DataError, "the initialiser of W gave 5 numbers, expected 2×2 = 4"],
    [
      "rows",
      giving([
        [1, 2],
        [3, 4],
      ]),
      DataError,
      "the initialiser of W gave 2 numbers, expected 2×2 = 4, row by row",
    ],
    ["a number", giving(3), DataError, "the initialiser of W gave 3, expected a list of 4 numbers"],
    ["nothing", giving(undefined), DataError, "the initialiser of W gave undefined, expected a list"],
    [
      "a list in its place",
      [
        [1, 2],
        [3, 4],
      ],
      OptionError,
      "build: init.W is 2×2 numbers: expected an initialiser such as init.xavier(), or init.from([…])",
    ],
    [
      "a function in its place",
      init.xavier,
      OptionError,
      "build: init.W is the function xavier: expected an initialiser",
    ],
    ["a number in its place", 0.1, OptionError, "build: init.W is 0.1: expected an initialiser"],
  ])("is refused that gives %s", (_what, W, kind, message) => {
    const build = () => elman.build(sizes, { init: { W } } as never);
    expect(build).toThrow(kind);
    expect(build).toThrow(message);
  });

  it("of given numbers takes tensors and typed arrays, and refuses a list that contains itself", () => {
    const W = new Tensor([2, 2], Float64Array.of(1, 2, 3, 4));
    expect(elman.build(sizes, { init: { W: init.from(W) } }).parameters.W).toEqual(W);
    const rows = [Float64Array.of(1, 2), Float64Array.of(3, 4)] as never;
    expect(elman.build(sizes, { init: { W: init.from(rows) } }).parameters.W).toEqual(W);
    expect(() => init.from(cyclic as never)).toThrow("init.from: row 1 holds");
  });
});
