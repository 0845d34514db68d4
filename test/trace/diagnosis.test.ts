import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose, type Recurrence } from "../../src/trace/diagnosis.js";
import { diagnosisSentence, diagnosisText } from "../../src/trace/diagnosisSentences.js";
import { diagnoseNorms, type GradientFlow } from "../../src/trace/gradientFlow.js";
import * as fixtures from "../renderer/fixtures/index.js";

/** ‖∂E_T/∂s_t‖ of a linear network with W = factor × orthogonal: exactly factor^(T-t). */
const closedForm = (factor: number, T: number, scale = 1) =>
  Array.from({ length: T }, (_, i) => scale * factor ** (T - 1 - i));
const times = (T: number) => Array.from({ length: T }, (_, i) => i + 1);
const judge = (norms: number[]) => diagnoseNorms(norms, times(norms.length));
const recurrence: Recurrence = { gated: false, parameter: "W", scalar: false };
const sentence = (flow: GradientFlow) =>
  diagnosisSentence({ state: "s", flow, recurrence, clipped: false, learning: null });

describe("diagnoseNorms", () => {
  it("finds the factor of a linear network with W = factor × orthogonal", () => {
    const factors = fc.double({ min: 0.05, max: 5, noNaN: true }).filter((factor) => Math.abs(Math.log(factor)) > 0.12);
    fc.assert(
      fc.property(
        factors,
        fc.integer({ min: 3, max: 200 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (factor, T, scale) => {
          const flow = judge(closedForm(factor, T, scale));
          if (!("factor" in flow)) throw new Error(flow.code);
          expect(flow.factor).toBeCloseTo(factor, 9);
          expect(flow.code).toBe(factor < 1 ? "vanishing" : "exploding");
          expect(flow.ratio / factor ** (T - 1)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it("counts the steps until 1 % is left, and none too many", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.88, noNaN: true }), (factor) => {
        const { hundredthAfter } = judge(closedForm(factor, 30)) as { hundredthAfter: number };
        expect(factor ** hundredthAfter).toBeLessThanOrEqual(0.01 * (1 + 1e-6));
        expect(factor ** (hundredthAfter - 1)).toBeGreaterThan(0.01 * (1 - 1e-6));
      }),
    );
    expect(judge(closedForm(0.1, 10))).toMatchObject({ hundredthAfter: 2 });
    expect(judge(closedForm(0.68, 20))).toMatchObject({ code: "vanishing", hundredthAfter: 12 });
  });

  it("says where 1 % was reached when it was, not where it should have been", () => {
    const norms = [...closedForm(0.7, 10).map((norm) => norm * 1e-3), ...closedForm(0.99, 6)];
    expect(judge(norms)).toMatchObject({ code: "vanishing", hundredthAfter: 6 });
    expect(judge(closedForm(0.9, 5).map((norm) => norm ** 2))).toMatchObject({ hundredthAfter: 22 });
  });

  it("is not moved by a fifth of wild points", () => {
    const norms = closedForm(0.7, 40).map((norm, i) => (i % 5 === 2 ? norm * 1e4 : norm));
    expect((judge(norms) as { factor: number }).factor).toBeCloseTo(0.7, 2);
  });

  it("reads the kept times, not their places", () => {
    const every = [1, 4, 9, 30, 41, 50];
    const norms = every.map((time) => 0.8 ** (50 - time));
    expect((diagnoseNorms(norms, every) as { factor: number }).factor).toBeCloseTo(0.8, 9);
  });

  it.each([
    ["steady over twenty steps", closedForm(0.93, 5), "steady"],
    ["vanishing over a thousand", closedForm(0.99, 1000), "vanishing"],
    ["two points", [0.1, 1], "tooShort"],
    ["zero from a time on", [0, 0, 0.2, 0.5, 1], "dead"],
    ["no gradient at all", [0, 0, 0], "dead"],
    ["NaN", [Number.NaN, 1, 1], "nonFinite"],
    ["overflow", [Number.POSITIVE_INFINITY, 1e300, 1], "nonFinite"],
  ])("%s", (_, norms, code) => expect(judge(norms).code).toBe(code));

  it("tells underflow from a dead unit", () => {
    const underflow = closedForm(1e-20, 30);
    expect(underflow[0]).toBe(0);
    expect(judge(underflow)).toMatchObject({ code: "vanishing" });
    expect(judge([0, 0, 0.2, 0.5, 1])).toEqual({ code: "dead", time: 2 });
  });

  it("names the last time at which a norm is not finite: where it began on the way back", () => {
    expect(judge([Number.NaN, Number.POSITIVE_INFINITY, 1e300, 1])).toMatchObject({ value: "Infinity", time: 2 });
  });
});

describe("diagnose", () => {
  it.each([
    ["vanishing", fixtures.vanishingRun],
    ["nonFinite", fixtures.explodingRun],
    ["noRecurrence", fixtures.feedForwardTrace],
    ["steady", fixtures.lstmRun],
    ["vanishing", fixtures.longRun],
  ])("finds %s", (code, make) => expect(diagnose(make()).flow.code).toBe(code));

  it("judges the state and the frame that it is asked for", () => {
    const recording = fixtures.lstmRun();
    expect(diagnose(recording, { state: "h" }).flow.code).toBe("vanishing");
    expect(diagnose(fixtures.bidirectionalRun(), { state: "g" }).flow).toEqual({ code: "lookAhead", state: "g" });
    const early = diagnose(fixtures.explodingRun(), { frame: 0 });
    expect(early.flow.code).toBe("exploding");
  });
});

describe("diagnosisSentence", () => {
  it("says the factor and the steps", () => {
    expect(sentence(judge(closedForm(0.68, 20)))).toContain(
      "Vanishing: ×0.68 a step back in time; 1 % is left after 12 steps.",
    );
    expect(sentence(judge(closedForm(0.005, 4)))).toContain("after 1 step.");
  });

  it("says where the numbers ended", () => {
    expect(diagnosisSentence(diagnose(fixtures.explodingRun()))).toMatch(
      /^(Overflow|Not a number): the gradient of s became ∞ at training step \d+, t = \d+\./,
    );
  });

  it("advises what can be changed in this network", () => {
    const advice = (of: Recurrence) =>
      diagnosisText({ state: "s", flow: judge(closedForm(0.5, 9)), recurrence: of, clipped: false, learning: null })
        .advice;
    expect(advice(recurrence)).toBe("Try a W nearer to orthogonal, or an LSTM.");
    expect(advice({ gated: false, parameter: "w", scalar: true })).toBe("Try a w nearer to 1, or an LSTM.");
    expect(advice({ gated: true, parameter: null, scalar: false })).toMatch(/^A gate nearer to one/);
    expect(diagnose(fixtures.lstmRun()).recurrence).toEqual({ gated: true, parameter: null, scalar: false });
    expect(diagnose(fixtures.lyricRun()).recurrence).toEqual(recurrence);
  });

  it("speaks every code in both languages", () => {
    const flows = [
      ...[
        closedForm(0.5, 9),
        closedForm(1, 9),
        closedForm(2, 9),
        [1],
        [0, 0],
        [0, 1, 1, 1],
        [Number.NaN],
        [Number.POSITIVE_INFINITY],
      ].map(judge),
      { code: "noRecurrence" } as const,
      { code: "lookAhead", state: "g" } as const,
    ];
    for (const flow of flows) {
      for (const language of ["en", "zh-cn"] as const) {
        const text = diagnosisText({ state: "s", flow, recurrence, clipped: true, learning: null }, language);
        expect(text.verdict.length * text.explanation.length).toBeGreaterThan(0);
        expect(Object.values(text).join()).not.toMatch(/undefined|null|object/);
      }
    }
  });
});
