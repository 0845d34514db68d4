/** diag(v) puts a vector on the diagonal of a matrix: its shape, its numbers, its gradient, its TeX. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, Definition, gradientCheck, type Sizes, texOf } from "../../src/engine/index.js";

const MASKED = "s[t] = tanh(U x[t] + W diag(m) s[t-1])\nE[t] = halfSquaredError(target[t], s[t])";
const X = [
  [1, -2],
  [0.5, 1],
  [0, 3],
];
const TARGET = [
  [0, 1, 0],
  [1, 0, 0],
  [0.5, 0.5, 0],
];
const BATCH = { x: X, target: TARGET };

const build = (text: string, sizes: Sizes, seed = 3) => new Definition(text).build(sizes, { seed });

describe("the value of diag", () => {
  it("has the vector on its diagonal and zeros elsewhere", () => {
    const model = build("A[t] = diag(x[t])\nE[t] = sum(A[t])", { x: 3 });
    const forward = model.forward({
      x: [
        [1, -2, 3],
        [4, 0, 6],
      ],
    });
    expect(forward.value("A", 1).toArray()).toEqual([
      [1, 0, 0],
      [0, -2, 0],
      [0, 0, 3],
    ]);
    expect(forward.value("A", 2).toArray()).toEqual([
      [4, 0, 0],
      [0, 0, 0],
      [0, 0, 6],
    ]);
  });

  it("is each sequence's own in a batch", () => {
    const model = build("A[t] = diag(x[t])\nE[t] = sum(A[t])", { x: 2 });
    const forward = model.forward({ x: [[[1, 2]], [[3, 4]]] });
    expect(forward.value("A", 1).toArray()).toEqual([
      [
        [1, 0],
        [0, 2],
      ],
      [
        [3, 0],
        [0, 4],
      ],
    ]);
  });

  it("times a vector is the product element by element", () => {
    const number = fc.double({ min: -2, max: 2, noNaN: true });
    const triple = fc.array(number, { minLength: 3, maxLength: 3 });
    const times = (product: string) =>
      build(`s[t] = tanh(x[t] + ${product})\nE[t] = halfSquaredError(target[t], s[t])`, { s: 3 });
    const [matrix, elementwise] = [times("diag(m) s[t-1]"), times("m .* s[t-1]")];
    const law = fc.property(triple, fc.array(triple, { minLength: 1, maxLength: 4 }), (m, x) => {
      const batch = { x, target: x.map(() => [0, 0.5, -1]) };
      const [one, other] = [matrix, elementwise].map((model) => backward(model.set({ m }), batch));
      expect(one!.loss).toBeCloseTo(other!.loss, 12);
      one!.gradient("m").data.forEach((value, i) => {
        expect(value).toBeCloseTo(other!.gradient("m").data[i]!, 12);
      });
    });
    fc.assert(law);
  });
});

describe("the gradient through diag agrees with central differences", () => {
  const loss = "E[t] = halfSquaredError(target[t], s[t])";
  it.each([
    ["of a mask beside the recurrent weights", MASKED],
    ["inside a transpose", `s[t] = tanh(U x[t] + (diag(m) W)' s[t-1])\n${loss}`],
    ["of a transposed diag", `s[t] = tanh(U x[t] + W diag(m)' s[t-1])\n${loss}`],
    ["of a transposed row", `s[t] = tanh(U x[t] + W diag((r W)') s[t-1])\n${loss}`],
    ["of what depends on the state", `s[t] = tanh(U x[t] + diag(1 - s[t-1] .^ 2) W s[t-1] + b)\n${loss}`],
    ["whole, not only where it multiplies", `s[t] = tanh(U x[t] + (W .* diag(m) + 0.5 * diag(m)) s[t-1])\n${loss}`],
  ])("%s", (_, text) => {
    const model = build(text, { x: 2, s: 3 });
    for (const name of ["m", "b"])
      if (model.definition.parameters.includes(name)) model.set({ [name]: [0.7, -1.2, 0.4] });
    const check = gradientCheck(model, BATCH);
    expect(check.largest).toBeLessThan(1e-7);
    const gradient = backward(model, BATCH).gradient("W").data;
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3);
  });

  it("also for a batch of sequences", () => {
    const model = build(MASKED, { x: 2, s: 3 }).set({ m: [0.7, -1.2, 0.4] });
    const batch = { x: [X, [...X].reverse()], target: [TARGET, TARGET] };
    expect(gradientCheck(model, batch).largest).toBeLessThan(1e-7);
  });
});

describe("diag of what is no vector", () => {
  const messageOf = (text: string, sizes: Sizes): string => {
    try {
      build(text, sizes);
    } catch (error) {
      return String(error);
    }
    return "no error";
  };

  it("is refused with the shape that was found", () => {
    expect(messageOf("s[t] = tanh(diag(W) s[t-1] + W x[t])", { s: 3, x: 2, W: [3, 2] })).toMatchInlineSnapshot(`
      "ShapeError: line 1, column 18: diag takes a vector, but W is 3×2

      1 | s[t] = tanh(diag(W) s[t-1] + W x[t])
                           ^

      It puts a vector of n numbers on the diagonal of an n×n matrix."
    `);
  });

  it("says so of a row too", () => {
    expect(messageOf("s[t] = diag(m' + x[t]') s[t-1]", { s: 3, x: 3 })).toMatchInlineSnapshot(`
      "ShapeError: line 1, column 13: diag takes a vector, but m' + x[t]' is 1×3

      1 | s[t] = diag(m' + x[t]') s[t-1]
                      ^^^^^^^^^^

      It puts a vector of n numbers on the diagonal of an n×n matrix."
    `);
  });
});

it("is typeset as diag, upright", () => {
  const [statement] = new Definition(MASKED).checked.statements;
  const tex = texOf(statement!)
    .map((piece) => piece.tex)
    .join("");
  expect(tex).toContain("W \\, \\operatorname{diag}\\left(m\\right) \\, s_{t-1}");
});
