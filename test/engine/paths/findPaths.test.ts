import { describe, expect, it } from "vitest";
import { backward, Definition, findPaths, type PathSet } from "../../../src/engine/index.js";
import { classes, gap, productOf, traceOf } from "./support.js";

const texts = ({ paths }: PathSet): string[] => paths.map(({ nodes }) => nodes.join(" → "));

const choose = (n: number, k: number): bigint => (k === 0 ? 1n : (choose(n - 1, k - 1) * BigInt(n)) / BigInt(k));

/** L stacked linear layers; a loss at each step or at the last. */
function stacked(L: number, time: "t" | "T"): string {
  const layers = Array.from({ length: L }, (_, i) => {
    const below = i === 0 ? "x" : `h${i}`;
    return `h${i + 1}[t] = W${i + 1} h${i + 1}[t-1] + U${i + 1} ${below}[t]`;
  });
  return [...layers, `E[${time}] = squaredError(d[${time}], h${L}[${time}])`].join("\n");
}

const NOTE_004 = "h[t] = tanh(W_hx x[t] + W_hh h[t-1])\no[t] = W_qh h[t]\nE[t] = squaredError(target[t], o[t])";
const note004 = (options = {}) =>
  traceOf(
    NOTE_004,
    { x: 2, h: 2, o: 2 },
    {
      x: [
        [1, 2],
        [0.5, -1],
        [2, 0],
      ],
      target: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    },
    options,
  );

describe("the paths of two stacked linear layers over two steps", () => {
  const text = `
    S[t] = W_s S[t-1] + W_x X[t]
    Z[t] = W_z Z[t-1] + W_u S[t]
    y[T] = W_v Z[T]
    E[T] = squaredError(d[T], y[T])`;
  const model = new Definition(text).build({ X: 1, S: 1, Z: 1, y: 1 });
  model.set({ W_x: 0.5, W_s: 0.7, W_u: 0.9, W_z: 0.6, W_v: 1.1 });
  const trace = backward(model, { X: [1, 2], d: 1 });

  it("are three, each multiplied out, and their sum is the gradient", () => {
    const set = findPaths(trace, "E[T]", "W_x");
    expect(texts(set)).toEqual([
      "E[2] → y[2] → Z[2] → S[2] → W_x",
      "E[2] → y[2] → Z[2] → S[2] → S[1] → W_x",
      "E[2] → y[2] → Z[2] → Z[1] → S[1] → W_x",
    ]);
    expect(set.paths.map(({ value }) => value.data[0]!.toFixed(6))).toEqual(["2.508660", "0.878031", "0.752598"]);
    expect(set.sum.data[0]).toBeCloseTo(4.139289, 12);
    expect(set.paths[1]!.factors.map(({ data }) => Number(data[0]!.toFixed(12)))).toEqual([1.267, 1.1, 0.9, 0.7, 1]);
  });

  it.each([
    ["W_v", 1.881495],
    ["W_u", 2.299605],
    ["W_z", 0.627165],
    ["W_s", 0.627165],
  ])("give ∂E/∂%s too", (name, gradient) => {
    expect(findPaths(trace, "E", name).sum.data[0]).toBeCloseTo(gradient, 12);
  });
});

describe("how many paths there are", () => {
  it.each([
    ["W_qh", 3n],
    ["h[3]", 1n],
    ["h[2]", 2n],
    ["h[1]", 3n],
    ["W_hx", 6n],
    ["W_hh", 6n],
    ["W_hx[3]", 1n],
    ["W_hx[1]", 3n],
    ["h[0]", 3n],
  ])("three steps, a loss at each: %s has %s", (target, count) => {
    const set = findPaths(note004(), "E", target);
    expect([set.count, BigInt(set.paths.length), set.listed]).toEqual([count, count, "all"]);
  });

  it.each([1, 2, 3].flatMap((L) => [1, 2, 3, 4, 5, 6].map((n) => [L, n] as const)))(
    "%i layers, %i steps: C(n+L-1, L) from the last loss, C(n+L, L+1) from all",
    (L, n) => {
      const sizes = Object.fromEntries(
        ["x", ...Array.from({ length: L }, (_, i) => `h${i + 1}`)].map((name) => [name, 1]),
      );
      const last = traceOf(stacked(L, "T"), sizes, { x: classes(n, 3), d: 1 });
      const every = traceOf(stacked(L, "t"), sizes, { x: classes(n, 3), d: classes(n, 2) });
      expect(findPaths(last, "E", "U1").count).toBe(choose(n + L - 1, L));
      expect(findPaths(every, "E[T]", "U1").count).toBe(choose(n + L - 1, L));
      expect(findPaths(every, "E", "U1").count).toBe(choose(n + L, L + 1));
    },
  );
});

describe("a path", () => {
  it("names its quantities; the latest loss comes first, then shorter travel through time", () => {
    expect(texts(findPaths(note004(), "E", "W_hx"))).toEqual([
      "E[3] → o[3] → h[3] → W_hx",
      "E[3] → o[3] → h[3] → h[2] → W_hx",
      "E[3] → o[3] → h[3] → h[2] → h[1] → W_hx",
      "E[2] → o[2] → h[2] → W_hx",
      "E[2] → o[2] → h[2] → h[1] → W_hx",
      "E[1] → o[1] → h[1] → W_hx",
    ]);
    expect(texts(findPaths(note004(), "E[2]", "h[0]"))).toEqual(["E[2] → o[2] → h[2] → h[1] → h[0]"]);
    expect(texts(findPaths(note004(), "E", "W_hx[2]"))[0]).toBe("E[3] → o[3] → h[3] → h[2] → W_hx[2]");
  });

  it("takes what is named in the order of the equations", () => {
    const text = "a[t] = tanh(W x[t])\nb[t] = sigmoid(W x[t])\ny[t] = b[t] .* a[t]\nE[t] = squaredError(d[t], y[t])";
    const set = findPaths(traceOf(text, { x: 1, a: 1 }, { x: [1], d: [1] }), "E", "W");
    expect(texts(set)).toEqual(["E[1] → y[1] → a[1] → W", "E[1] → y[1] → b[1] → W"]);
  });

  it("has one factor for a name that stands twice in an equation", () => {
    const text = "s[t] = x[t] + w s[t-1]\ny[t] = s[t] .* s[t]\nE[t] = squaredError(d[t], y[t])";
    const set = findPaths(traceOf(text, { s: 1 }, { x: [2, 3], d: [1, 1] }), "E[2]", "s[2]");
    expect(set.count).toBe(1n);
    expect(set.paths[0]!.factors[1]!.data[0]).toBeCloseTo(2 * set.trace.value("s", 2).data[0]!, 12);
  });

  it("has factors of the size of what is derived by what", () => {
    const { paths } = findPaths(note004(), "E[2]", "W_hx");
    expect(paths[1]!.factors.map(({ shape }) => shape)).toEqual([
      [1, 2],
      [2, 2],
      [2, 2],
      [2, 2, 2],
    ]);
    expect(paths[0]!.factors[1]).toBe(paths[1]!.factors[1]);
    expect(paths[1]!.steps.map(({ tex }) => tex)).toEqual([
      "\\frac{\\partial E_{2}}{\\partial o_{2}}",
      "\\frac{\\partial o_{2}}{\\partial h_{2}}",
      "\\frac{\\partial h_{2}}{\\partial h_{1}}",
      "\\frac{\\partial h_{1}}{\\partial W_{hx}}",
    ]);
    expect(gap(productOf(findPaths(note004(), "E[2]", "W_hx"), paths[1]!), paths[1]!.value)).toBeLessThan(1e-14);
  });

  it("has the Jacobian of tanh written by hand as a factor", () => {
    const { paths, trace } = findPaths(note004(), "E[3]", "h[2]");
    const [h1, h2] = trace.value("h", 3).data;
    const [[a, b], [c, d]] = trace.value("W_hh").toArray() as number[][] as [[number, number], [number, number]];
    const byHand = [(1 - h1! ** 2) * a, (1 - h1! ** 2) * b, (1 - h2! ** 2) * c, (1 - h2! ** 2) * d];
    paths[0]!.factors[2]!.data.forEach((x, i) => {
      expect(x).toBeCloseTo(byHand[i]!, 14);
    });
  });

  it("that goes through a softmax has its plain partial derivatives as factors", () => {
    const text = "y[t] = softmax(V x[t])\nE[t] = crossEntropy(target[t], y[t])";
    const set = findPaths(traceOf(text, { x: 2, y: 3 }, { x: [[1, 2]], target: [2] }), "E", "V");
    const y = set.trace.value("y", 1).data;
    expect([...set.paths[0]!.factors[0]!.data]).toEqual([0, 0, -1 / y[2]!]);
    expect(gap(productOf(set, set.paths[0]!), set.paths[0]!.value)).toBeLessThan(1e-14);
    expect(findPaths(set.trace, "E", "y[1]").paths[0]!.value.data[2]).toBe(-1 / y[2]!);
  });
});

describe("what is asked for", () => {
  it("may be the whole loss of several under the name E", () => {
    const text = "s[t] = tanh(w s[t-1] + x[t])\nL1[t] = squaredError(d[t], s[t])\nL2[T] = squaredError(1, s[T])";
    const trace = traceOf(text, { s: 1 }, { x: [1, 2, 3], d: [0, 1, 0] });
    expect(findPaths(trace, "E", "w").sum.data[0]).toBeCloseTo(trace.gradient("w").data[0]!, 14);
    expect([
      findPaths(trace, "E", "w").count,
      findPaths(trace, "L1", "w").count,
      findPaths(trace, "L2", "w").count,
    ]).toEqual([9n, 6n, 3n]);
    expect(texts(findPaths(trace, "E", "s[3]"))).toEqual(["L1[3] → s[3]", "L2[3] → s[3]"]);
  });

  it("may be a network without time, a value made of parameters, or a learned initial state", () => {
    const still = traceOf(
      "a = tanh(W x)\ny = softmax(V a)\nE = crossEntropy(target, y)",
      { x: 2, a: 2, y: 2 },
      { x: [1, 2], target: 1 },
    );
    expect(texts(findPaths(still, "E", "W"))).toEqual(["E → y → a → W"]);
    const text = "A = (W + W') / 2\ns[t] = tanh(A s[t-1] + x[t])\nE[t] = squaredError(d[t], s[t])";
    const derived = traceOf(
      text,
      { x: 2, s: 2 },
      {
        x: [
          [1, 2],
          [0, 1],
        ],
        d: [
          [1, 0],
          [0, 1],
        ],
      },
    );
    expect(texts(findPaths(derived, "E[2]", "W"))).toEqual(["E[2] → s[2] → A → W", "E[2] → s[2] → s[1] → A → W"]);
    expect(texts(findPaths(derived, "E[2]", "W[1]"))).toEqual(["E[2] → s[2] → s[1] → A → W[1]"]);
    expect(findPaths(derived, "E", "A").count).toBe(3n);
  });

  it("takes T, blanks, and the mean over time", () => {
    const trace = note004();
    expect(texts(findPaths(trace, " E[T-1] ", "h[ 1 ]"))).toEqual(["E[2] → o[2] → h[2] → h[1]"]);
  });

  it("goes through JSON with the count in digits", () => {
    const json = JSON.parse(JSON.stringify(findPaths(note004(), "E", "W_hx")));
    expect([json.count, json.paths.length, json.paths[0].nodes[0], json.sum.shape]).toEqual(["6", 6, "E[3]", [2, 2]]);
  });
});
