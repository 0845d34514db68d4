/** Each row of the table of functions against its own claims. */
import katex from "katex";
import { describe, expect, it } from "vitest";
import {
  ELEMENTWISE,
  type ElementwiseRow,
  FUNCTION_NAMES,
  FUNCTIONS,
  LOSSES,
  type LossRow,
  type SlopeAlgebra,
} from "../../../src/engine/functions/index.js";
import { Definition, Random } from "../../../src/engine/index.js";
import { rules } from "../../../src/engine/program/rules.js";
import { INSTRUCTIONS } from "../../../src/engine/simd/instructions.js";
import { describeNetwork } from "../../../src/lab/network.js";
import { texWidth } from "../../../src/renderer/derivation/texWidth.js";
import { lossUnit } from "../../../src/renderer/panels/lossesModel.js";
import { panelWords } from "../../../src/renderer/panels/words.js";

const NUMBERS: SlopeAlgebra<number> = {
  number: (value) => value,
  sum: (terms) => terms.reduce((a, b) => a + b, 0),
  negate: (x) => -x,
  times: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (x, exponent) => x ** exponent,
  positive: (x) => (x > 0 ? 1 : 0),
  call: (name, x) => ELEMENTWISE[name].value(x),
};

const STEP = 1e-6;

/** Points where a function is defined, none of them near a kink or an end of its domain. */
function points({ domain = {}, kinks = [] }: ElementwiseRow): number[] {
  const random = new Random(3);
  const far = Array.from({ length: 200 }, () => random.uniform(-4, 4));
  const { above = -Infinity, below = Infinity } = domain;
  return far.filter((x) => x > above + 0.1 && x < below - 0.1 && kinks.every((kink) => Math.abs(x - kink) > 1e-3));
}

const slopeOf = ({ value, slope }: ElementwiseRow, x: number): number =>
  slope.at(slope.from === "argument" ? x : value(x));

describe.each(Object.entries(ELEMENTWISE) as [string, ElementwiseRow][])("%s", (_name, row) => {
  const { value, slope, steepest, domain, kinks = [] } = row;
  const tried = points(row);

  it("has the slope of its value", () => {
    expect(tried.length).toBeGreaterThan(50);
    for (const x of tried) {
      const quotient = (value(x + STEP) - value(x - STEP)) / (2 * STEP);
      expect(Math.abs(slopeOf(row, x) - quotient)).toBeLessThan(1e-8 * Math.max(1, Math.abs(quotient)));
    }
  });

  it("is written with the slope that it has in numbers, also at its kinks", () => {
    for (const x of [...tried, ...kinks]) {
      const told = slope.from === "argument" ? x : value(x);
      const written = slope.written(NUMBERS, told);
      expect(Math.abs(written - slope.at(told))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(written)));
    }
  });

  it("is as steep as it says, and no steeper", () => {
    const { above = -30, below = 30 } = domain ?? {};
    const grid = Array.from({ length: 60_000 }, (_, i) => above + ((below - above) * (i + 0.5)) / 60_000);
    const most = grid.reduce((largest, x) => Math.max(largest, Math.abs(slopeOf(row, x))), 0);
    if (steepest === undefined) expect(most).toBeGreaterThan(1000);
    else {
      expect(most).toBeLessThanOrEqual(steepest);
      expect(most).toBeGreaterThan(0.999 * steepest);
    }
  });

  it("jumps in slope at each of its kinks", () => {
    for (const kink of kinks)
      expect(Math.abs(slopeOf(row, kink + STEP) - slopeOf(row, kink - STEP))).toBeGreaterThan(0.1);
  });

  it("has a value inside its domain alone", () => {
    for (const x of tried) expect(value(x)).toSatisfy(Number.isFinite);
    const outside = [(domain?.above ?? Infinity) - 1, (domain?.below ?? -Infinity) + 1].filter(Number.isFinite);
    for (const x of outside) expect(value(x)).toBeNaN();
  });
});

describe.each(Object.entries(LOSSES) as [keyof typeof LOSSES, LossRow][])(
  "%s",
  (name, { target, prediction = {}, unit }) => {
    const { above = -Infinity, below = Infinity } = prediction;
    const operand = { offset: 0, rows: 2, columns: 1, size: 2, stride: 2, differentiable: true };
    const inputs = [operand, { ...operand, offset: 2 }];
    const out = { ...operand, offset: 4, rows: 1, size: 1, stride: 1 };
    const operation = { kind: name, inputs, out, samples: 1, statement: "E", time: 1, slot: 0, exponent: 1 } as const;
    const lossOf = (t: readonly number[], p: readonly number[]): number => {
      const values = Float64Array.of(...t, ...p, Number.NaN);
      rules[name].forward(values, operation);
      return values[4]!;
    };
    const targets = { distribution: [0.3, 0.7], probabilities: [0.2, 0.9], numbers: [-3, 5] }[target];
    const inside = (x: number): boolean => x > above && x < below;

    it("is a number for each prediction that it takes, and none outside", () => {
      const tried = [-2, -0.5, 0.1, 0.4, 0.99, 1.5, 7];
      expect(tried.some(inside)).toBe(true);
      for (const x of tried) expect(Number.isFinite(lossOf(targets, [x, x])), String(x)).toBe(inside(x));
    });

    it("is drawn in its unit", () => {
      const network = describeNetwork(new Definition(`y = softmax(W x)\nE = ${name}(target, y)`));
      expect(lossUnit(network, panelWords)).toBe(unit ?? "");
    });

    it("is least where the prediction is the target", () => {
      const least = lossOf(targets, targets);
      for (const shift of [0.01, -0.01]) {
        const [a, b] = targets as [number, number];
        expect(lossOf(targets, [a + shift, b - shift])).toBeGreaterThan(least);
      }
    });
  },
);

describe("every function", () => {
  it.each(FUNCTION_NAMES)("%s has an instruction of the machine's when it says so", (name) => {
    expect(INSTRUCTIONS[name].does !== "reference").toBe(FUNCTIONS[name].kernel === "simd");
  });

  it.each(FUNCTION_NAMES)("%s is typeset as wide as derivations take it to be", (name) => {
    const { tex } = FUNCTIONS[name];
    const html = katex.renderToString(tex, { throwOnError: true, strict: "error", output: "html" });
    const letters = html.replace(/<[^>]*>/g, "").replace(/[^\p{L}\p{N}]/gu, "").length;
    expect(letters).toBeGreaterThan(0);
    expect(texWidth(tex)).toBeGreaterThan(0.5 * letters);
  });
});
