/** Warnings, as a cell shows them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DISPLAY, type LabHost, setLabHost } from "../../src/lab/host.js";
import { backward, cells, rnn, train } from "../../src/lab/index.js";
import { installWarnings } from "../../src/lab/warnings.js";
import { speak } from "../../src/lab/words/index.js";
import { wordsIn } from "../../src/lab/words/languages.js";
import { parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

// other tests of this worker may have taken its place
beforeEach(installWarnings);

afterEach(() => {
  speak(wordsIn(undefined));
  setLabHost(undefined);
});

/** The lines that a cell shows while `run` runs. */
async function linesOf(run: () => unknown): Promise<string[]> {
  const lines: string[] = [];
  const host: LabHost = {
    display: () => {},
    clearDisplay: () => {},
    progress: () => {},
    warn: (line) => lines.push(line),
  };
  setLabHost(host);
  await run();
  setLabHost(undefined);
  return lines;
}

const TEXT = "s[t] = tanh(U x[t] + W s[t-1])\nE[t] = squaredError(target[t], s[t])";
const BATCH = {
  x: [
    [1, 2],
    [3, 4],
  ],
  target: [[0], [1]],
};
const build = () => rnn(TEXT).build({ x: 2, s: 1 });

describe("a cell shows a line", () => {
  it("for a statement that acts on no loss", async () => {
    expect(await linesOf(() => rnn(`${TEXT}\nR = 0.5*sum(W .^ 2)`))).toEqual([
      "Warning, line 3 of the equations: R is no loss, and no loss depends on it: it changes nothing. To add it to the loss, give it a loss's name: E_R = 0.5*sum(W .^ 2)",
    ]);
  });

  it("for a function that is none", async () => {
    const [line] = await linesOf(() => rnn("s[t] = leaky_relu(U x[t])"));
    expect(line).toMatch(/^Warning, line 1 of the equations: there is no function leaky_relu: build refuses it/u);
  });

  it.each<[string, (batch: never) => unknown]>([
    ["backward", (batch) => backward(build(), batch)],
    ["forward", (batch) => build().forward(batch)],
    ["train", (batch) => train(build(), batch, { steps: 2, live: false })],
  ])("for a key that %s does not read, once", async (_, run) => {
    expect(await linesOf(() => run({ ...BATCH, mask: [1, 0] } as never))).toEqual([
      "Warning: the batch gives mask, which the equations do not read: they read x, target",
    ]);
    expect(await linesOf(() => run(BATCH as never))).toEqual([]);
  });

  it("in the editor's language", async () => {
    speak(wordsIn("zh-cn"));
    expect(await linesOf(() => rnn(`${TEXT}\nR = sum(W)\ng = gain (b)`))).toEqual([
      "警告（方程第 3 行）：R 不是损失，也没有损失依赖它，因此它不起任何作用。若要把它计入损失，请用损失的名字：E_R = sum(W)",
      "警告（方程第 4 行）：g 不是损失，也没有损失依赖它，因此它不起任何作用。",
      "警告（方程第 4 行）：没有名为 gain 的函数：除非给出它的大小，否则 build 会拒绝它。",
    ]);
  });

  it("and none where nothing is wrong", async () => {
    expect(
      await linesOf(() => train(cells.elman.build({ x: 2, s: 3, y: 2 }), { x: [0, 1], target: [1, 0] }, { steps: 2 })),
    ).toEqual([]);
  });
});

describe("the panels get", () => {
  const shown = (x: object) => {
    const bundle = (x as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
    return parsePayload(JSON.parse(bundle[UNROLL_MIME]!));
  };

  it("a definition's warnings, a model's and a trace's", () => {
    const definition = rnn(`${TEXT}\nR = sum(W)`);
    const unread = { kind: "unreadStatement", name: "R", line: 3, suggestion: "E_R = sum(W)" };
    expect(shown(definition)).toMatchObject({ network: { warnings: [unread] } });
    const model = definition.build({ x: 2, s: 1 });
    const trace = backward(model, { ...BATCH, mask: [1, 0] });
    const key = { kind: "unreadKey", name: "mask", line: null };
    expect(shown(model)).toMatchObject({ network: { warnings: [unread, key] } });
    expect(shown(trace)).toMatchObject({ recording: { network: { warnings: [unread, key] } } });
  });

  it("nothing where there is none", () => {
    const payload = shown(build());
    if (payload.view !== "definition") throw new Error("a model shows its equations");
    expect(payload.network).not.toHaveProperty("warnings");
  });
});

it("a network's roles are shown as a table, in the editor's language", () => {
  const bundle = () => (build().roles as unknown as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  expect(bundle()).toEqual({ "text/plain": `${build().roles}` });
  speak(wordsIn("zh-cn"));
  expect(bundle()["text/plain"]).toMatchInlineSnapshot(`
    "x       输入  2    给定
    target  目标  1    来自 s，由第 2 行推出
    U       参数  1×2  来自 s、x，由第 1 行推出
    W       参数  1    来自 s，由第 1 行推出
    s       状态  1    给定
    E       损失  1    由第 2 行推出"
  `);
});
