import { afterEach, describe, expect, it } from "vitest";
import { DISPLAY, type LabHost, setLabHost } from "../../src/lab/host.js";
import {
  backward,
  cells,
  compare,
  derivation,
  equations,
  gradientCheck,
  paths,
  rnn,
  sgd,
  tasks,
  train,
} from "../../src/lab/index.js";
import { speak } from "../../src/lab/words/index.js";
import { wordsIn } from "../../src/lab/words/languages.js";
import { type MimeBundle, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

afterEach(() => {
  speak(wordsIn(undefined));
  setLabHost(undefined);
});

const altOf = (x: unknown): string => {
  const bundle = (x as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  return parsePayload(JSON.parse(bundle[UNROLL_MIME]!)).alt;
};

const lyric = tasks.text("想要有直升机");
const model = cells.elman.build({ x: 6, s: 8, y: 6 }, { seed: 1 });
const linear = rnn`
  s[t] = tanh(U x[t] + W s[t-1])
  y[T] = V s[T]
  E[T] = squaredError(d[T], y[T])
`.build({ x: 1, s: 2, y: 1 }, { seed: 4 });
const trace = backward(linear, { x: [[1], [-0.5], [0.3]], d: [0.2] });
const pass = backward(model, lyric);

/** All that has sentences of its own; the symbols of equations and the names of units stay what they are. */
const everything: readonly [string, () => unknown | Promise<unknown>, RegExp, RegExp][] = [
  [
    "a run",
    () => train(model.clone(), lyric, { steps: 5 }),
    /^5 of 5 training steps \(done\)/,
    /^训练 5 步，共 5 步（已完成）/,
  ],
  [
    "a pass",
    () => pass,
    /^One forward and backward pass through 5 time/,
    /^一次前向与反向传播，共 5 个时间步：损失 \d/,
  ],
  ["a comparison", () => compare({ a: pass, b: trace }), /^a: One .+ b: One /, /^a: 一次.+ ?b: 一次/],
  ["a model", () => model, /\. \d+ parameters\.$/, /\. \d+ 个参数。$/],
  ["equations", () => equations(linear), /^s\[t\] = /, /^s\[t\] = /],
  ["a gradient check", () => gradientCheck(model, lyric), /^Gradient check passed: /, /^梯度检验通过：最大相对差为 \d/],
  [
    "formulas by hand",
    () => gradientCheck(trace, "dE_dy[T] = 2 (y[T] - d[T])"),
    /^The formula agrees with /,
    /^公式与反向传播一致，差不超过 \d/,
  ],
  [
    "a wrong formula",
    () => gradientCheck(trace, "dE_dy[T] = y[T] - d[T]"),
    /^Not in agreement with backpropagation: dE_dy at t = 3\.$/,
    /^与反向传播不一致：dE_dy（t = 3）。$/,
  ],
  [
    "paths",
    () => paths(trace, "E[T]", "W"),
    /^\d+ paths lead from .+, the largest .+ they sum to /,
    /^从 .+ 到 W 有 \d+ 条路径，最大的一条是 /,
  ],
  [
    "a derivation",
    () => derivation(trace, "W"),
    /both sides agree to \d/,
    /^由方程推导的沿时间反向传播：.+两边一致，差不超过 \d/,
  ],
];

describe("what a screen reader gets", () => {
  it.each(everything)("speaks both languages: %s", async (_, make, english, chinese) => {
    expect(altOf(await make())).toMatch(english);
    speak(wordsIn("zh-CN"));
    const said = altOf(await make());
    expect(said).toMatch(chinese);
    expect(said).not.toMatch(/[a-z]{3,} [a-z]{2,} |[.,;:] [A-Z][a-z]{2,}/);
  });

  it("is English for a reader of another language", () => {
    speak(wordsIn("fr"));
    expect(altOf(pass)).toMatch(/^One forward /);
  });
});

describe("the line that a live run leaves", () => {
  it("says in the host's language what its dashboard says", async () => {
    const shown: MimeBundle[] = [];
    const host: LabHost = { display: (bundle) => shown.push(bundle), clearDisplay: () => {}, progress: () => {} };
    setLabHost(host);
    for (const language of ["en", "zh-cn"]) {
      speak(wordsIn(language));
      const run = await train(model.clone(), lyric, { steps: 7, optimizer: sgd({ lr: 0.1 }) });
      const line = shown.at(-1)!["text/plain"]!;
      expect(altOf(run).startsWith(line)).toBe(true);
      expect(line).toMatch(
        language === "en" ? /^7 of 7 .+\(knowing nothing: 8\.96\)\.$/ : /^训练 7 步.+（一无所知：8\.96）。$/,
      );
    }
  });
});
