import { describe, expect, it } from "vitest";
import { isFunctionName } from "../../../src/engine/functions/index.js";
import { Definition } from "../../../src/engine/index.js";
import { isFunctionLike, isLibraryFunction } from "../../../src/engine/language/foreignFunctions.js";
import { FORMULAS } from "../../../src/engine/language/functionFormulas.js";
import { check, type GivenSizes, inferShapes } from "../../../src/engine/language/index.js";
import { LIBRARY_FUNCTIONS } from "./libraryFunctions.js";

const shapesOf = (text: string, sizes: GivenSizes) => inferShapes(check(text), sizes).ofName;
const call = (name: string): string => `h[t] = ${name} (x[t] + b)`;

describe("a name before a bracket", () => {
  it.each(["U", "U_n", "W_hh", "P_inv", "Wx", "A1", "Proj", "u", "Δ", "权重矩阵"])("is a factor: %s", (name) => {
    expect(shapesOf(call(name), { x: 3, h: 3, [name]: [3, 3] }).get(name)).toEqual({ rows: 3, columns: 3 });
    expect(check(call(name)).supposedFunctions).toEqual([]);
  });

  it.each(["sin", "SIN", "Leaky_ReLU", "LayerNorm", "log_sum_exp", "conv1d", "mm", "gain", "w_hh", "σ_max", "H", "Θ"])(
    "is taken for a function: %s",
    (name) => {
      const text = call(name).replace(" (", "(");
      expect(() => shapesOf(text, { x: 3, h: 3 })).toThrow(`there is no function ${name}`);
    },
  );

  it.each(["sin", "gain", "LeakyReLU"])("is a quantity when it is sized, assigned or used elsewhere: %s", (name) => {
    const sizes = { x: 3, h: 3 };
    const square = { rows: 3, columns: 3 };
    expect(shapesOf(call(name), { ...sizes, [name]: [3, 3] }).get(name)).toEqual(square);
    expect(shapesOf(`${name} = A + A'\n${call(name)}`, sizes).get(name)).toEqual(square);
    expect(shapesOf(`${call(name)} + ${name}' * (A x[t])`, { ...sizes, A: [3, 3], [name]: [3, 3] }).get(name)).toEqual(
      square,
    );
    expect(check(`${call(name)} + ${name}' x[t]`).supposedFunctions).toEqual([]);
  });

  it.each(["-sin(x[t])", "2 sin(x[t])", "sin'(x[t])", "sin^2 (x[t])", "tanh(U x[t] + sin(h[t-1]))"])(
    "is found wherever it stands: %s",
    (expression) => {
      const text = `h[t] = ${expression}`;
      const [found] = check(text).supposedFunctions;
      expect(text.slice(found!.span.start, found!.span.end)).toBe("sin");
    },
  );

  it("behind * is a factor", () => {
    expect(check("h[t] = gain * (x[t] + b)").supposedFunctions).toEqual([]);
  });
});

describe("the functions of other libraries", () => {
  const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

  it.each(Object.entries(LIBRARY_FUNCTIONS))("of %s are all known, with a capital too", (_, names) => {
    const all = names.split(" ").flatMap((name) => (name.length > 2 ? [name, capital(name)] : [name]));
    expect(all.filter((name) => !isFunctionLike(name))).toEqual([]);
  });

  it.each(["Leaky_ReLU", "dotMultiply", "NanMean", "Conv2d", "BCELoss", "SIN", "MultiHeadAttention"])(
    "are known in capitals and with _: %s",
    (name) => expect(isFunctionLike(name)).toBe(true),
  );

  it.each(["tanh", "softmax", "crossEntropy"])("are none of the language, whatever library has it too: %s", (name) =>
    expect([isFunctionName(name), isLibraryFunction(name)]).toEqual([true, false]),
  );

  it.each([
    "P_inv",
    "Lu",
    "E_i",
    "M",
    "Wout",
    "Wxh",
    "Readout",
    "Proj",
    "Encoder",
    "W_forward",
    "Wxh_forward",
    "权重矩阵",
  ])("leave matrices' names alone, whatever they spell: %s", (name) => expect(isFunctionLike(name)).toBe(false));
});

const ofNumbers: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  // PyTorch's approximate="tanh"
  gelu: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  hardsigmoid: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
  hardtanh: (x) => Math.min(1, Math.max(-1, x)),
  leakyrelu: (x) => (x > 0 ? x : 0.01 * x),
  ln: Math.log,
  logistic: (x) => 1 / (1 + Math.exp(-x)),
  sigma: (x) => 1 / (1 + Math.exp(-x)),
  silu: (x) => x / (1 + Math.exp(-x)),
  sqrt: Math.sqrt,
  square: (x) => x ** 2,
};

/** Functions of the whole vector. */
const ofVectors: Readonly<Record<string, (x: readonly number[]) => number[]>> = {
  layernorm: (x) => {
    const mean = x.reduce((a, b) => a + b) / x.length;
    const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
    return x.map((v) => (v - mean) / Math.sqrt(variance + 1e-5));
  },
  norm: (x) => [Math.hypot(...x)],
  transpose: (x) => [...x],
};

/** What a formula of x computes, in the language itself. */
function computed(formula: string, x: readonly number[]): number[] {
  const definition = new Definition(`y[t] = ${formula.replace(/\bx\b/gu, "x[t]")}\nz[t] = x[t]`);
  return Array.from(
    definition
      .build({ x: x.length })
      .forward({ x: [x as number[]] })
      .value("y", 1).data,
  );
}

describe("the formulas that are suggested", () => {
  const tight = (found: readonly number[], expected: readonly number[], name: string): void => {
    expect(found.length, name).toBe(expected.length);
    found.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!), name).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected[i]!)));
    });
  };

  it("are all checked below", () => {
    expect(
      Object.keys(FORMULAS)
        .filter((name) => /\bx\b/u.test(FORMULAS[name]!))
        .sort(),
    ).toEqual([...Object.keys(ofNumbers), ...Object.keys(ofVectors)].sort());
  });

  it.each(Object.entries(ofNumbers))("compute %s", (name, exact) => {
    const x = [0.9, -2.5, 4, 7, 0.1, -0.3].filter((v) => Number.isFinite(exact(v)));
    expect(x.length).toBeGreaterThan(1);
    tight(computed(FORMULAS[name]!, x), x.map(exact), name);
  });

  it.each(Object.entries(ofVectors))("compute %s", (name, exact) => {
    const x = [0.9, -2.5, 1.2];
    tight(computed(FORMULAS[name]!, x), exact(x), name);
  });
});

/** Functions of several arguments, on vectors; of matrices where the product is one. */
const ofSeveral: Readonly<Record<string, (a: number, b: number, c: number) => number>> = {
  clip: (a, b, c) => Math.min(c, Math.max(b, a)),
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
  multiply: (a, b) => a * b,
};
const ofPairs: Readonly<Record<string, (a: readonly number[], b: readonly number[]) => number[]>> = {
  concatenate: (a, b) => [...a, ...b],
  mse: (a, b) => [squares(a, b) / a.length],
};
const squares = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);

/** What a formula of a, b and c computes, in the language itself. */
function computedOf(formula: string, values: Readonly<Record<string, readonly number[]>>): number[] {
  const definition = new Definition(
    `y[t] = ${formula.replace(/\b[abc]\b/gu, "$&[t]")}\nz[t] = concat(a[t], b[t], c[t])`,
  );
  const sizes = Object.fromEntries(Object.entries(values).map(([name, { length }]) => [name, length]));
  const batch = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [[...value]]]));
  return [...definition.build(sizes).forward(batch).value("y", 1).data];
}

describe("the formulas of several arguments", () => {
  const [a, b, c] = [
    [0.7, -1.5, 2],
    [0.2, 0.4, 1.1],
    [0.5, 0.9, 1.3],
  ];

  it("are all checked here", () => {
    const ofSome = Object.keys(FORMULAS).filter((name) => !/\bx\b/u.test(FORMULAS[name]!));
    expect(ofSome.sort()).toEqual([...Object.keys(ofSeveral), ...Object.keys(ofPairs), "matmul"].sort());
    expect(FORMULAS.matmul).toBe("a b");
  });

  it.each(Object.entries(ofSeveral))("compute %s", (name, exact) => {
    const found = computedOf(FORMULAS[name]!, { a: a!, b: b!, c: c! });
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(exact(a![i]!, b![i]!, c![i]!), 12);
    });
  });

  it.each(Object.entries(ofPairs))("compute %s", (name, exact) => {
    const found = computedOf(FORMULAS[name]!, { a: a!, b: b!, c: c! });
    exact(a!, b!).forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 12);
    });
  });
});
