import { describe, expect, it } from "vitest";
import { type Batch, backward, DataError, Definition, type Sizes } from "../../src/engine/index.js";

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
});

describe("a number for a vector is a class", () => {
  it.each<[string, string, Sizes, Batch]>([
    ["of a matrix product", "h[t] = W x[t]", { h: 2 }, {}],
    ["of a product with its transpose", "h[t] = (x[t]' W')'", { h: 2 }, {}],
    ["of a concat", "h[t] = W concat(x[t], h[t-1])", { h: 2 }, {}],
    ["of a product at another time", "h[t] = W x[t] + U x[t-1]", { h: 2 }, {}],
    ["of a cross-entropy's target", "h[t] = softmax(W z[t])\nE[t] = crossEntropy(x[t], h[t])", { z: 1 }, { z: [0, 0] }],
    ["of a target that is fed back", "h[t] = softmax(W x[t-1])\nE[t] = crossEntropy(x[t], h[t])", {}, {}],
  ])("%s", (_, text, sizes, others) => {
    const { data } = new Definition(text).build({ x: 3, ...sizes }).prepare({ ...others, x: [1, 2] });
    expect(Array.from(data.get("x")!)).toEqual([0, 1, 0, 0, 0, 1]);
  });

  it.each([
    ["element by element", "h[t] = x[t] .* h[t-1]"],
    ["in a sum", "h[t] = W (x[t] + h[t-1])"],
    ["in a function", "h[t] = W tanh(x[t])"],
    ["times a number", "h[t] = 0.5 * x[t]"],
    ["in a product and in a sum", "h[t] = W x[t] + x[t]"],
    ["as another loss's target", "h[t] = W h[t-1]\nE[t] = squaredError(x[t], h[t])"],
    ["as a binary target", "h[t] = sigmoid(W h[t-1])\nE[t] = binaryCrossEntropy(x[t], h[t])"],
    ["inside of a target", "h[t] = softmax(W h[t-1])\nE[t] = crossEntropy(0.9 * x[t], h[t])"],
  ])("and refused %s", (_, text) => {
    const model = new Definition(text).build({ x: 3, h: 3 });
    expect(() => model.prepare({ x: [1, 2] })).toThrow(DataError);
    expect(() => model.prepare({ x: [1, 2] })).toThrow("x gives 2 numbers for a sequence of 3 rows.");
    expect(() =>
      model.prepare({
        x: [
          [1, 0, 1, 0],
          [0, 1, 0, 1],
        ],
      }),
    ).toThrow("x gives 4 numbers for a sequence of 3 rows.");
    expect(() =>
      model.prepare({
        x: [
          [1, 0, 1],
          [0, 1, 0],
        ],
      }),
    ).not.toThrow();
  });

  it("that must be there", () => {
    const model = new Definition("h[t] = W x[t]").build({ x: 3, h: 2 });
    expect(() => model.prepare({ x: [1, 3] })).toThrow("x[1] is 3: expected a class index from 0 to 2");
  });
});

describe("a cross-entropy's target", () => {
  const text = (loss: string, by: string): string => `h[t] = ${by}(W x[t])\nE[t] = ${loss}(target[t], h[t])`;

  it.each([
    [
      "crossEntropy",
      "softmax",
      [
        [1, 0],
        [0.5, -0.5],
      ],
      "target[1][1] is -0.5: the numbers of a target of crossEntropy are not negative",
    ],
    [
      "binaryCrossEntropy",
      "sigmoid",
      [
        [1, 0],
        [-0.1, 0],
      ],
      "target[1][0] is -0.1: the numbers of a target of binaryCrossEntropy are between 0 and 1",
    ],
    [
      "binaryCrossEntropy",
      "sigmoid",
      [
        [1, 0],
        [1.1, 0],
      ],
      "target[1][0] is 1.1",
    ],
  ])("of %s is refused when it is none", (loss, by, target, message) => {
    const model = new Definition(text(loss, by)).build({ x: 1, h: 2 });
    expect(() => backward(model, { x: [1, 2], target })).toThrow(DataError);
    expect(() => backward(model, { x: [1, 2], target })).toThrow(message);
    expect(() => backward(model, { x: [[1, 2]], target: [target] })).toThrow(
      message.replace("target[1]", "target[0][1]"),
    );
  });

  it("may be anything of another loss", () => {
    const model = new Definition(text("squaredError", "tanh")).build({ x: 1, h: 2 });
    expect(backward(model, { x: [1], target: [[-3, 5]] }).loss).toBeGreaterThan(1);
  });
});

describe("a key that the equations do not read", () => {
  const network = () =>
    new Definition("h[t] = tanh(U x[t] + W h[t-1])\nE[t] = squaredError(target[t], h[t])").build({ x: 1, h: 1 });
  const data = { x: [1, 2], target: [0, 1] };

  it("is a warning of the model, once", () => {
    const model = network();
    expect(model.warnings).toEqual([]);
    for (let i = 0; i < 2; i++) model.prepare({ ...data, mask: [1, 0], h: [1, 1] });
    expect(model.warnings.map(({ kind, name, message }) => [kind, name, message])).toEqual([
      ["unreadKey", "mask", "the batch gives mask, which the equations do not read: they read x, target"],
      ["unreadKey", "h", "the batch gives h, which the equations compute: what is given is not read"],
    ]);
  });

  it("but for T, the number of time steps", () => {
    const model = network();
    model.prepare({ ...data, T: 2 });
    expect(model.warnings).toEqual([]);
  });

  it("is refused where it resembles one that is missing", () => {
    expect(() => network().prepare({ x: [1, 2], targets: [0, 1] })).toThrow(
      "the batch has no target: the equations read x, target, the batch gives x, targets. Should targets be called target?",
    );
  });

  it("is refused where its name is a parameter's", () => {
    expect(() => network().prepare({ ...data, W: [1, 2] })).toThrow(
      "the batch gives W, but on line 1 of the equations W has no index",
    );
  });

  it("is refused without time where the target stands second", () => {
    const model = new Definition("a = tanh(W x)\nE = squaredError(a, target)").build({ x: 2, a: 2 });
    expect(() => model.prepare({ x: [1, 2], target: [0, 1] })).toThrow(
      "The target stands first: write squaredError(target, a).",
    );
    const right = new Definition("a = tanh(W x)\nE = squaredError(target, a)").build({ x: 2, a: 2 });
    expect(right.prepare({ x: [1, 2], target: [0, 1] }).data.size).toBe(2);
  });
});
