import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  check,
  childrenOf,
  type Expression,
  type FunctionName,
  formatExpression,
  type GivenSizes,
  inferShapes,
  type Shape,
} from "../../../src/engine/language/index.js";
import { expressions } from "./arbitrary.js";

/** `name: rows×columns` of every name. */
function shapesOf(text: string, sizes: GivenSizes): Record<string, string> {
  const { ofName } = inferShapes(check(text), sizes);
  return Object.fromEntries([...ofName].map(([name, { rows, columns }]) => [name, `${rows}×${columns}`]));
}

const ELMAN = "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

it("finds all shapes of a recurrent network from three sizes", () => {
  expect(shapesOf(ELMAN, { x: 3, s: 4, y: 2 })).toEqual({
    x: "3×1",
    target: "2×1",
    U: "4×3",
    W: "4×4",
    b: "4×1",
    V: "2×4",
    c: "2×1",
    s: "4×1",
    y: "2×1",
    E: "1×1",
  });
});

it("finds them from a matrix as well", () => {
  expect(shapesOf(ELMAN, { U: [4, 3], V: [2, 4] })).toEqual(shapesOf(ELMAN, { x: 3, s: 4, y: 2 }));
});

describe.each<[string, string, GivenSizes, Record<string, string>]>([
  ["the rows of a concat", "s[t] = W concat(s[t-1], x[t])", { x: 3, s: 4 }, { W: "4×7" }],
  ["the part missing in a concat", "s[t] = concat(x[t], z[t])", { x: 3, s: 4 }, { z: "1×1" }],
  ["concat with a 1 for the bias", "s[t] = W concat(1, x[t])", { x: 3, s: 4 }, { W: "4×4" }],
  ["a concat of matrices", "A = concat(P, Q)\ns[t] = A x[t]", { P: [2, 3], Q: [1, 3] }, { A: "3×3", s: "3×1" }],
  [
    "a concat over a number found to be one",
    "z[t] = concat(a[t], b[t]) / (2 + s[t]' s[t])",
    { a: 2, b: 3, s: 2 },
    { z: "5×1" },
  ],
  [
    "a concat by its name over such a number",
    "c[t] = concat(a[t], b[t])\nz[t] = c[t] / (s[t]' s[t])",
    { a: 2, b: 3, s: 2 },
    { z: "5×1" },
  ],
  [
    "such a number times a concat with a part to find",
    "z[t] = (s[t]' s[t]) * concat(a[t], b[t])",
    { a: 2, z: 5, s: 2 },
    { b: "3×1" },
  ],
  [
    "a concat of which nothing is known yet",
    "z[t] = concat(a[t], a[t]) / (s[t]' s[t])\na[t] = P s[t]",
    { P: [3, 2] },
    { z: "6×1" },
  ],
  ["a vector on a diagonal", "s[t] = W diag(m) s[t-1]", { s: 3 }, { W: "3×3", m: "3×1" }],
  ["a diagonal that says how long its vector is", "s[t] = diag(v[t]) x[t]", { s: 3 }, { v: "3×1", x: "3×1" }],
  ["a number's diagonal", "s[t] = diag(0.5) s[t-1]", { s: 1 }, { s: "1×1" }],
  ["a scaled vector", "s[t] = 2 U x[t] / 3", { x: 3, s: 4 }, { U: "4×3" }],
  ["a number against every element", "s[t] = 1 - x[t]", { x: 3 }, { s: "3×1" }],
  ["a computed scalar", "e[t] = exp(V x[t])\ny[t] = e[t] / sum(e[t])", { x: 3, y: 2 }, { e: "2×1", V: "2×3" }],
  ["a scalar gate", "s[t] = g[t] * s[t-1] + (1 - g[t]) * x[t]", { g: 1, x: 3 }, { s: "3×1" }],
  ["a quadratic form", "y[t] = s[t]' A s[t]", { s: 4, y: 1 }, { A: "4×4" }],
  ["an outer product", "A[t] = a[t] b[t]'", { a: 2, b: 3 }, { A: "2×3" }],
  ["attention's score, found to be one number", "y[t] = (v' s[t]) * s[t]", { v: 4, s: 4 }, { y: "4×1" }],
  [
    "a network of single numbers",
    "s[t] = tanh(u x[t] + w s[t-1] + b)",
    { x: 1, s: 1 },
    { u: "1×1", w: "1×1", b: "1×1" },
  ],
  ["a target beside a single number", "y[t] = v x[t]\nE[t] = (y[t] - d[t])^2", { x: 3, y: 1 }, { d: "1×1", v: "1×3" }],
  ["attention's score, element by element", "y[t] = (v' s[t]) .* s[t]", { v: 4, s: 4 }, { y: "4×1" }],
  ["a gate found to be one number", "g[t] = v' s[t]\ny[t] = g[t] .* s[t]", { v: 4, s: 4, y: 4 }, { g: "1×1" }],
  ["a difference from a single number", "e[t] = y[t] - d[t]\nE[t] = sum(e[t]^2)", { y: 1 }, { d: "1×1" }],
  ["a leak rate for each element", "k = sigmoid(g)\ns[t] = k .* s[t-1] + x[t]", { x: 3 }, { g: "3×1", k: "3×1" }],
  ["a derived parameter", "A = (W + W') / 2\ns[t] = A s[t-1]", { s: 3 }, { A: "3×3", W: "3×3" }],
  ["a matrix for a state", "S[t] = S[t-1] + k[t] q[t]'", { S: [2, 3] }, { k: "2×1", q: "3×1" }],
  ["no time at all", "a = tanh(W x + b)\ny = V a", { x: 3, a: 4, y: 2 }, { W: "4×3", V: "2×4", b: "4×1" }],
  [
    "names of JavaScript's own",
    "constructor[t] = toString valueOf[t]",
    { constructor: 2, valueOf: 3 },
    { toString: "2×3" },
  ],
])("%s", (_, text, sizes, expected) => {
  it(text, () => expect(shapesOf(text, sizes)).toMatchObject(expected));
});

type ShapeOf = (e: Expression) => Shape;
const isOne = ({ rows, columns }: Shape): boolean => rows === 1 && columns === 1;

/** The rules of shapes once more, each for one node alone. */
function fits(e: Expression, of: ShapeOf): boolean {
  const own = of(e);
  const [a, b] = childrenOf(e).map(of);
  const isLike = (shape: Shape): boolean => own.rows === shape.rows && own.columns === shape.columns;
  if (e.kind === "name") return own.rows >= 1 && own.columns >= 1;
  if (e.kind === "number") return isOne(own);
  if (e.kind === "negate") return isLike(a!);
  if (e.kind === "transpose") return isLike({ rows: a!.columns, columns: a!.rows });
  if (e.kind === "call") return callFits(e.function, childrenOf(e).map(of), own);
  if (e.operator === "power") return isLike(a!);
  if (isOne(a!) || isOne(b!)) return isLike(isOne(a!) ? b! : a!) || isMatrixProduct(a!, b!, own);
  return e.operator === "product" ? isMatrixProduct(a!, b!, own) : isLike(a!) && isLike(b!);
}

const isMatrixProduct = (a: Shape, b: Shape, own: Shape): boolean =>
  a.columns === b.rows && own.rows === a.rows && own.columns === b.columns;

function callFits(name: FunctionName, parts: readonly Shape[], own: Shape): boolean {
  if (name === "concat")
    return parts.every((p) => p.columns === own.columns) && own.rows === parts.reduce((sum, p) => sum + p.rows, 0);
  if (name === "diag") return parts[0]!.columns === 1 && own.rows === own.columns && own.rows === parts[0]!.rows;
  if (parts.length === 2)
    return isOne(own) && parts[0]!.rows === parts[1]!.rows && parts[0]!.columns === parts[1]!.columns;
  return name === "sum" || name === "mean"
    ? isOne(own)
    : own.rows === parts[0]!.rows && own.columns === parts[0]!.columns;
}

const allNodes = (e: Expression): Expression[] => [e, ...childrenOf(e).flatMap(allNodes)];

it("finds shapes that fit together at every node, or says what does not", () => {
  let found = 0;
  const sizes = fc.dictionary(fc.constantFrom("x", "s", "W", "h_a", "β", "zz"), fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(expressions, sizes, (e, given) => {
      try {
        const checked = check(`zz[t] = ${formatExpression(e)}`);
        const { ofExpression } = inferShapes(checked, given);
        const nodes = allNodes(checked.statements[0]!.expression);
        for (const node of nodes)
          expect(
            fits(node, (n) => ofExpression.get(n)!),
            formatExpression(node),
          ).toBe(true);
        found++;
      } catch (error) {
        if (!["EquationError", "ShapeError", "OptionError"].includes((error as Error).name)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(50);
});

it("does not depend on the order in which sizes are given", () => {
  const sizes = fc.shuffledSubarray(["x", "s", "y", "target", "b"], { minLength: 3 });
  const all: Record<string, number> = { x: 3, s: 4, y: 2, target: 2, b: 4 };
  const shapes = (order: readonly string[]): unknown => {
    try {
      return shapesOf(ELMAN, Object.fromEntries(order.map((name) => [name, all[name]!])));
    } catch (error) {
      return (error as Error).message;
    }
  };
  fc.assert(
    fc.property(sizes, (order) => {
      expect(shapes(order)).toEqual(shapes([...order].sort()));
    }),
  );
});

it("suggests the nearest name for an unknown one", () => {
  expect(() => shapesOf(ELMAN, { traget: 3 })).toThrow("Did you mean target?");
});
