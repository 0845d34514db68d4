import fc from "fast-check";
import { expect, it } from "vitest";
import { type Expression, formatExpression, parse } from "../../../src/engine/language/index.js";
import { bare, expressions } from "./arbitrary.js";

const read = (text: string): Expression => parse(`a = ${text}`)[0]!.expression;

it("is read back as the same tree", () => {
  fc.assert(
    fc.property(expressions, (e) => {
      expect(bare(read(formatExpression(e)))).toEqual(bare(e));
    }),
    { numRuns: 1000 },
  );
});

it("is the same when formatted twice", () => {
  fc.assert(
    fc.property(expressions, (e) => {
      const text = formatExpression(e);
      expect(formatExpression(read(text))).toBe(text);
    }),
  );
});

it.each([
  ["tanh( U*x[t]+W*s[t-1]+b )", "tanh(U x[t] + W s[t-1] + b)"],
  ["((1 - z[t])) ⊙ h[t-1]", "(1 - z[t]) .* h[t-1]"],
  ["a - (b - c)", "a - (b - c)"],
  ["(a - b) - c", "a - b - c"],
  ["(A B) x", "(A B) x"],
  ["A (B x)", "A B x"],
  ["A (B .* x)", "A (B .* x)"],
  ["-(a^2)", "-a^2"],
  ["(-a)^2", "(-a)^2"],
  ["a .^ (-2)", "a .^ -2"],
  ["a ^ (-2)", "a^-2"],
  ["(a + b)' ", "(a + b)'"],
  ["A' x[T-1]", "A' x[T-1]"],
  ["1/(2 x)", "1 / (2 x)"],
  ["3 s - -1", "3 s - -1"],
  ["U * (a + b)", "U (a + b)"],
  ["W_hh1 * (a + b)", "W_hh1 (a + b)"],
  ["σ * (a + b)", "σ * (a + b)"],
  ["gain * (a .* b)", "gain * (a .* b)"],
  ["gain * (a + b) c", "gain * (a + b) c"],
  ["U (gain * (a + b))", "U (gain * (a + b))"],
  ["-gain * (-a)", "-gain * (-a)"],
  ["gain * b' (a + b)", "gain b' (a + b)"],
])("writes %s as %s", (written, canonical) => {
  expect(formatExpression(read(written))).toBe(canonical);
});
