/** The classic experiments as the literature defines them; the exact numbers stand in test/golden/theory.json. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, tasks } from "../../../src/lab/index.js";
import { readGolden } from "../../engine/golden.js";

const theory = readGolden<{
  baselines: Record<string, number> & { copying: Record<string, number>; characters: Record<string, number> };
}>("theory").baselines;
const N = 20_000;
/** Five standard errors of a share. */
const shareBound = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / N);

interface Marked {
  x: [value: number, marker: number][];
  target: [number];
}

describe.each([
  ["adding", tasks.adding, (a: number, b: number) => a + b],
  ["adding, mean", (o: object) => tasks.adding({ target: "mean", ...o }), (a: number, b: number) => (a + b) / 2],
  ["multiplication", tasks.multiplication, (a: number, b: number) => a * b],
] as const)("%s", (_name, make, combine) => {
  it("marks one number in each half and asks for what they make", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer(), (length, seed) => {
        const { x, target } = make({ length, seed }).batch() as unknown as Marked;
        const marked = x.flatMap(([, marker], t) => (marker === 1 ? [t] : []));
        expect(marked).toHaveLength(2);
        expect(marked[0]! < Math.floor(length / 2) && marked[1]! >= Math.floor(length / 2)).toBe(true);
        expect(target).toEqual([combine(x[marked[0]!]![0], x[marked[1]!]![0])]);
        expect(x.every(([value, marker]) => value >= 0 && value < 1 && (marker === 0 || marker === 1))).toBe(true);
      }),
    );
  });

  it("shows the marked numbers", () => {
    const task = make({ length: 10 });
    const batch = task.batch(2);
    const [first] = batch.x as unknown as Marked["x"][];
    expect(task.tokens(batch).x).toEqual(first!.map(([value, marker]) => (marker === 1 ? value.toFixed(2) : "·")));
  });
});

describe("wrong answers of always saying the mean", () => {
  it.each([
    ["adding, mean", tasks.adding({ target: "mean", length: 4 }), 0.5, theory.addingHalfSumWrong!],
    ["multiplication", tasks.multiplication({ length: 4 }), 0.25, theory.multiplicationWrong!],
    ["adding", tasks.adding({ length: 4 }), 1, 0.64],
  ] as const)("%s", (_name, task, answer, share) => {
    const batch = task.batch(N);
    const rate = task.errorRate!(batch, { data: new Float64Array(N).fill(answer) });
    expect(Math.abs(rate - share)).toBeLessThan(shareBound(share));
  });

  it("counts none when every answer is right, all when none is a number, and takes a single answer", () => {
    const task = tasks.adding();
    const batch = task.batch(10);
    const right = (batch.target as [number][]).flat();
    expect(task.errorRate!(batch, right)).toBe(0);
    expect(
      task.errorRate!(
        batch,
        right.map((value) => value + 0.199),
      ),
    ).toBe(0);
    expect(
      task.errorRate!(
        batch,
        right.map((value) => value + 0.201),
      ),
    ).toBe(1);
    expect(
      task.errorRate!(
        batch,
        right.map(() => Number.NaN),
      ),
    ).toBe(1);
    const single = task.batch();
    expect(task.errorRate!(single, { data: single.target as [number] })).toBe(0);
  });
});

describe("exact baselines", () => {
  it("are those of the literature", () => {
    const total = (task: { baseline?: { total: number } }): number => task.baseline!.total;
    expect(total(tasks.adding())).toBeCloseTo(theory.addingSum!, 15);
    expect(total(tasks.adding({ target: "mean" }))).toBeCloseTo(theory.addingHalfSum!, 15);
    expect(total(tasks.multiplication())).toBeCloseTo(theory.multiplication!, 15);
    expect(total(tasks.temporalOrder())).toBeCloseTo(theory.temporalOrder2!, 15);
    expect(total(tasks.temporalOrder({ symbols: 3 }))).toBeCloseTo(theory.temporalOrder3!, 15);
    for (const [delay, perStep] of Object.entries(theory.copying))
      expect(tasks.copying({ delay: Number(delay) }).baseline!.perStep).toBeCloseTo(perStep, 14);
  });
});

describe("copying", () => {
  it("asks for its ten symbols after the marker and the blanks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer(), (delay, seed) => {
        const { x, target } = tasks.copying({ delay, seed }).batch() as { x: number[]; target: number[] };
        const symbols = x.slice(0, 10);
        expect(symbols.every((symbol) => symbol >= 1 && symbol <= 8)).toBe(true);
        expect(x).toEqual([...symbols, ...new Array(delay - 1).fill(0), 9, ...new Array(10).fill(0)]);
        expect(target).toEqual([...new Array(delay + 10).fill(0), ...symbols]);
      }),
    );
  });

  it("draws each symbol equally often, and shows them", () => {
    const task = tasks.copying({ delay: 1 });
    const counts = new Array<number>(8).fill(0);
    for (const row of task.batch(N / 10).x as number[][]) for (const symbol of row.slice(0, 10)) counts[symbol - 1]!++;
    for (const count of counts) expect(Math.abs(count / N - 1 / 8)).toBeLessThan(shareBound(1 / 8));
    const { x, target } = task.tokens({ x: [1, 8, 9, 0], target: [0, 0, 1, 8] });
    expect([x, target]).toEqual([
      ["1", "8", "?", "·"],
      ["·", "·", "1", "8"],
    ]);
    expect(task.decode([0, [0, 0, 1]])).toBe("·2");
  });
});

describe("temporalOrder", () => {
  it.each([
    [2, [1 / 10, 1 / 2]],
    [3, [1 / 10, 3 / 10, 6 / 10]],
  ] as const)("of %i puts A or B into its stretches and asks for their order", (symbols, starts) => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 120 }), fc.integer(), (length, seed) => {
        const task = tasks.temporalOrder({ length, symbols, seed });
        const { x, target } = task.batch() as { x: number[]; target: number };
        const places = x.flatMap((symbol, t) => (symbol < 2 ? [t] : []));
        expect(places).toHaveLength(symbols);
        places.forEach((place, k) => {
          const start = Math.floor(starts[k]! * length + 1e-9);
          expect(place >= start && place < start + Math.floor(length / 10)).toBe(true);
        });
        expect(target).toBe(places.reduce((sum, place, k) => sum + x[place]! * 2 ** k, 0));
        expect(x.every((symbol) => symbol >= 0 && symbol <= 5)).toBe(true);
        expect(task.decode([target])).toBe(places.map((place) => task.tokens({ x }).x![place]).join(""));
      }),
    );
  });

  it("draws every order equally often", () => {
    const counts = [0, 0, 0, 0];
    for (const order of tasks.temporalOrder({ length: 10 }).batch(N).target as number[]) counts[order]!++;
    for (const count of counts) expect(Math.abs(count / N - 1 / 4)).toBeLessThan(shareBound(1 / 4));
  });

  it("counts answers whose largest probability is not the order's: 75 % of guesses", () => {
    const task = tasks.temporalOrder({ length: 10 });
    const batch = task.batch(N);
    const always = Float64Array.from({ length: 4 * N }, (_, k) => (k % 4 === 2 ? 0.4 : 0.2));
    expect(Math.abs(task.errorRate!(batch, { data: always }) - 0.75)).toBeLessThan(shareBound(0.75));
    const right = (batch.target as number[]).flatMap((order) => [0, 1, 2, 3].map((c) => (c === order ? 0.5 : 0.1)));
    expect(task.errorRate!(batch, right)).toBe(0);
    const single = task.batch();
    expect(task.errorRate!(single, right.slice(0, 4))).toBe(single.target === (batch.target as number[])[0] ? 0 : 1);
  });
});

describe("sine", () => {
  it("is a wave whose next value is the target", () => {
    const { x, target } = tasks.sine({ length: 60, period: 20 }).batch() as { x: [number][]; target: [number][] };
    expect(target.slice(0, -1)).toEqual(x.slice(1));
    for (const [t, [value]] of x.slice(20).entries()) expect(value).toBeCloseTo(x[t]![0], 12);
    for (const [t, [value]] of x.slice(10, 20).entries()) expect(value).toBeCloseTo(-x[t]![0], 12);
  });
});

describe("a sine's phase", () => {
  it("is drawn evenly from the whole circle", () => {
    const waves = tasks.sine({ length: 1 }).batch(N).x as [[number]][];
    const next = tasks.sine({ length: 1 }).batch(N).target as [[number]][];
    for (const values of [waves, next].map((list) => list.map(([[value]]) => value))) {
      const mean = values.reduce((sum, value) => sum + value, 0) / N;
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(0.5 / N));
      expect(Math.abs(values.filter((value) => value > 0.5).length / N - 1 / 3)).toBeLessThan(shareBound(1 / 3));
    }
  });
});

describe("parity", () => {
  it("says whether the ones so far are odd", () => {
    const task = tasks.parity({ length: 30 });
    const batch = task.batch();
    const { x, target } = batch as unknown as { x: [number][]; target: [number][] };
    let ones = 0;
    for (const [t, [bit]] of x.entries()) {
      ones += bit;
      expect(target[t]).toEqual([ones % 2]);
    }
    expect(task.tokens(batch)).toEqual({ x: x.map(String), target: target.map(String) });
    expect(task.decode([[0.2], [0.7]])).toBe("0 1");
  });
});

describe("names", () => {
  it("marks the names of real verses", () => {
    const task = tasks.names();
    const batch = { x: [], target: [] } as { x: string[]; target: string[] };
    for (let i = 0; i < 50; i++) {
      const { x, target } = task.tokens(task.batch());
      batch.x.push(...x!);
      batch.target.push(...target!);
    }
    expect(batch.x.every((word, i) => (batch.target[i] === "name") === /^[A-Z]/.test(word))).toBe(true);
    expect(batch.target.filter((mark) => mark === "name").length).toBeGreaterThan(50);
    expect(task.decode([{ data: [0.9] }, [0.1]])).toBe("name -");
  });
});

describe("options out of range", () => {
  it.each([
    [() => tasks.adding({ length: 1 }), "tasks.adding: length is 1: expected a whole number from 2 to 1000000"],
    [() => tasks.adding({ target: "product" as never }), 'target is "product": expected "sum" or "mean"'],
    [() => tasks.multiplication({ length: 2.5 }), "tasks.multiplication: length is 2.5"],
    [() => tasks.copying({ delay: 0 }), "tasks.copying: delay is 0"],
    [() => tasks.temporalOrder({ length: 9 }), "length is 9: expected a whole number from 10 to 1000000"],
    [() => tasks.temporalOrder({ symbols: 4 }), "symbols is 4: expected 2 or 3"],
    [() => tasks.sine({ period: 2 }), "period is 2: expected more than 2 steps"],
    [() => tasks.sine({ length: 0 }), "tasks.sine: length is 0"],
    [() => tasks.parity({ length: "20" as never }), 'length is "20"'],
    [() => tasks.names({ seed: "a" as never }), 'tasks.names: seed is "a": expected a whole number'],
    [() => tasks.adding({ lenght: 5 } as never), "Did you mean length?"],
  ])("%#", (make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});
