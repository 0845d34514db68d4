/** From the lab's value to what is read, with nothing made up between. */
import { describe, expect, it } from "vitest";
import { DISPLAY } from "../../../src/lab/host.js";
import { backward, gradientCheck, rnn } from "../../../src/lab/index.js";
import { renderStatic } from "../../../src/renderer/static.js";
import { decodeSeries, UNROLL_MIME } from "../../../src/trace/index.js";

const model = rnn`
  s_a[t] = tanh(U x[t] + W s_a[t-1])
  y[t] = V s_a[t]
  E[t] = squaredError(d[t], y[t])
`.build({ x: 1, s_a: 2, y: 1 }, { seed: 4 });
const batch = { x: [[1], [-0.5], [0.3], [0.2]], d: [[0.2], [0.1], [0.5], [0.3]] };
const trace = backward(model, batch);

function shown(value: unknown) {
  const bundle = (value as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  return { json: bundle[UNROLL_MIME]!, text: renderStatic(bundle[UNROLL_MIME]!).text };
}

describe("what is read of", () => {
  it("formulas of which one forgets the factor 1 − s²", () => {
    const { text } = shown(
      gradientCheck(
        trace,
        `dE_ds_a[t] = 2 V' (y[t] - d[t]) + W' dE_ds_a[t+1]
         dE_dV[t] = 2 (y[t] - d[t]) s_a[t]'`,
      ),
    );
    expect(text).toMatch(/dE_ds_a .* t = 3, row [12] .* fail\n/u);
    expect(text).toContain(
      "dE_ds_a agrees at t = 4 and differs from t = 3 backward.\ndE_dV agrees at every time step.",
    );
    expect(text).toMatch(/dE_ds_a does not agree with backpropagation\.$/u);
  });

  it("central differences, which have no time", () => {
    const { text, json } = shown(gradientCheck(model, batch));
    expect(text).toMatch(/U .* row [12] .* pass\n/u);
    expect(text).not.toContain("t =");
    expect(text).toMatch(/Every parameter's gradient agrees\.$/u);
    expect(JSON.parse(json).rows[0]).toMatchObject({ name: "U", tex: "U", worst: { time: null } });
  });

  it("central differences of a step too large, with backpropagation's number in its place", () => {
    const rough = gradientCheck(model, batch, { step: 0.5, tolerance: 1e-12 });
    const { text, json } = shown(rough);
    const { pair } = (JSON.parse(json) as { rows: { pair: string }[] }).rows[0]!;
    const { row, numerical } = rough.rows[0]!.worst;
    expect([...decodeSeries(pair).data]).toEqual([numerical, trace.gradient("U").data[row - 1]]);
    expect(text).toMatch(/The gradients of U and W do not agree\.$/u);
  });
});

describe("what differences are relative to, and how many entries were checked", () => {
  const caption = (value: unknown, language: "en" | "zh-cn") => {
    const bundle = (value as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
    return renderStatic(bundle[UNROLL_MIME]!, language).text.split("\n")[0]!;
  };

  it("stand above the table", () => {
    expect(caption(gradientCheck(model, batch), "en")).toContain("relative to the sum of absolute terms");
    expect(caption(gradientCheck(model, batch), "zh-cn")).toContain("各项绝对值之和");
    expect(caption(gradientCheck(trace, "dE_dV[t] = 2 (y[t] - d[t]) s_a[t]'"), "en")).toContain("where terms cancel");
    expect(caption(gradientCheck(trace, "dE_dV[t] = 2 (y[t] - d[t]) s_a[t]'"), "zh-cn")).toContain("相互抵消");
  });

  it("are said of a sample only", () => {
    const sampled = gradientCheck(model, batch, { entries: 4 });
    const { checked, all } = sampled.entries;
    expect([checked < all, all]).toEqual([true, model.parameterCount]);
    expect(caption(sampled, "en")).toContain(`${checked} of ${all} entries were checked`);
    expect(caption(sampled, "zh-cn")).toContain(`共 ${all} 个元素，检验了 ${checked} 个`);
    expect(caption(gradientCheck(model, batch), "en")).not.toContain("entries were checked");
  });
});
