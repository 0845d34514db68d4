import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DataError,
  Definition,
  init,
  OptionError,
  Random,
  type Shape,
  singularValues,
  spectralRadius,
} from "../../src/engine/index.js";
import { defaultInitialiser } from "../../src/engine/initialisers.js";

const shapeOf = (rows: number, columns: number): Shape => ({ rows, columns });
const sizes = fc.integer({ min: 1, max: 10 });
const seeds = fc.integer();
const moment = (numbers: Float64Array, power: number): number =>
  numbers.reduce((sum, value) => sum + value ** power, 0) / numbers.length;

describe("every initialiser", () => {
  const square = [
    init.normal(),
    init.uniform(),
    init.xavier(),
    init.orthogonal(),
    init.spectral(1.1),
    init.identity(),
    init.zeros(),
    init.constant(1),
    init.sparse(),
  ];

  it.each(square.map((i) => [i.description, i] as const))(
    "%s gives the same finite numbers for a seed",
    (_name, one) => {
      const numbers = one.fill(new Random(2), shapeOf(6, 6));
      expect(numbers).toHaveLength(36);
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(one.fill(new Random(2), shapeOf(6, 6))).toEqual(numbers);
    },
  );

  it("is described as it is written in a cell", () => {
    expect(square.map(({ description }) => description)).toEqual([
      "init.normal(0.1)",
      "init.uniform()",
      "init.xavier()",
      "init.orthogonal(1)",
      "init.spectral(1.1)",
      "init.identity()",
      "init.zeros()",
      "init.constant(1)",
      "init.sparse({ perUnit: 15, radius: 0.95 })",
    ]);
    expect(init.from([[1]]).description).toBe("init.from(…)");
  });
});

describe("random ones", () => {
  it("normal has its standard deviation", () => {
    const numbers = init.normal(0.5).fill(new Random(1), shapeOf(200, 200));
    expect(Math.abs(moment(numbers, 1))).toBeLessThan(5 * Math.sqrt(0.25 / 40_000));
    expect(Math.abs(moment(numbers, 2) / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / 40_000));
  });

  it.each([
    ["uniform()", init.uniform(), 1 / Math.sqrt(25)],
    ["uniform(0.3)", init.uniform(0.3), 0.3],
    ["xavier()", init.xavier(), Math.sqrt(6 / (400 + 25))],
  ] as const)("%s fills its interval evenly", (_name, one, limit) => {
    const numbers = one.fill(new Random(1), shapeOf(400, 25)).map((value) => value / limit);
    const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(1);
    expect(largest).toBeGreaterThan(0.999); // all 10,000 below it: e^-10
    expect(Math.abs(moment(numbers, 1))).toBeLessThan(5 * Math.sqrt(1 / 3 / 10_000));
    expect(Math.abs(moment(numbers, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / 10_000));
  });

  it("orthogonal has only singular values of its gain", () => {
    const gains = fc.double({ min: 0.1, max: 5, noNaN: true });
    fc.assert(
      fc.property(sizes, sizes, gains, seeds, (rows, columns, gain, seed) => {
        const numbers = init.orthogonal(gain).fill(new Random(seed), shapeOf(rows, columns));
        for (const value of singularValues(numbers, rows, columns)) expect(value / gain).toBeCloseTo(1, 12);
      }),
    );
  });

  it("spectral has exactly its spectral radius", () => {
    const radii = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(sizes, radii, seeds, (n, radius, seed) => {
        const numbers = init.spectral(radius).fill(new Random(seed), shapeOf(n, n));
        expect(spectralRadius(numbers, n) / radius).toBeCloseTo(1, 11);
      }),
    );
  });

  it("sparse has its number of non-zeros in each row and its spectral radius", () => {
    for (const [n, perUnit] of [
      [50, 15],
      [20, 1],
      [8, 15],
    ] as const) {
      const numbers = init.sparse({ perUnit, radius: 0.8 }).fill(new Random(3), shapeOf(n, n));
      for (let i = 0; i < n; i++) {
        const nonZero = numbers.subarray(i * n, (i + 1) * n).filter((value) => value !== 0);
        expect(nonZero).toHaveLength(Math.min(n, perUnit));
      }
      expect(spectralRadius(numbers, n) / 0.8).toBeCloseTo(1, 11);
    }
  });
});

describe("fixed ones", () => {
  const random = new Random(0);

  it("give what they say", () => {
    expect([...init.identity().fill(random, shapeOf(2, 2))]).toEqual([1, 0, 0, 1]);
    expect([...init.identity(-0.5).fill(random, shapeOf(2, 2))]).toEqual([-0.5, 0, 0, -0.5]);
    expect([...init.zeros().fill(random, shapeOf(2, 1))]).toEqual([0, 0]);
    expect([...init.constant(3).fill(random, shapeOf(2, 1))]).toEqual([3, 3]);
    expect([
      ...init
        .from([
          [1, 2, 3],
          [4, 5, 6],
        ])
        .fill(random, shapeOf(2, 3)),
    ]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...init.from([1, 2]).fill(random, shapeOf(2, 1))]).toEqual([1, 2]);
    expect([...init.from([[1], [2]]).fill(random, shapeOf(2, 1))]).toEqual([1, 2]);
  });

  it("from keeps a copy", () => {
    const rows = [[1, 2]];
    const kept = init.from(rows);
    rows[0]![0] = 9;
    expect([...kept.fill(random, shapeOf(1, 2))]).toEqual([1, 2]);
  });
});

describe("the default", () => {
  it("is uniform for a matrix and a single number, zero for a bias", () => {
    expect(defaultInitialiser(shapeOf(3, 4)).description).toBe("init.uniform()");
    expect(defaultInitialiser(shapeOf(1, 1)).description).toBe("init.uniform()");
    expect(defaultInitialiser(shapeOf(3, 1)).description).toBe("init.zeros()");
  });

  it("does not depend on which other parameters there are", () => {
    const small = new Definition("s[t] = tanh(W s[t-1])").build({ s: 4 }, { seed: 5 });
    const large = new Definition("s[t] = tanh(U x[t] + W s[t-1] + b)").build({ s: 4, x: 2 }, { seed: 5 });
    expect(small.parameters.W).toEqual(large.parameters.W);
  });
});

describe("what does not fit", () => {
  const fill = (one: ReturnType<typeof init.zeros>, rows: number, columns: number) => () =>
    one.fill(new Random(0), shapeOf(rows, columns));

  it("is refused with what was found and expected", () => {
    expect(() => init.normal(-1)).toThrow(new OptionError("init.normal takes a number above 0, found -1"));
    expect(() => init.spectral("1.1" as never)).toThrow('init.spectral takes a number above 0, found "1.1"');
    expect(() => init.uniform(Number.NaN)).toThrow(OptionError);
    expect(() => init.orthogonal(0)).toThrow(OptionError);
    expect(() => init.identity(Number.POSITIVE_INFINITY)).toThrow("init.identity takes a finite number");
    expect(() => init.constant(undefined as never)).toThrow("init.constant takes a finite number");
    expect(() => init.sparse({ perUnit: 1.5 })).toThrow("init.sparse: perUnit is 1.5: expected a whole number");
    expect(() => init.sparse({ perunit: 3 } as never)).toThrow("Did you mean perUnit?");
    expect(() => init.sparse(3 as never)).toThrow("init.sparse was given 3");
  });

  it("is refused when the shape does not suit", () => {
    for (const one of [init.spectral(1), init.identity(), init.sparse()])
      expect(fill(one, 2, 3)).toThrow("needs a square matrix, as a recurrent one is, but this one is 2×3");
    expect(fill(init.from([[1, 2]]), 2, 1)).toThrow(new DataError("init.from was given 1×2 numbers, expected 2×1"));
    expect(fill(init.from([1, 2, 3, 4]), 2, 2)).toThrow(DataError);
  });

  it("is refused when given numbers are no matrix", () => {
    expect(() => init.from([[1, 2, 3], [4]])).toThrow("row 2 has 1 numbers, row 1 has 3");
    expect(() => init.from([[1, Number.NaN]])).toThrow("row 1 holds NaN");
    expect(() => init.from([["1" as never]])).toThrow('row 1 holds "1"');
    expect(() => init.from([[undefined as never]])).toThrow("row 1 holds undefined");
    expect(() => init.from(7 as never)).toThrow(OptionError);
  });
});
