import { describe, expect, it } from "vitest";
import { DISPLAY } from "../../src/lab/host.js";
import { backward, gradientCheck, OptionError, rnn } from "../../src/lab/index.js";
import { decodeSeries, type Payload, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

type CheckPayload = Extract<Payload, { view: "gradientCheck" }>;

const model = rnn`
  s_a[t] = tanh(U x[t] + W s_a[t-1])
  y[T] = V s_a[T]
  E[T] = squaredError(d[T], y[T])
`.build({ x: 1, s_a: 2, y: 1 }, { seed: 4 });
const trace = backward(model, { x: [[1], [-0.5], [0.3]], d: [0.2] });

function shown(formulas: string): CheckPayload {
  const value = gradientCheck(trace, formulas) as unknown as Record<symbol, () => Record<string, string>>;
  return parsePayload(JSON.parse(value[DISPLAY]!()[UNROLL_MIME]!)) as CheckPayload;
}

describe("formulas written by hand, as they are shown", () => {
  it("stand with their claim, size and place", () => {
    const payload = shown(`
      dE_dy[T] = 2 (y[T] - d[T])
      dE_ds_a[t] = W' ((1 - s_a[t+1] .^ 2) .* dE_ds_a[t+1])      # what the loss gives to s_T is missing
      dE_dV[T] = dE_dy[T] s_a[T]'`);
    expect(payload.against).toBe("formulas");
    expect(payload.timeSteps).toBe(3);
    expect(payload.rows.map(({ name, tex, rows, columns }) => [name, tex, rows, columns])).toEqual([
      ["dE_dy", "\\frac{\\partial E}{\\partial y_{T}}", 1, 1],
      ["dE_ds_a", "\\frac{\\partial E}{\\partial s_{a,\\,t}}", 2, 1],
      ["dE_dV", "\\frac{\\partial E}{\\partial V}", 1, 2],
    ]);
    const [right, wrong] = payload.rows;
    expect(right!.difference).toBeLessThan(1e-12);
    expect(right!.differing).toBeUndefined();
    expect(wrong!.difference).toBe(1);
    expect([...decodeSeries(wrong!.differing!).data]).toEqual([1, 2, 3]);
    const { time, row } = wrong!.worst;
    expect(time).toBe(3);
    expect([...decodeSeries(wrong!.pair).data]).toEqual([0, trace.adjoint("s_a", time!).data[row - 1]]);
    expect(payload.alt).toBe(`Not in agreement with backpropagation: dE_ds_a at t = ${time}.`);
  });

  it("keep a number that is none", () => {
    const [row] = shown("dE_dV[T] = log(0 * s_a[T] - 1)'").rows;
    expect(row!.difference).toBeNull();
    expect(decodeSeries(row!.pair).data[0]).toBeNaN();
  });

  it("say that they agree", () => {
    expect(shown("dE_dy[T] = 2 (y[T] - d[T])").alt).toMatch(/^The formula agrees with backpropagation, to \d/u);
  });
});

describe("gradientCheck", () => {
  it.each([
    ["a model and a text", () => gradientCheck(model as never, "dE_dW[t] = 0" as never)],
    ["a trace and a batch", () => gradientCheck(trace as never, { x: [[1]] } as never)],
    ["nothing", () => gradientCheck(undefined as never, undefined as never)],
  ])("refuses %s and says what it takes", (_, call) => {
    expect(call).toThrow(OptionError);
    expect(call).toThrow(/a model and a batch .* or a trace and your formulas/u);
  });
});
