import { describe, expect, it } from "vitest";
import { DISPLAY } from "../../src/lab/host.js";
import { backward, cells, OptionError, paths, rnn } from "../../src/lab/index.js";
import { decodeSeries, type Payload, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

type PathsPayload = Extract<Payload, { view: "paths" }>;

/** What a set of paths shows, checked by the schema as a saved notebook's is. */
function shown(set: ReturnType<typeof paths>): PathsPayload & { bytes: number } {
  const bundle = (set as unknown as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  const json = bundle[UNROLL_MIME]!;
  return { ...(parsePayload(JSON.parse(json)) as PathsPayload), bytes: json.length };
}

/** Norm of a Jacobian, given or of its numbers. */
const sizeOf = ({ value, norm }: PathsPayload["set"]["factors"][number]): number =>
  norm ?? Math.hypot(...numbers(value));

const numbers = (series: string | undefined): number[] => [...decodeSeries(series!).data];

const twoLayers = rnn`
  S[t] = W_s S[t-1] + W_x X[t]
  Z[t] = W_z Z[t-1] + W_u S[t]
  y[T] = W_v Z[T]
  E[T] = squaredError(d[T], y[T])`;
const model = twoLayers.build({ X: 1, S: 1, Z: 1, y: 1 }).set({ W_x: 0.5, W_s: 0.7, W_u: 0.9, W_z: 0.6, W_v: 1.1 });
const trace = backward(model, { X: [1, 2], d: 1 });

/** A network of the presets with classes 0…2 over T steps. */
function preset(cell: "elman" | "lstm", T: number, size: number, options = {}) {
  const state = cell === "lstm" ? { h: size } : { s: size };
  const data = {
    x: Array.from({ length: T }, (_, t) => (7 * t) % 3),
    target: Array.from({ length: T }, (_, t) => (5 * t) % 3),
  };
  return backward(cells[cell].build({ x: 3, ...state, y: 3 } as never), data, options);
}

describe("a set of paths, as it is shown", () => {
  it("holds the graph, each path's factors and value, and the sum beside the gradient", () => {
    const { set, recording } = shown(paths(trace, "E[T]", "W_x"));
    expect([set.from, set.to]).toEqual([
      { name: "E", time: 2, tex: "E_{2}" },
      { name: "W_x", time: null, tex: "W_{x}" },
    ]);
    expect([set.count, set.rows, set.columns, set.batchSize, set.listed]).toEqual(["3", 1, 1, 1, "all"]);
    expect(set.nodes.map(({ name, time }) => `${name}${time ?? ""}`)).toEqual([
      "E2",
      "y2",
      "Z2",
      "S2",
      "W_x",
      "S1",
      "Z1",
    ]);
    expect(set.paths.map((path) => numbers(path.value)[0]!.toFixed(6))).toEqual(["2.508660", "0.878031", "0.752598"]);
    const second = set.paths[1]!.factors.map((i) => set.factors[i]!);
    expect(second.map(({ tex }) => tex)[3]).toBe("\\frac{\\partial S_{2}}{\\partial S_{1}}");
    expect(second.map(({ value }) => Number(numbers(value)[0]!.toFixed(12)))).toEqual([1.267, 1.1, 0.9, 0.7, 1]);
    expect(second.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 5],
      [5, 4],
    ]);
    expect(numbers(set.sum)[0]).toBeCloseTo(4.139289, 12);
    expect(numbers(set.gradient)[0]).toBeCloseTo(4.139289, 12);
    expect(numbers(set.agreement)[2]).toBeLessThan(1e-14);
    expect(recording.details).toEqual([]);
  });

  it("says in words how many there are, which is the largest, and that they sum to the gradient", () => {
    expect(shown(paths(trace, "E[T]", "W_x")).alt).toMatch(
      /^3 paths lead from E\[2\] to W_x, the largest E\[2\] → y\[2\] → Z\[2\] → S\[2\] → W_x with norm 2\.51; they sum to a gradient of norm 4\.14, and backpropagation gives 4\.14 \(largest difference of an entry (?:0|[\d.]+×10⁻¹[56])\)\.$/u,
    );
    expect(shown(paths(trace, "E", "Z[2]")).alt).toMatch(
      /^1 path leads from the loss E to Z\[2\], E\[2\] → y\[2\] → Z\[2\]; it gives a gradient of norm 1\.39,/u,
    );
    expect(shown(paths(preset("lstm", 60, 2), "E", "U_f")).alt).toMatch(
      /^about \d\.\d\d×10⁴⁰ paths lead from the loss E to U_f, the largest E/u,
    );
  });

  it("groups more than 200 paths by their number of factors", () => {
    const { set } = shown(paths(preset("elman", 30, 2), "E", "W", { largest: 3 }));
    expect([set.count, set.paths.length, set.listed, set.groups.length]).toEqual(["465", 3, "largest", 30]);
    expect(set.groups[0]).toMatchObject({ length: 3, count: "30" });
    expect(numbers(set.groupNorms)).toHaveLength(30);
    expect(numbers(set.norms)).toEqual([...numbers(set.norms)].sort((a, b) => b - a));
    const sum = set.groups.map(({ value }) => numbers(value)).reduce((a, b) => a.map((x, i) => x + b[i]!));
    sum.forEach((x, i) => {
      expect(x).toBeCloseTo(numbers(set.gradient)[i]!, 12);
    });
  });

  it("leaves out numbers that are too many to read, and those of a batch", () => {
    const large = shown(paths(preset("elman", 3, 7), "E", "W")).set;
    expect([large.sum, large.gradient, large.paths[0]!.value]).toEqual([undefined, undefined, undefined]);
    expect(large.factors.filter(({ value }) => value).map(({ tex }) => tex)).toContain(
      "\\frac{\\partial E_{3}}{\\partial y_{3}}",
    );
    const batch = backward(model, {
      X: [
        [1, 2],
        [0, 1],
      ],
      d: [1, 0],
    });
    const { set } = shown(paths(batch, "E", "W_x"));
    expect([set.batchSize, set.sum, set.factors.some(({ value }) => value)]).toEqual([2, undefined, false]);
    expect(numbers(set.agreement)[0]).toBeCloseTo(Math.abs(batch.gradient("W_x").data[0]!), 12);
  });

  it("holds the norms of Jacobians too large to be read, and what a mean over time multiplies by", () => {
    const { set } = shown(paths(preset("elman", 3, 7, { reduction: "mean" }), "E", "W"));
    expect(set.weight).toBe(1 / 3);
    for (const { value, norm } of set.factors) expect([value, norm].filter((x) => x !== undefined)).toHaveLength(1);
    const bounds = set.paths.map(({ factors }) =>
      factors.map((i) => sizeOf(set.factors[i]!)).reduce((a, b) => a * b, set.weight),
    );
    numbers(set.norms).forEach((norm, i) => {
      expect(norm).toBeLessThanOrEqual(bounds[i]! * (1 + 1e-5));
    });
    expect(Math.max(...numbers(set.norms)) / Math.max(...bounds)).toBeGreaterThan(0.1);
    expect(shown(paths(trace, "E", "W_x")).set.weight).toBe(1);
  });

  it("has the shapes of one sequence for a batch of one", () => {
    const x = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const one = backward(cells.elman.build({ x: 3, s: 2, y: 3 }), { x: [x], target: [[1, 2, 0]] });
    const { set } = shown(paths(one, "E[3]", "s[1]"));
    expect([set.rows, set.columns, decodeSeries(set.sum!).shape]).toEqual([2, 1, [2, 1]]);
    expect(set.factors.map(({ value }) => decodeSeries(value!).shape)).toEqual([
      [1, 3],
      [3, 2],
      [2, 2],
      [2, 2],
    ]);
  });

  it("names one use of a parameter, initial states, and what stands before them", () => {
    expect(shown(paths(trace, "E", "W_x[1]")).set.to).toEqual({ name: "W_x", time: 1, tex: "W_{x,\\,1}" });
    const lags = rnn("s[t] = w s[t-2] + x[t]\nE[t] = squaredError(d[t], s[t])").build({ s: 1 });
    const set = paths(backward(lags, { x: [1, 2], d: [0, 0] }), "E", "s[-1]");
    expect(shown(set).set.to).toEqual({ name: "s", time: 0, tex: "s_{-1}" });
  });

  it("stays below 1 MB, whatever is asked", () => {
    const long = preset("elman", 2500, 2);
    expect(shown(paths(long, "E", "W", { largest: 200 })).bytes).toBeLessThan(1e6);
    const one = shown(paths(long, "E[T]", "s[1]"));
    expect([one.set.count, one.set.paths.length, one.set.listed]).toEqual(["1", 0, "found"]);
    expect(one.alt).toMatch(/→ … →/u);
    expect(shown(paths(preset("lstm", 60, 6), "E", "U_f", { largest: 200 })).bytes).toBeLessThan(1e6);
  });

  it("asks for a trace", () => {
    expect(() => paths(model as never, "E", "W_x")).toThrow(OptionError);
    expect(() => paths(model as never, "E", "W_x")).toThrow(
      'paths takes a trace first: paths(backward(model, batch), "E", "W")',
    );
  });
});
