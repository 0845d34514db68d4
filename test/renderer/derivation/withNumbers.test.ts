/** A line with numbers in place of its symbols. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbersInPlace } from "../../../src/renderer/derivation/numbersInPlace.js";
import { summandOf } from "../../../src/renderer/derivation/summand.js";
import { totalOf, withNumbers } from "../../../src/renderer/derivation/withNumbers.js";
import type { DerivationLine } from "../../../src/trace/index.js";
import { elmanDerivation, scalarDerivation } from "../fixtures/derivation.js";

const WIDE = 60;
const elman = elmanDerivation().derivation;
const lineOf = (kind: DerivationLine["kind"], name: string, { lines } = elman) =>
  lines.find((line) => line.kind === kind && line.name === name)!;
const inputOf = (line: DerivationLine, check: number, room = WIDE) => ({
  line,
  check,
  timeSteps: 3,
  timeless: new Set(["W", "U", "V"]),
  room,
});

describe("withNumbers", () => {
  it("puts the numbers of one time step in place of the symbols", () => {
    const model = withNumbers(inputOf(lineOf("adjoint", "s"), 0));
    expect(model.name).toContain("\\frac{\\partial E}{\\partial s_{3}}");
    expect(model.formula).toContain("\\begin{bmatrix}1.1&-0.7\\end{bmatrix} }^{\\top}");
    expect(model.formula).toContain("\\begin{bmatrix}0.8&-0.3\\\\0.2&0.6\\end{bmatrix}");
    // beyond the last time step
    expect(model.formula).toContain("\\textcolor{red}{\\begin{bmatrix}0\\\\0\\end{bmatrix}}");
    expect(model.where).toEqual([]);
    expect(model.agreement).toEqual({ result: "agree", difference: 0 });
    expect(model.left).toBe(model.right);
  });

  it("is of an earlier time step for a later check", () => {
    const [latest, earlier] = [0, 1].map((check) => withNumbers(inputOf(lineOf("delta", "s"), check)));
    expect(latest!.name).toContain("_{3}");
    expect(earlier!.name).toContain("_{2}");
    expect(earlier!.formula).not.toBe(latest!.formula);
  });

  it("writes one symbol's numbers after another where the formula would be too wide", () => {
    const { formula, where } = withNumbers(inputOf(lineOf("adjoint", "s"), 1, 8));
    expect(formula).not.toContain("bmatrix");
    expect(formula).toContain("\\delta^{s}_{3}");
    expect(where).toHaveLength(4);
    expect(where[2]).toContain("W = \\begin{bmatrix}");
  });

  it("of a gradient is one step's share, without the sum; the total stands beside the gradient", () => {
    const line = lineOf("gradient", "W");
    const model = withNumbers(inputOf(line, 0));
    expect(model.name).toContain("\\right|_{t=3}");
    expect(model.formula).not.toContain("\\sum");
    expect(totalOf({ line, room: WIDE })!.right).toContain("bmatrix");
    expect(totalOf({ line: lineOf("delta", "s"), room: WIDE })).toBeNull();
  });

  it("says that the two sides differ, and shows both", () => {
    const line = lineOf("adjoint", "s", elmanDerivation({ factor: 1.2 }).derivation);
    const { agreement, left, right } = withNumbers(inputOf(line, 0));
    expect(agreement.result).toBe("differ");
    expect(agreement.difference).toBeCloseTo(0.2 / 1.2);
    expect(left).not.toBe(right);
  });

  it("colours gradients, and nothing of a Jacobian", () => {
    expect(withNumbers(inputOf(lineOf("delta", "s"), 0)).name).toContain("\\textcolor{red}");
    const { name, formula } = withNumbers(inputOf(lineOf("jacobian", "s"), 0));
    expect(name + formula).not.toContain("red");
  });

  it("leaves the index of a parameter alone, though it looks like a time", () => {
    const line = lineOf("jacobian", "s");
    const right = line.right.map((piece) => (piece.tex === "W" ? { ...piece, tex: "W_{t}" } : piece));
    const input = { ...inputOf({ ...line, right }, 0, 8), timeless: new Set(["W_{t}"]) };
    expect(withNumbers(input).formula).toContain("W_{t}");
  });
});

describe("summandOf", () => {
  const gradient = (...right: string[]) => ({ ...lineOf("gradient", "W"), right: right.map((tex) => ({ tex })) });
  const texOf = (line: DerivationLine, isLast: boolean) => summandOf(line, isLast).map(({ tex }) => tex);

  it("keeps what is added once for the last step only", () => {
    const line = gradient("\\sum_{t=1}^{T} \\left(a", " + b\\right) x", " + c y");
    expect(texOf(line, true)).toEqual(["\\left(a", " + b\\right) x", " + c y"]);
    expect(texOf(line, false)).toEqual(["\\left(a", " + b\\right) x", ""]);
  });

  it("leaves a gradient that is no sum as it is", () => {
    expect(texOf(gradient("a + b"), false)).toEqual(["a + b"]);
  });
});

/** What a formula of plain numbers comes to, read from its TeX. */
function evaluated(tex: string): number {
  const code = tex
    .replace(/\\textcolor\{red\}/g, "")
    .replace(/\{\\times\}10\^\{(-?\d+)\}/g, "e$1")
    .replace(/\\(?:left|right)(?=[()])/g, "")
    .replace(/\\,|\\cdot/g, "*")
    // braces group for TeX, not for a reader
    .replace(/\{\s*([^{}]*?)\s*\}\^/g, "$1^")
    .replace(/\^/g, "**")
    .replace(/\{/g, "(")
    .replace(/\}/g, ")");
  return new Function(`return ${code}`)() as number;
}

describe("numbers in place of symbols", () => {
  const number = fc.oneof(
    fc.double({ min: -9, max: 9, noNaN: true }),
    fc.double({ min: -1e-3, max: 1e-3, noNaN: true }),
  );
  const symbol = (tex: string, index: number) => ({ tex, symbol: index, rows: 1, columns: 1 });
  const pieces = [
    symbol("w", 0),
    { tex: " \\, " },
    symbol("\\delta^{s}_{t+1}", 1),
    { tex: " - \\left(1 - {" },
    symbol("s_{t}", 2),
    { tex: "}^{2}\\right) \\, " },
    symbol("v", 3),
    { tex: " + 2 \\, " },
    symbol("c", 4),
  ];

  it("still read as the same formula, whatever their signs and sizes", () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 5, maxLength: 5 }), (values) => {
        const series = values.map((value) => ({ shape: [1, 1], data: Float64Array.of(value) }));
        // three digits are written
        const [w, d, s, v, c] = values.map((value) => Number(value.toPrecision(3))) as [
          number,
          number,
          number,
          number,
          number,
        ];
        const expected = w * d - (1 - s ** 2) * v + 2 * c;
        const found = evaluated(numbersInPlace(pieces, series, "adjoint"));
        expect(found).toBeCloseTo(expected, 9);
      }),
    );
  });

  it("are bracketed when a power of ten is raised, or a sign follows an operator", () => {
    const at = (s: number, c: number) =>
      numbersInPlace(
        pieces,
        [1, 1, s, 1, c].map((value) => ({ shape: [1, 1], data: Float64Array.of(value) })),
        "adjoint",
      );
    expect(at(2e-5, 1)).toContain("\\left(2{\\times}10^{-5}\\right) }^{2}");
    expect(at(0.5, 1)).toContain("0.5 }^{2}");
    expect(at(0.5, -1)).toMatch(/2 \\cdot \\left\(-1\\right\)$/);
  });

  it("need no brackets at the start", () => {
    const { derivation } = scalarDerivation();
    const line = lineOf("gradient", "w", derivation);
    const { formula } = withNumbers({ ...inputOf(line, 0), timeSteps: 2 });
    expect(formula).toMatch(/^= +\\textcolor\{red\}\{-0\.\d+\} \\cdot 0\.\d+$/);
  });

  it("of one time say so in a condition", () => {
    const line = lineOf("adjoint", "s", scalarDerivation().derivation);
    expect(withNumbers({ ...inputOf(line, 1), timeSteps: 2 }).formula).toContain("\\left[1 = 2\\right]");
  });
});
