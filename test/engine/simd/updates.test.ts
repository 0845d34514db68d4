/** Clipping and updating by kernels against the plain loops. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adagrad,
  adam,
  momentum,
  type Optimizer,
  Random,
  rmsprop,
  sgd,
  Trainer,
  type TrainerOptions,
} from "../../../src/engine/index.js";
import { allocate, type Dtype, type FloatArray } from "../../../src/engine/program/program.js";
import { type Build, builds } from "../../../src/engine/simd/kernels.js";
import { fastestUpdates, SimdUpdates } from "../../../src/engine/simd/simdUpdates.js";
import { LoopUpdates, type Updates } from "../../../src/engine/updates.js";
import { cells } from "../../../src/lab/cells.js";
import { flatten } from "../golden.js";
import { optimizerCases, optimizerMakers } from "../support/optimizerCases.js";

const BOUND: Record<Dtype, number> = { float64: 1e-12, float32: 1e-5 };
/** Gradients of every size that a number type's updates can take, as powers of ten. */
const POWERS: Record<Dtype, number> = { float64: 140, float32: 30 };
const OPTIMIZERS = [sgd(), momentum(), rmsprop(), adagrad(), adam()];
/** Factors that float32 does not have, or that would take it out of its range. */
const EXTREME = [
  rmsprop({ lr: 1e-45, epsilon: 1e-60 }),
  adagrad({ lr: 1e30 }),
  adam({ lr: 500, epsilon: 1e-20 }),
  adam({ beta2: 0.5, epsilon: 1e-50 }),
];

/** The same parameters, to be updated by loops and by kernels. */
interface Pair {
  readonly loops: Updates;
  readonly kernels: Updates;
  readonly expected: FloatArray;
  readonly actual: FloatArray;
}

function pairOf(dtype: Dtype, build: Build, optimizer: Optimizer, sizes: readonly number[], start: number[]): Pair {
  const trained = () => {
    const store = allocate(dtype, start.length);
    store.set(start);
    const places = sizes.map((size, i) => ({ size, offset: sizes.slice(0, i).reduce((a, b) => a + b, 0) }));
    return { dtype, store, places };
  };
  const [expected, actual] = [trained(), trained()];
  const state = optimizer.create(sizes);
  return {
    loops: new LoopUpdates(expected, state),
    kernels: new SimdUpdates(actual, state.kernel!, build),
    expected: expected.store,
    actual: actual.store,
  };
}

/** Where they differ by more than the bound, measured by the largest number; empty when nowhere. */
function differences(dtype: Dtype, expected: FloatArray, actual: FloatArray): string[] {
  const largest = Array.from(expected).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return Array.from(expected).flatMap((x, i) =>
    Math.abs(x - actual[i]!) <= BOUND[dtype] * largest ? [] : [`[${i}] ${actual[i]}, not ${x}`],
  );
}

interface Clipping {
  readonly clipNorm?: number;
  readonly clipValue?: number;
}

function step(updates: Updates, gradient: ArrayLike<number>, { clipNorm, clipValue }: Clipping): number {
  updates.gradient.set(gradient);
  const norm = updates.norm();
  if (clipNorm !== undefined) updates.clipNorm(norm, clipNorm);
  if (clipValue !== undefined) updates.clipValue(clipValue);
  updates.apply();
  return norm;
}

/** Numbers of both signs, and some zeros, as inputs that are never 1 leave them. */
const gradientOf = (random: Random, count: number, size: number): number[] =>
  Array.from({ length: count }, () => (random.uniform() < 0.1 ? 0 : random.normal() * size));

const every = (["float64", "float32"] as const).flatMap((dtype) => builds().map((build) => [dtype, build] as const));

describe.each(every)("in %s, the %s kernels", (dtype, build) => {
  const sizes = fc.array(fc.integer({ min: 0, max: 21 }), { minLength: 1, maxLength: 4 });
  const clippings = fc.record(
    { clipNorm: fc.constantFrom(1e-3, 1, 5), clipValue: fc.constantFrom(1e-4, 0.1, 1) },
    { requiredKeys: [] },
  );

  it.each([...OPTIMIZERS, ...EXTREME].map((one) => [one.description, one] as const))(
    "update as the loops do: %s",
    (_name, optimizer) => {
      const most = POWERS[dtype];
      const powers = fc.oneof(fc.constant(0), fc.integer({ min: -most, max: most }));
      fc.assert(
        fc.property(sizes, fc.integer(), powers, clippings, (list, seed, power, clipping) => {
          const random = new Random(seed);
          const count = list.reduce((a, b) => a + b, 0);
          const { loops, kernels, expected, actual } = pairOf(
            dtype,
            build,
            optimizer,
            list,
            gradientOf(random, count, 1),
          );
          for (let i = 0; i < 100; i++) {
            const gradient = gradientOf(random, count, 10 ** power);
            const norm = step(loops, gradient, clipping);
            expect(Math.abs(step(kernels, gradient, clipping) - norm)).toBeLessThanOrEqual(1e-14 * norm);
          }
          expect(differences(dtype, loops.gradient, kernels.gradient)).toEqual([]);
          expect(differences(dtype, expected, actual)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
  );

  const alone = (numbers: readonly number[]): Pair => {
    const pair = pairOf(dtype, build, sgd(), [numbers.length], [...numbers]);
    for (const { gradient } of [pair.loops, pair.kernels]) gradient.set(numbers);
    return pair;
  };

  it("find the norm where squares overflow or underflow, and what is not finite", () => {
    const tiny = dtype === "float64" ? 1e-300 : 1e-40;
    const lists = [
      [],
      [0, 0, 0],
      [3 * tiny, -4 * tiny],
      [3e37, -4e37, 1],
      [1, Number.NaN, Infinity],
      [Infinity, 1, 2, 3, 4, 5, 6, 7, 8, 9, Number.NaN],
      [1, -Infinity, 2],
    ];
    for (const list of lists) {
      const { loops, kernels } = alone(list);
      const [expected, actual] = [loops.norm(), kernels.norm()];
      if (Number.isFinite(expected)) expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14 * expected);
      else expect(actual).toBe(expected);
    }
  });

  it("clip huge gradients to tiny norms, where a factor would underflow", () => {
    const size = dtype === "float64" ? 1e300 : 1e37;
    const limit = dtype === "float64" ? 1e-20 : 1e-10;
    const { loops, kernels } = alone([3 * size, -4 * size, 0]);
    for (const updates of [loops, kernels]) updates.clipNorm(updates.norm(), limit);
    expect(kernels.gradient).toEqual(loops.gradient);
    expect(kernels.norm() / limit).toBeCloseTo(1, 6);
  });

  it("leave a gradient alone that is no longer than its limit", () => {
    const { kernels } = alone([3, -4, 0, 1e-3]);
    const before = kernels.gradient.slice();
    kernels.clipNorm(kernels.norm(), kernels.norm());
    kernels.clipNorm(kernels.norm(), 100);
    kernels.clipValue(4);
    expect(kernels.gradient).toEqual(before);
  });

  it("cut what is too large, infinities too, and hide no NaN", () => {
    const { loops, kernels } = alone([1, -3, Infinity, -Infinity, Number.NaN, 0.1, -0, 0.2, -0.1]);
    for (const limit of [2, 0.1]) {
      for (const updates of [loops, kernels]) updates.clipValue(limit);
      expect(kernels.gradient).toEqual(loops.gradient);
    }
  });
});

describe("five updates as PyTorch does them, by kernels", () => {
  it.each(optimizerCases().map((c) => [c.name, c] as const))("%s", (name, { options, start, gradients, after }) => {
    const sizes = start.map((one) => flatten(one).length);
    const { kernels, actual } = pairOf("float64", builds()[0]!, optimizerMakers[name]!(options), sizes, flatten(start));
    for (const [i, gradient] of gradients.entries()) {
      step(kernels, flatten(gradient), {});
      const expected = flatten(after[i]!);
      for (const [j, w] of actual.entries()) expect(Math.abs(w - expected[j]!), `update ${i + 1}`).toBeLessThan(1e-12);
    }
  });
});

describe("fastestUpdates", () => {
  const trained = { dtype: "float64" as const, store: new Float64Array(3), places: [{ offset: 0, size: 3 }] };

  it("takes kernels for every optimizer of ours", () => {
    for (const one of OPTIMIZERS) expect(fastestUpdates(trained, one)).toBeInstanceOf(SimdUpdates);
  });

  it("takes the loops of an optimizer that has its own", () => {
    const own: Optimizer = {
      ...sgd(),
      create: () => ({
        update: ([w]) => void w!.fill(7),
        snapshot: () => ({ step: 0, slots: [] }),
        restore: () => {},
      }),
    };
    fastestUpdates(trained, own).apply();
    expect(trained.store).toEqual(Float64Array.of(7, 7, 7));
  });
});

describe("a trainer", () => {
  const batch = { x: [0, 1, 2, 0, 1], target: [1, 2, 0, 1, 2] };
  const newModel = (dtype: Dtype) => cells.gru.build({ x: 3, h: 5, y: 3 }, { seed: 3, dtype });
  /** The same optimizer, of which no kernel is known. */
  const byLoops = (one: Optimizer): Optimizer => ({
    ...one,
    create: (sizes) => {
      const state = one.create(sizes);
      return {
        update: (w, g) => state.update(w, g),
        snapshot: () => state.snapshot(),
        restore: (snapshot) => state.restore(snapshot),
      };
    },
  });
  const options: [string, Omit<TrainerOptions, "optimizer">][] = [
    ["without clipping", {}],
    ["that clips", { clipNorm: 0.5, clipValue: 0.1 }],
    ["of windows", { truncate: { k1: 2, k2: 3 }, clipNorm: 1 }],
  ];

  it.each(options)("%s learns the same by kernels and by loops", (_name, rest) => {
    for (const optimizer of OPTIMIZERS) {
      const [a, b] = [optimizer, byLoops(optimizer)].map((one) => {
        const trainer = new Trainer(newModel("float64"), { ...rest, optimizer: one });
        for (let i = 0; i < 30; i++) trainer.step(trainer.wantsBatch ? batch : undefined);
        return trainer.model.store;
      });
      expect(differences("float64", b!, a!), optimizer.name).toEqual([]);
      expect(differences("float64", newModel("float64").store, a!)).not.toEqual([]);
    }
  });

  it.each(["float64", "float32"] as const)("goes on from what its model holds, whoever wrote it: %s", (dtype) => {
    const model = newModel(dtype);
    const trainers = [sgd(), sgd()].map((optimizer) => new Trainer(model, { optimizer }));
    const alone = new Trainer(newModel(dtype), { optimizer: sgd() });
    for (let i = 0; i < 6; i++) {
      if (i === 3) for (const one of [model, alone.model]) one.store.set(newModel(dtype).store);
      trainers[i % 2]!.step(batch);
      alone.step(batch);
    }
    expect(model.store).toEqual(alone.model.store);
  });

  it.each([Infinity, Number.NaN])("leaves the model alone when a gradient is %s", (wrong) => {
    const trainer = new Trainer(newModel("float64"), { optimizer: adam(), clipNorm: 1, clipValue: 1 });
    trainer.step(batch);
    const before = trainer.model.store.slice();
    trainer.model.store[0] = wrong;
    const report = trainer.step(batch);
    expect([report.updated, Number.isFinite(report.loss) && Number.isFinite(report.gradientNorm)]).toEqual([
      false,
      false,
    ]);
    expect(trainer.model.store.subarray(1)).toEqual(before.subarray(1));
    trainer.model.store[0] = before[0]!;
    expect(trainer.step(batch).updated).toBe(true);
  });
});
