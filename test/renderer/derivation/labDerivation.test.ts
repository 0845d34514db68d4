/** From the lab's value to plain text and back into a check by hand, in each language. */
import { describe, expect, it } from "vitest";
import { DISPLAY } from "../../../src/lab/host.js";
import { backward, cells, derivation, gradientCheck, rnn, type Trace } from "../../../src/lab/index.js";
import { renderStatic } from "../../../src/renderer/static.js";
import { UNROLL_MIME } from "../../../src/trace/index.js";

const x = [
  [0.4, -0.7],
  [-0.2, 0.9],
  [0.8, 0.3],
];
const traces: readonly (readonly [string, Trace])[] = [
  ["lstm", backward(cells.lstm.build({ x: 2, h: 3, y: 4 }, { seed: 3 }), { x, target: [0, 3, 1] })],
  ["many to one", backward(cells.manyToOne.build({ x: 2, s: 3, y: 4 }, { seed: 3 }), { x, target: 2 })],
  ["relu", backward(cells.irnn.build({ x: 2, s: 3, y: 4 }, { seed: 3 }), { x, target: [0, 3, 1] })],
  [
    "a parameter without a loss",
    backward(
      rnn`s[t] = tanh(U x[t] + W s[t-1])
          q[t] = P x[t]
          E[t] = squaredError(d[t], s[t])`.build({ x: 2, s: 2, q: 1 }),
      { x, d: x },
    ),
  ],
];

function textOf(value: unknown, language: "en" | "zh-cn"): string {
  const bundle = (value as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  return renderStatic(bundle[UNROLL_MIME]!, language).text;
}

describe.each(["en", "zh-cn"] as const)("a derivation as plain text, in %s", (language) => {
  it.each(traces)("of %s can be copied whole into a check by hand", (_name, trace) => {
    const text = textOf(derivation(trace), language);
    const check = gradientCheck(trace, text);
    expect(check.passed).toBe(true);
    expect(check.rows.length).toBeGreaterThan(3);
    for (const line of derivation(trace).text.split("\n")) expect(text).toContain(line);
  });

  it("says in a comment how, and where no loss depends on a parameter", () => {
    const text = textOf(derivation(traces[3]![1], "P"), language);
    const [copied, none] = {
      en: ["These lines can be copied as they are", "No loss depends on it, so its gradient is zero."],
      "zh-cn": ["以上各行可以原样复制", "没有损失依赖于它，所以梯度为零。"],
    }[language];
    expect(text).toContain(`# ${copied}`);
    expect(text).toContain(`# ${none}`);
    expect(text).toContain("dE_dP = 0 * P");
  });
});
