import { describe, expect, it } from "vitest";
import { check, type GivenSizes, inferShapes } from "../../../src/engine/language/index.js";
import { errorOf, followed } from "./followHints.js";

function shapesOf(text: string, sizes: GivenSizes): Record<string, string> {
  const { ofName } = inferShapes(check(text), sizes);
  return Object.fromEntries([...ofName].map(([name, { rows, columns }]) => [name, `${rows}×${columns}`]));
}

function messageOf(text: string, sizes: GivenSizes): string {
  try {
    inferShapes(check(text), sizes);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`nothing was refused in ${text}`);
}

describe("single numbers stay single numbers where a size of 1 says so", () => {
  it.each<[string, GivenSizes, Record<string, string>]>([
    ["S[t] = S[t-1]*wRec + X[t]*wx", { S: 1, X: 1 }, { wRec: "1×1", wx: "1×1" }],
    ["S[t] = S[t-1]*wRec + X[t]*wx", { S: 1 }, { X: "1×1", wRec: "1×1", wx: "1×1" }],
    ["h[t] = tanh(x[t] Wx + h[t-1] Wh)", { x: 1, h: 1 }, { Wx: "1×1", Wh: "1×1" }],
    ["h[t] = u x[t] + W h[t-1]", { x: 1, h: 4 }, { u: "4×1", W: "4×4" }],
    ["h[t] = U x[t] + W h[t-1]", { U: [4, 1] }, { x: "1×1", W: "4×4" }],
    ["y[t] = x[t] * g[t]\ng[t] = v' x[t]", { x: 4, v: 4 }, { g: "1×1", y: "4×1" }],
    ["g[t] = v' x[t]\ny[t] = g[t] * x[t]", { x: 4, v: 4 }, { g: "1×1", y: "4×1" }],
    ["y[t] = x[t] * w", { x: 4, w: 1 }, { y: "4×1" }],
  ])("%s, %j", (text, sizes, expected) => expect(shapesOf(text, sizes)).toMatchObject(expected));
});

describe("an outer product has as many columns as its row", () => {
  it.each<[string, GivenSizes, Record<string, string>]>([
    ["S[t] = x[t] z[t]'", { x: 3, S: [3, 2] }, { z: "2×1" }],
    ["S[t] = x[t] b'", { x: 3, S: [3, 2] }, { b: "2×1" }],
    ["S[t] = S[t-1] + k[t] q[t]'\nk[t] = K x[t]\nq[t] = Q x[t]", { x: 3, S: [4, 2] }, { K: "4×3", Q: "2×3" }],
    ["h[t] = x[t] z[t]'", { x: 3, h: 3, z: 1 }, { h: "3×1" }],
  ])("%s, %j", (text, sizes, expected) => expect(shapesOf(text, sizes)).toMatchObject(expected));

  it("which is no single number because one column is needed", () => {
    expect(messageOf("h[t] = x[t] z[t]'", { x: 3, h: 3 })).toContain(
      "x[t] z[t]' is a matrix with a column for each row of z, but a single column is needed here",
    );
  });
});

describe("no length is 1 because a vector has one column", () => {
  it.each<[string, GivenSizes, string]>([
    ["y[t] = (x[t]' x[t]) * z[t]", { x: 4 }, "the size of z is not known"],
    ["s[t] = tanh(W x[t] + v)\ny[t] = v * z[t]", { s: 4, x: 3 }, "v and z[t] are both vectors of 4 rows"],
    ["h[t] = tanh(h[t-1] * λ + W x[t])", { x: 3, h: 4 }, "If λ is one number, give its size: build({ λ: 1 })"],
    ["S[t] = S[t-1]*wRec + X[t]*wx", { S: 3, X: 3 }, "wRec stands to the right of S[t-1], a vector of 3 rows"],
    ["y[t] = x[t] s[t]", { x: 3, s: 4 }, "x[t] and s[t] are both vectors, of 3 and 4 rows"],
    ["S[t] = S[t-1]*wRec + X[t]*wx", {}, "the size of X is not known"],
  ])("%s, %j", (text, sizes, problem) => expect(messageOf(text, sizes)).toContain(problem));
});

describe("the product element by element that is suggested", () => {
  it.each<[string, GivenSizes, string]>([
    ["h[t] = (1 - z[t]) * h[t-1]", { h: 4, z: 4 }, "h[t] = (1 - z[t]) .* h[t-1]"],
    ["h[t] = (1 - z[t]) h[t-1] + x[t]", { h: 4, z: 4 }, "h[t] = (1 - z[t]) .* h[t-1] + x[t]"],
    ["h[t] = W r[t] h[t-1]", { h: 4, r: 4 }, "h[t] = W (r[t] .* h[t-1])"],
    ["h[t] = W (r[t]×h[t-1])", { h: 4, r: 4 }, "h[t] = W (r[t] .* h[t-1])"],
    ["h[t] = 0.5 * r[t] * h[t-1]", { h: 4, r: 4 }, "h[t] = 0.5 r[t] .* h[t-1]"],
    ["h[t] = tanh(r[t] ∗ h[t-1])", { h: 4, r: 4 }, "h[t] = tanh(r[t] .* h[t-1])"],
  ])("of %s keeps brackets, and has the sizes that were meant", (text, sizes, expected) => {
    const error = errorOf(text, sizes)!;
    expect(error.message).toContain(`⊙: ${expected}`);
    expect(followed(text, error.suggestions[0]!)).toBe(expected);
    expect(shapesOf(expected, sizes)).toMatchObject({ h: "4×1" });
  });
});
