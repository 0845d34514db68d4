/** What holds for every task. */
import { describe, expect, it } from "vitest";
import { backward, OptionError, Random, type Task, tasks, train } from "../../../src/lab/index.js";
import { constantModel, modelFor } from "./networks.js";

type Loss = Parameters<typeof modelFor>[1];
interface Case {
  make(options?: { seed?: number }): Task;
  loss: Loss;
  time: "t" | "T";
}

const verses = "In the beginning\nGod created\nthe heaven and the earth.";
const cases: Record<string, Case> = {
  text: { make: () => tasks.text("想要有直升机"), loss: "crossEntropy", time: "t" },
  "text by windows": { make: () => tasks.text(verses, { window: 4 }), loss: "crossEntropy", time: "t" },
  lines: { make: (o) => tasks.lines(verses, o), loss: "crossEntropy", time: "t" },
  adding: { make: (o) => tasks.adding({ length: 12, ...o }), loss: "squaredError", time: "T" },
  "adding, mean": { make: (o) => tasks.adding({ target: "mean", ...o }), loss: "squaredError", time: "T" },
  multiplication: { make: (o) => tasks.multiplication(o), loss: "squaredError", time: "T" },
  copying: { make: (o) => tasks.copying(o), loss: "crossEntropy", time: "t" },
  temporalOrder: { make: (o) => tasks.temporalOrder(o), loss: "crossEntropy", time: "T" },
  "temporalOrder of 3": { make: (o) => tasks.temporalOrder({ symbols: 3, ...o }), loss: "crossEntropy", time: "T" },
  sine: { make: (o) => tasks.sine(o), loss: "squaredError", time: "t" },
  parity: { make: (o) => tasks.parity(o), loss: "binaryCrossEntropy", time: "t" },
  names: { make: (o) => tasks.names(o), loss: "binaryCrossEntropy", time: "t" },
  csv: { make: () => tasks.csv("a,b\n1,2\n3,5\n4,4", { x: "a", target: "b" }), loss: "squaredError", time: "t" },
  sequences: {
    make: () => tasks.sequences([{ x: [[1, 2]], target: [[3]] }]),
    loss: "squaredError",
    time: "t",
  },
  "sequences in turn": {
    make: () => tasks.sequences([1, 2, 3, 4, 5].map((i) => ({ x: [[i, 2]], target: [[3]] }))),
    loss: "squaredError",
    time: "t",
  },
};
const all = Object.entries(cases);
const drawn = all.filter(([name]) => !/text|csv|sequences/.test(name));

describe.each(all)("%s", (_name, { make, loss, time }) => {
  it.each([undefined, 1, 2, 3, 4, 6, 8])("gives batches of %s that a network takes", (n) => {
    const task = make();
    const trace = backward(modelFor(task, loss, time), task.batch(n));
    expect(Number.isFinite(trace.loss) && trace.loss > 0).toBe(true);
    expect(trace.batched).toBe(n !== undefined);
    expect(trace.batchSize).toBe(n ?? 1);
    if (task.length !== null) expect(trace.timeSteps).toBe(task.length);
  });

  it("gives the same batches each time it is made", () => {
    const [a, b] = [make(), make()];
    for (const n of [undefined, 3, 3, 1]) expect(a.batch(n)).toEqual(b.batch(n));
  });

  it.each([undefined, 2])("trains alike for one seed, however often, with batches of %s", async (batch) => {
    const task = make();
    const losses = async () => {
      const { losses } = await train(modelFor(task, loss, time), task, {
        steps: 7,
        seed: 5,
        live: false,
        ...(batch && { batch }),
      });
      return [...losses];
    };
    const first = await losses();
    expect(first).toHaveLength(7);
    task.batch();
    expect(await losses()).toEqual(first);
  });

  it("survives JSON and names its numbers", () => {
    const task = make();
    const { name, description, size, sizes } = JSON.parse(JSON.stringify(task));
    expect(description).toMatch(/^\S.*[.?]/);
    expect(name.length).toBeGreaterThan(0);
    expect(sizes.x).toBe(size);
  });

  it("labels time steps, of the first sequence of a batch too", () => {
    const task = make();
    const batch = task.batch();
    const lists = Object.values(task.tokens(batch));
    for (const list of lists) {
      expect(list.length).toBe((batch.x as unknown[]).length);
      expect(list.every((token) => token.length > 0)).toBe(true);
    }
    const several = make().batch(2);
    const labels = task.tokens(several);
    expect(Object.values(labels).map((list) => list.length)).toEqual(
      lists.map(() => (several.x as unknown[][])[0]!.length),
    );
  });

  it("refuses a batch of none", () => {
    for (const n of [0, -1, 1.5, "2" as never]) expect(() => make().batch(n)).toThrow(OptionError);
  });
});

describe.each(drawn)("%s", (_name, { make }) => {
  it("draws from its own seed, or from the generator that it is given", () => {
    expect(make({ seed: 1 }).batch(5)).not.toEqual(make({ seed: 2 }).batch(5));
    expect(make({ seed: 1 }).batch(5, new Random(3))).toEqual(make({ seed: 2 }).batch(5, new Random(3)));
    const task = make();
    expect(task.batch(5)).not.toEqual(task.batch(5));
  });

  it("refuses options that are not there", () => {
    expect(() => make({ sed: 1 } as never)).toThrow("Did you mean seed?");
  });
});

describe("the baseline", () => {
  const exact = ["text", "text by windows", "temporalOrder", "temporalOrder of 3", "parity", "names"];

  it.each(exact)("of %s is exactly the loss of a network that knows nothing", (name) => {
    const { make, loss, time } = cases[name]!;
    const task = make();
    const trace = backward(constantModel(task, loss, time), task.batch(7));
    expect(trace.loss / task.baseline!.total).toBeCloseTo(1, 12);
    if (task.baseline!.perStep !== null)
      for (const step of trace.losses) expect(step / task.baseline!.perStep).toBeCloseTo(1, 12);
    else expect(time).toBe("T");
  });

  it.each([
    ["adding", 1, Math.sqrt(7 / 180)],
    ["adding, mean", 0.5, Math.sqrt(7 / 180) / 4],
    ["multiplication", 0.25, 0.0704],
    ["sine", 0, 0.05],
  ] as const)("of %s is the mean loss of always answering %s", (name, answer, deviation) => {
    const { make, loss, time } = cases[name]!;
    const task = make();
    const n = name === "sine" ? 2_000 : 20_000;
    const trace = backward(constantModel(task, loss, time, answer), task.batch(n));
    const perStep = task.baseline!.perStep === null ? 1 : task.length!;
    const error = (trace.loss - task.baseline!.total) / perStep;
    expect(Math.abs(error)).toBeLessThan((5 * deviation) / Math.sqrt(n));
  });

  it("of copying is the loss of knowing the blanks and guessing the symbols", () => {
    const task = tasks.copying({ delay: 50 });
    const { target } = task.batch() as { target: number[] };
    const loss = target.reduce((sum, symbol) => sum + (symbol === 0 ? 0 : Math.log(8)), 0);
    expect(loss / task.baseline!.total).toBeCloseTo(1, 12);
    expect(loss / target.length / task.baseline!.perStep!).toBeCloseTo(1, 12);
  });
});
