import fc from "fast-check";
import { expect, it } from "vitest";
import { check, childrenOf, type Expression, parse } from "../../../src/engine/language/index.js";
import { bare } from "./arbitrary.js";

const tree = (text: string): unknown => bare(parse(`a = ${text}`)[0]!.expression);

it.each([
  ["A B x", "A (B x)"],
  ["A * B x", "A * (B x)"],
  ["A * B * x", "(A * B) * x"],
  ["A x .* B y", "(A x) .* (B y)"],
  ["a .* b ⊙ c", "(a .* b) .* c"],
  ["a - b - c", "(a - b) - c"],
  ["a / b ./ c", "(a / b) / c"],
  ["a + b c", "a + (b c)"],
  ["-a .^ 2", "-(a .^ 2)"],
  ["-a b", "(-a) b"],
  ["-a'", "-(a')"],
  ["V -x", "V - x"],
  ["V (-x)", "V * (-x)"],
  ["3 s[t] - -1", "(3 s[t]) - (-1)"],
  ["a^2'", undefined],
  ["a'^2", "(a')^2"],
  ["a ^ -0.5", "a .^ (-0.5)"],
  ["a ^ (1/2)", "a .^ (1/2)"],
  ["U x[t]^2", "U (x[t]^2)"],
  ["U (a + b)", "U * (a + b)"],
  ["U(a + b)", "U * (a + b)"],
  ["W_hh(a + b)", "W_hh * (a + b)"],
  ["A · x × y", "A * x * y"],
  ["A ⋅ x", "A * x"],
  ["s[t]' A s[t]", "(s[t]') (A s[t])"],
  ["（a ＋ b）", "(a + b)"],
  ["concat（a，b）", "concat(a, b)"],
  ["s［t－１］", "s[t-1]"],
  ["s[ t - 1 ]", "s[t-1]"],
  ["s[t-0]", "s[t]"],
  ["ŷ", "y\u0302"],
  ["W′", "W'"],
  ["1.5e-3 * .5 * 2.", "0.0015 * 0.5 * 2"],
  ["2.*a", "2 .* a"],
])("reads %s as %s", (written, meant) => {
  if (meant === undefined) expect(() => tree(written)).toThrow();
  else expect(tree(written)).toEqual(tree(meant));
});

it("goes on over lines inside brackets, and nowhere else", () => {
  const text = "s[t] = tanh(U x[t]   # the input\n  + W s[t-1]\n\n  + b)\r\n\n  y[t] = softmax(V s[t])  # the output";
  expect(parse(text).map((s) => [s.name, s.time, s.span.line, s.text])).toEqual([
    ["s", "t", 1, text.slice(0, text.indexOf(")\r") + 1)],
    ["y", "t", 6, "y[t] = softmax(V s[t])"],
  ]);
  expect(() => parse("s[t] = U x[t]\n+ W s[t-1]")).toThrow("put its right side in brackets");
});

it("keeps the operator as it was written", () => {
  const symbol = (text: string): unknown => (parse(`a = ${text}`)[0]!.expression as { symbol?: string }).symbol;
  expect(["U x", "U * x", "U · x", "a ⊙ b", "a .* b", "a ./ b"].map(symbol)).toEqual(["", "*", "·", "⊙", ".*", "./"]);
});

const spans = (e: Expression): Expression[] => [e, ...childrenOf(e).flatMap(spans)];

it("knows of every node where it stands", () => {
  const text = "β = 1\nŷ[t] = softmax(V (s[t]' .* s[t-1]) - -2 .^ 2 + β)";
  const found = spans(parse(text)[1]!.expression).map(({ span }) => text.slice(span.start, span.end));
  expect(found).toContain("(s[t]' .* s[t-1])");
  expect(found).toContain("s[t]'");
  expect(found).toContain("-2 .^ 2");
  expect(found).toContain("s[t-1]");
  expect(found[0]).toBe("softmax(V (s[t]' .* s[t-1]) - -2 .^ 2 + β)");
});

it("either reads a text or says what is wrong with it, and nothing else", () => {
  const piece = fc.constantFrom(
    ..."s x W t T [ ] ( ) , = == + - * / ^ .* ' 1 2.5 tanh crossEntropy \n # _ { } ² ⊙ ŷ σ 状".split(" "),
    " ",
    "\n",
    "[t]",
    "[t-1]",
    " = ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      try {
        check(pieces.join(""));
      } catch (error) {
        expect((error as Error).name).toBe("EquationError");
      }
    }),
    { numRuns: 2000 },
  );
});
