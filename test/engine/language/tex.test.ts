import fc from "fast-check";
import katex from "katex";
import { expect, it } from "vitest";
import { parse, type Statement, texOf, texOfName, texOfNameAt } from "../../../src/engine/language/index.js";
import { statements } from "./arbitrary.js";

const tex = (statement: Statement): string =>
  texOf(statement)
    .map((piece) => piece.tex)
    .join("");
const texOfText = (text: string): string => tex(parse(text)[0]!);

it("is TeX that KaTeX sets without an error", () => {
  fc.assert(
    fc.property(statements, (statement) => {
      katex.renderToString(tex(statement), { throwOnError: true, strict: false });
    }),
    { numRuns: 500 },
  );
});

it("keeps every name of the right side apart, with its time", () => {
  const [statement] = parse("s[t] = tanh(U x[t] + W_hh s[t-1]) + y[T-2]");
  expect(texOf(statement!)).toEqual([
    { tex: "s_{t} = \\tanh\\left(" },
    { name: "U", tex: "U", base: null, offset: 0 },
    { tex: " \\, " },
    { name: "x", tex: "x_{t}", base: "t", offset: 0 },
    { tex: " + " },
    { name: "W_hh", tex: "W_{hh}", base: null, offset: 0 },
    { tex: " \\, " },
    { name: "s", tex: "s_{t-1}", base: "t", offset: -1 },
    { tex: "\\right) + " },
    { name: "y", tex: "y_{T-2}", base: "T", offset: -2 },
  ]);
});

it.each([
  ["h[t] = (1 - z[t]) .* n[t]", "h_{t} = \\left(1 - z_{t}\\right) \\odot n_{t}"],
  ["A = (W + W') / 2", "A = \\frac{W + {W}^{\\top}}{2}"],
  ["y = A (b .* c)", "y = A \\, \\left(b \\odot c\\right)"],
  ["y = (A .* B) c", "y = \\left(A \\odot B\\right) \\, c"],
  ["y = A b .* c", "y = A \\, b \\odot c"],
  ["y = a - (b - c)", "y = a - \\left(b - c\\right)"],
  ["y = 3 a - -1", "y = 3 \\, a - \\left(-1\\right)"],
  ["y = 2 * 3", "y = 2 \\cdot 3"],
  ["y = -a .^ 2", "y = -{a}^{2}"],
  ["y = (-a)^2", "y = {\\left(-a\\right)}^{2}"],
  ["y = (A x)'", "y = {\\left(A \\, x\\right)}^{\\top}"],
  ["y = 2.5e-7 a", "y = 2.5 \\cdot 10^{-7} \\, a"],
  ["E[T] = crossEntropy(target[T], y[T])", "E_{T} = \\operatorname{CE}\\left(\\mathrm{target}_{T},\\, y_{T}\\right)"],
  ["s[t] = sigmoid(σ x[t])", "s_{t} = \\sigma\\left(\\sigma \\, x_{t}\\right)"],
])("sets %s", (text, expected) => {
  expect(texOfText(text)).toBe(expected);
});

it.each([
  ["x", "x", "x_{t-1}"],
  ["W_hh", "W_{hh}", "W_{hh,\\,t-1}"],
  ["h_a_b", "h_{a,b}", "h_{a,b,\\,t-1}"],
  ["ŷ", "\\hat{y}", "\\hat{y}_{t-1}"],
  ["h̃", "\\tilde{h}", "\\tilde{h}_{t-1}"],
  ["σ", "\\sigma", "\\sigma_{t-1}"],
  ["W_σ", "W_{\\sigma}", "W_{\\sigma,\\,t-1}"],
  ["W₁₂", "W_{12}", "W_{12,\\,t-1}"],
  ["target", "\\mathrm{target}", "\\mathrm{target}_{t-1}"],
  ["状", "\\text{状}", "\\text{状}_{t-1}"],
])("sets the name %s", (name, plain, atTime) => {
  expect(texOfName(name)).toBe(plain);
  expect(texOfNameAt(name, { base: "t", offset: -1 })).toBe(atTime);
});
