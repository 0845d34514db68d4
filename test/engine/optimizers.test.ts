import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adagrad,
  adam,
  DataError,
  type Dtype,
  type FloatArray,
  momentum,
  type Optimizer,
  OptionError,
  rmsprop,
  sgd,
} from "../../src/engine/index.js";
import { flatten, type Stored } from "./golden.js";
import { optimizerCases, optimizerMakers } from "./support/optimizerCases.js";

const arrays = (stored: readonly Stored[], dtype: Dtype): FloatArray[] =>
  stored.map((one) => (dtype === "float64" ? Float64Array : Float32Array).from(flatten(one)));

/** Of parameters near 1: five updates round a few times each. */
const BOUND: Readonly<Record<Dtype, number>> = { float64: 1e-12, float32: 1e-6 };

describe("five updates as PyTorch does them", () => {
  const cases = optimizerCases();

  it("are stored for every optimizer", () => {
    expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(optimizerMakers).sort());
  });

  const each = cases.flatMap((c) => (["float64", "float32"] as const).map((dtype) => [c.name, dtype, c] as const));
  it.each(each)("%s, %s", (name, dtype, c) => {
    const parameters = arrays(c.start, dtype);
    const state = optimizerMakers[name]!(c.options).create(parameters.map(({ length }) => length));
    for (const [step, gradients] of c.gradients.entries()) {
      state.update(parameters, arrays(gradients, dtype));
      const expected = arrays(c.after[step]!, "float64");
      for (const [i, parameter] of parameters.entries())
        for (const [j, value] of parameter.entries())
          expect(Math.abs(value - expected[i]![j]!), `update ${step + 1}`).toBeLessThan(BOUND[dtype]);
    }
  });
});

const all = [sgd(), momentum(), rmsprop(), adagrad(), adam()];
const named = all.map((one) => [one.name, one] as const);

describe.each(named)("%s", (_name, one) => {
  const gradients = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });
  const updates = fc.array(gradients, { minLength: 1, maxLength: 8 });
  const updated = (
    state: ReturnType<Optimizer["create"]>,
    w: Float64Array,
    list: readonly number[][],
  ): Float64Array => {
    for (const g of list)
      state.update(
        [w.subarray(0, 2), w.subarray(2)],
        [Float64Array.from(g.slice(0, 2)), Float64Array.from(g.slice(2))],
      );
    return w;
  };

  it("goes on from a snapshot that went through JSON as if it had never stopped", () => {
    fc.assert(
      fc.property(updates, updates, (before, later) => {
        const state = one.create([2, 1]);
        const w = updated(state, Float64Array.of(1, 2, 3), before);
        const restored = one.create([2, 1]);
        restored.restore(JSON.parse(JSON.stringify(state.snapshot())));
        expect(updated(restored, w.slice(), later)).toEqual(updated(state, w.slice(), later));
      }),
    );
  });

  it("leaves parameters of a zero gradient alone at first, and descends otherwise", () => {
    expect(updated(one.create([2, 1]), Float64Array.of(1, 2, 3), [[0, 0, 0]])).toEqual(Float64Array.of(1, 2, 3));
    const [down, up, still] = updated(one.create([2, 1]), Float64Array.of(1, 2, 3), [[0.5, -0.5, 0]]);
    expect([down! < 1, up! > 2, still === 3]).toEqual([true, true, true]);
  });

  it("keeps the memories of two models apart", () => {
    const [a, b] = [one.create([2, 1]), one.create([2, 1])];
    updated(a, new Float64Array(3), [[1, 1, 1]]);
    expect(b.snapshot()).toEqual(one.create([2, 1]).snapshot());
    expect(b.snapshot()).not.toEqual(a.snapshot());
  });

  it("finds the minimum of a parabola", () => {
    const w = Float64Array.of(1);
    const state = one.create([1]);
    for (let step = 0; step < 5000; step++) state.update([w], [Float64Array.of(2 * (w[0]! - 0.5))]);
    expect(Math.abs(w[0]! - 0.5)).toBeLessThan(0.01);
  });

  it("works in float32", () => {
    const w = Float32Array.of(1);
    one.create([1]).update([w], [Float32Array.of(1)]);
    expect(w[0]).toBeLessThan(1);
  });

  it("refuses a snapshot that does not fit", () => {
    const other = one.create([3]).snapshot();
    expect(() => one.create([2, 1]).restore(other)).toThrow(DataError);
    expect(() => one.create([2, 1]).restore({ ...one.create([2, 1]).snapshot(), step: -1 })).toThrow(DataError);
  });
});

describe("options", () => {
  it("have the defaults that the documentation says, and are described as they are written", () => {
    expect(all.map(({ description }) => description)).toEqual([
      "sgd({ lr: 0.1 })",
      "momentum({ lr: 0.01 })",
      "rmsprop({ lr: 0.001 })",
      "adagrad({ lr: 0.1 })",
      "adam({ lr: 0.001 })",
    ]);
    expect(adam({ beta2: 0.99, lr: 0.02 }).description).toBe("adam({ lr: 0.02, beta2: 0.99 })");
    expect(momentum({ lr: undefined, momentum: 0.5 }).description).toBe("momentum({ lr: 0.01, momentum: 0.5 })");
    expect(adam({ lr: 0.02 }).lr).toBe(0.02);
  });

  it.each([
    ["a number", () => sgd(0.5 as never), "sgd was given 0.5, expected its options by name, e.g. { lr: … }"],
    [
      "a slip",
      () => adam({ bta1: 0.9 } as never),
      "adam has no option bta1: lr, beta1, beta2, epsilon. Did you mean beta1?",
    ],
    ["a string", () => sgd({ lr: "0.1" as never }), 'sgd: lr is "0.1", expected a number above 0'],
    ["zero", () => rmsprop({ lr: 0 }), "rmsprop: lr is 0, expected a number above 0"],
    ["a share of 1", () => momentum({ momentum: 1 }), "momentum: momentum is 1, expected a number from 0 up to"],
    ["null", () => adagrad(null as never), "adagrad was given null"],
    ["no epsilon", () => adagrad({ epsilon: 0 }), "adagrad: epsilon is 0"],
  ] as const)("refuse %s", (_name, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});
