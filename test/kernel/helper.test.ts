/** Large batches in a session: a second thread helps, and an interrupt in the middle of a pass does not confuse it. */
import { availableParallelism } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BundledKernel, bundleKernel } from "./support/bundleKernel.js";
import { TestSession } from "./support/testSession.js";

let kernel: BundledKernel;
let session: TestSession;
beforeAll(async () => {
  kernel = await bundleKernel({ withLab: true });
  session = new TestSession(kernel);
});
afterAll(async () => {
  session.close();
  await kernel.remove();
});

/** A pass over B sequences, again and again, and a number that every one of its results enters. */
const SETUP = `
const model = cells.elman.build({ x: 8, s: 32, y: 8 }, { seed: 1 });
const random = new Random(2);
const data = () => Array.from({ length: 16 }, () => Array.from({ length: 40 }, () => Array.from({ length: 8 }, () => random.uniform(0, 1))));
const batch = model.prepare({ x: data(), target: data() });
const execution = model.execution(40, 16);
const pass = () => {
  model.load(execution, batch);
  execution.forward();
  execution.backward(new Float64Array(40).fill(1));
};
const total = () => execution.adjoints.reduce((sum, x, i) => sum + x * ((i % 7) + 1), 0);
pass();
const first = total();
const passes = () => {
  const totals = new Set();
  const end = Date.now() + 400;
  while (Date.now() < end) {
    pass();
    totals.add(total());
  }
  return [...totals].every((x) => Object.is(x, first));
};
const isShared = execution.values.buffer instanceof SharedArrayBuffer;`;

it("every pass gives the same numbers, before and after interrupts", async () => {
  expect((await session.run(`${SETUP} passes()`)).value).toBe("true");
  expect((await session.run("isShared")).value).toBe(String(availableParallelism() > 1));
  for (let i = 0; i < 4; i++) {
    const { outcome } = await session.interruptWhenStarted('console.log("started"); for (;;) pass();');
    expect(outcome).toEqual({ status: "interrupted" });
    expect((await session.run("passes()")).value).toBe("true");
  }
});
