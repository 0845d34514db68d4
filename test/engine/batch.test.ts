import { describe, expect, it } from "vitest";
import { type Batch, backward, DataError, Definition, OptionError, Tensor } from "../../src/engine/index.js";
import { cells, tasks } from "../../src/lab/index.js";

describe("a prepared batch", () => {
  const definition = new Definition("s[t] = tanh(w s[t-1] + u x[t])\nE[t] = squaredError(target[t], s[t])");
  const batch = { x: [0.1, 1 / 3, -2], target: [0, 1e-30, 0.7] };

  it.each([
    ["float32", Float32Array],
    ["float64", Float64Array],
  ] as const)("holds its numbers as the model does, so that no step has to round them: %s", (dtype, Numbers) => {
    const { data } = definition.build({ x: 1, s: 1 }, { dtype }).prepare(batch);
    expect(data.get("x")).toEqual(Numbers.from(batch.x));
    expect(data.get("target")).toEqual(Numbers.from(batch.target));
  });

  it("refuses numbers that float32 makes infinite, and only there", () => {
    const large = { ...batch, x: [0.1, 1e39, 0] };
    expect(() => definition.build({ x: 1, s: 1 }, { dtype: "float32" }).prepare(large)).toThrow(
      "x[1] is 1e+39: expected one that float32 can hold, at most 3.4e38",
    );
    expect(definition.build({ x: 1, s: 1 }).prepare(large).data.get("x")).toEqual(Float64Array.from(large.x));
  });
});

const model = cells.elman.build({ x: 3, s: 2, y: 3 }, { seed: 1 });
const target = [1, 2];
const x = [
  [1, 2, 3],
  [4, 5, 6],
];
const lossOf = (batch: unknown): number => backward(model, batch as Batch).loss;

const cyclic: unknown[] = [];
cyclic.push(cyclic);
const holder: Record<string, unknown> = { target };
holder.x = holder;

describe("data that no input can be read from is refused", () => {
  it.each<[string, unknown, string]>([
    [
      "a list that contains itself",
      cyclic,
      "x does not fit: expected T×3 numbers or T class indices (0 to 2), or B of them, got 1×1×1×1×1 entries",
    ],
    ["lists that contain themselves", [cyclic, cyclic], "x does not fit: expected T×3 numbers"],
    ["a bigint", 1n, "x should be a list, got 1n"],
    [
      "bigints",
      [
        [1n, 2, 3],
        [4, 5, 6],
      ],
      "x[0][0] is 1n: expected a finite number",
    ],
    ["typed bigints", [new BigInt64Array(3), [4, 5, 6]], "x[0][0] is 0n: expected a finite number"],
    ["bigints for classes", [1n, 2n], "x[0] should be a list, got 1n"],
    ["a text", "123", 'x should be a list, got "123"'],
    [
      "texts",
      [
        ["1", "2", "3"],
        [4, 5, 6],
      ],
      'x[0][0] is "1": expected a finite number',
    ],
    ["a symbol", Symbol("x"), "x should be a list, got Symbol(x)"],
    ["a function", () => x, "x should be a list, got"],
    [
      "functions",
      [
        [() => 1, 2, 3],
        [4, 5, 6],
      ],
      "x[0][0] is a function: expected a finite number",
    ],
    [
      "an object like a list",
      { length: 2, 0: [1, 2, 3], 1: [4, 5, 6] },
      "x should be a list, got an object with 0, 1, length",
    ],
    ["a map", new Map([[0, 1]]), "x should be a list, got a Map"],
    ["bytes without numbers", new DataView(new ArrayBuffer(16)), "x should be a list, got a DataView"],
    ["truths", [true, false], "x[0] should be a list, got true"],
    ["holes", [[1, 2, 3], new Array(3)], "x[1][0] is undefined: expected a finite number"],
    ["a hole in time", [[1, 2, 3], undefined], "x[1] should be a list, got undefined"],
    [
      "NaN",
      [
        [1, 2, Number.NaN],
        [4, 5, 6],
      ],
      "x[0][2] is NaN: expected a finite number",
    ],
    [
      "infinity",
      [
        [1, 2, 3],
        [4, Number.POSITIVE_INFINITY, 6],
      ],
      "x[1][1] is Infinity: expected a finite number",
    ],
    ["no class", [1.5, 2], "x[0] is 1.5: expected a class index from 0 to 2"],
    ["a negative class", [1, -1], "x[1] is -1: expected a class index from 0 to 2"],
    ["nothing", [], "the sequences of the batch do not fit together"],
  ])("%s", (_what, data, message) => {
    expect(() => lossOf({ x: data, target })).toThrow(DataError);
    expect(() => lossOf({ x: data, target })).toThrow(message);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a bigint", 1n],
    ["a list", [x, target]],
    ["a text", "batch"],
    ["an object that holds itself", holder],
    ["an object without names", {}],
  ])("a batch that is %s", (_what, batch) => {
    expect(() => lossOf(batch)).toThrow(DataError);
  });

  it("a trap of the caller's own is the caller's own error", () => {
    const trap = new Proxy([0, 1], {
      get() {
        throw new OptionError("a trap");
      },
    });
    expect(() => lossOf({ x: trap, target })).toThrow("a trap");
  });

  const timed = new Definition("s[t] = tanh(W s[t-1] + b)\nE[T] = squaredError(target[T], s[T])").build({ s: 1 });
  it.each([
    ["5", '"5"'],
    [5n, "5n"],
    [2.5, "2.5"],
    [0, "0"],
    [Number.NaN, "NaN"],
    [[5], "[5]"],
  ])("a number of time steps that is none: %s", (T, found) => {
    expect(() => backward(timed, { T: T as number, target: [0.5] })).toThrow(
      `T is ${found}: expected a whole number of time steps, e.g. { T: 20, target: … }`,
    );
  });
});

describe("the same numbers in another container are the same batch", () => {
  const expected = lossOf({ x, target });
  const rows = x.map((row) => Float64Array.from(row));
  it.each<[string, unknown]>([
    ["typed arrays", { x: rows, target: Uint8Array.from(target) }],
    ["a tensor", { x: new Tensor([2, 3], Float64Array.from(x.flat())), target }],
    ["tensors", { x: rows.map((row) => new Tensor([3], row)), target: new Tensor([2], Float64Array.from(target)) }],
    ["proxies that change nothing", new Proxy({ x: new Proxy(x, {}), target }, {})],
    [
      "getters",
      {
        get x() {
          return x;
        },
        get target() {
          return target;
        },
      },
    ],
    ["a frozen object without a prototype", Object.freeze(Object.assign(Object.create(null), { x, target }))],
  ])("%s", (_what, batch) => {
    expect(lossOf(batch)).toBe(expected);
  });

  it("in a batch of tensors, as tasks of given sequences read them too", () => {
    const one = rows.map((row) => new Tensor([3], row));
    expect(lossOf({ x: [one, one], target: [target, target] })).toBe(expected);
    expect(tasks.sequences([{ x: one, target }]).sizes).toEqual({ x: 3, target: 3 });
    expect(tasks.sequences([{ x: cyclic, target } as never]).size).toBe(1);
  });
});
