import { describe, expect, it } from "vitest";
import {
  backward,
  cells,
  compare,
  dashboard,
  equations,
  gradientCheck,
  gradientNorms,
  losses,
  rnn,
  sgd,
  tasks,
  train,
  unrolled,
  View,
} from "../../src/lab/index.js";
import { describeNetwork } from "../../src/lab/network.js";
import { decodeSeries, type Payload, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

const DISPLAY = Symbol.for("Jupyter.display");
const shown = (x: unknown): Payload => {
  const bundle = (x as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  return parsePayload(JSON.parse(bundle[UNROLL_MIME]!));
};
const lyric = tasks.text("想要有直升机");
const model = cells.elman.build({ x: 6, s: 8, y: 6 }, { seed: 1 });

describe("what is shown", () => {
  it("is a valid payload for every value and view", async () => {
    const trace = backward(model, lyric, { perLoss: true });
    const run = await train(model.clone(), lyric, { steps: 5 });
    const views = [
      dashboard(run),
      unrolled(trace),
      losses(run),
      gradientNorms(trace),
      equations(run),
      equations(model),
      equations(cells.gru),
    ];
    const whole = [trace, run, model, cells.lstm, gradientCheck(model, lyric), compare({ a: run, b: trace }), ...views];
    const kinds = whole.map((x) => shown(x).view);
    expect(kinds.slice(0, 6)).toEqual([
      "dashboard",
      "dashboard",
      "definition",
      "definition",
      "gradientCheck",
      "compare",
    ]);
    expect(kinds.slice(6)).toEqual([
      "dashboard",
      "unrolled",
      "losses",
      "gradientNorms",
      "equations",
      "definition",
      "definition",
    ]);
    expect(views.every((view) => view instanceof View)).toBe(true);
    for (const x of whole) expect(shown(x).alt.length).toBeGreaterThan(10);
  });

  it("refuses to compare nothing, or something else", () => {
    expect(() => compare({})).toThrow(/at least one/);
    expect(() => compare({ a: 3 as never })).toThrow(/a is no run/);
  });

  it("holds the trace's own numbers", () => {
    const trace = backward(model, lyric, { perLoss: true });
    const payload = shown(trace);
    if (payload.view !== "dashboard") throw new Error(payload.view);
    const { frames, details, credit, task, timeSteps } = payload.recording;
    const numbers = (text: string): number[] => Array.from(decodeSeries(text).data);
    const near = (actual: number[], expected: ArrayLike<number>): void => {
      expect(actual.length).toBe(expected.length);
      for (const [i, a] of actual.entries())
        expect(Math.abs(a - expected[i]!)).toBeLessThanOrEqual(1e-6 * Math.abs(expected[i]!));
    };
    expect(timeSteps).toBe(5);
    near(numbers(frames.losses), trace.losses);
    near(numbers(frames.adjointNorms.s!), trace.gradientNorms("s"));
    near(numbers(frames.lastLossNorms.s!), trace.gradientNormsOf(5, "s"));
    near(numbers(frames.stepGradientNorms.W!), trace.gradientNorms("W"));
    near(numbers(credit!.s!), trace.credit("s").data);
    near(
      numbers(details[0]!.values.s!),
      [1, 2, 3, 4, 5].flatMap((t) => [...trace.value("s", t).data]),
    );
    near(
      numbers(details[0]!.adjoints.s!),
      [1, 2, 3, 4, 5].flatMap((t) => [...trace.adjoint("s", t).data]),
    );
    near(numbers(details[0]!.gradients.W!), trace.gradient("W").data);
    expect(task).toMatchObject({
      baselineFormula: "5 ln 6",
      baselinePerStepFormula: "ln 6",
      tokens: { x: [..."想要有直升"], target: [..."要有直升机"] },
    });
  });

  it("still gives the right gradient after it was shown", () => {
    const trace = backward(model, lyric);
    const before = trace.gradient("W").toArray();
    shown(trace);
    expect(trace.gradient("W").toArray()).toEqual(before);
  });

  it("stays under 1 MB at T = 1,000 × 500 steps and says what it left out", async () => {
    const long = tasks.sine({ length: 1000 });
    const small = rnn("s[t] = tanh(U x[t] + W s[t-1])\ny[t] = V s[t]\nE[t] = squaredError(target[t], y[t])").build({
      x: 1,
      s: 2,
      y: 1,
    });
    const run = await train(small, long, { steps: 500, optimizer: sgd({ lr: 1e-5 }) });
    const payload = shown(run);
    expect(JSON.stringify(payload).length).toBeLessThan(1_000_000);
    if (payload.view !== "dashboard") throw new Error(payload.view);
    expect(payload.recording.thinned).toMatchObject({ steps: true, details: true });
    const steps = Array.from(decodeSeries(payload.recording.frames.steps).data);
    expect([steps[0], steps[steps.length - 1]]).toEqual([0, 499]);
  });

  it("keeps numbers that are not finite, and names the first", () => {
    const linear = rnn("s[t] = w s[t-1] + u x[t]\nE[T] = squaredError(target[T], s[T])")
      .build({ x: 1, s: 1 })
      .set({ w: [1e200], u: [1] });
    const payload = shown(backward(linear, { x: [1, 0, 0, 0], target: [0] }));
    if (payload.view !== "dashboard") throw new Error(payload.view);
    expect(payload.recording.nonFinite).toEqual({ what: "value", name: "s", value: "Infinity", step: 0, time: 3 });
    expect(Array.from(decodeSeries(payload.recording.frames.losses).data)[3]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the network's description", () => {
  it("tells what each statement reads, and through which parameters", () => {
    const { statements, sequences, parameterCount } = describeNetwork(cells.elman, model);
    expect(statements[0]).toMatchObject({
      name: "s",
      role: "state",
      parameters: ["U", "W", "b"],
      reads: [
        { name: "x", base: "t", offset: 0, through: ["U"] },
        { name: "s", base: "t", offset: -1, through: ["W"] },
      ],
    });
    expect(statements.map(({ role }) => role)).toEqual(["state", "output", "loss"]);
    expect(Object.fromEntries(sequences.map(({ name, role }) => [name, role]))).toEqual({
      x: "input",
      target: "target",
      s: "state",
      y: "output",
      E: "loss",
    });
    expect(parameterCount).toBe(8 * 6 + 8 * 8 + 8 + 6 * 8 + 6);
  });

  it("has the parameter counts of the textbook for every cell, whatever T", () => {
    const [I, H, O] = [3, 5, 4];
    const output = O * H + O;
    const recurrent = H * I + H * H + H;
    const sizes = { x: I, h: H, y: O };
    expect(cells.lstm.build(sizes).parameterCount).toBe(4 * recurrent + output);
    expect(cells.gru.build(sizes).parameterCount).toBe(3 * recurrent + output);
    expect(cells.elman.build({ x: I, s: H, y: O }).parameterCount).toBe(recurrent + output);
  });

  it("finds the gates of an LSTM hidden, both its states, and what is read ahead in a bidirectional network", () => {
    const roles = Object.fromEntries(describeNetwork(cells.lstm).statements.map(({ name, role }) => [name, role]));
    expect(roles).toEqual({
      i: "hidden",
      f: "hidden",
      o: "hidden",
      g: "hidden",
      c: "state",
      h: "state",
      y: "output",
      E: "loss",
    });
    const [, r] = describeNetwork(cells.bidirectional).statements;
    expect(r!.reads.find(({ name }) => name === "r")).toMatchObject({ offset: 1, through: ["W_r"] });
  });
});
