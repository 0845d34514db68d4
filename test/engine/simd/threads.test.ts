/** The same numbers, bit by bit, from one thread and from several. */
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Batch, Definition, Random, type Sizes } from "../../../src/engine/index.js";
import type { Model } from "../../../src/engine/model.js";
import { seedsFor } from "../../../src/engine/observe.js";
import { type Execution, seedLosses } from "../../../src/engine/program/backend.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { FINISHED, State, Word } from "../../../src/engine/simd/control.js";
import { simdBackend, simdBackendOf } from "../../../src/engine/simd/execution.js";
import { setThreadHost } from "../../../src/engine/simd/threadHost.js";
import { type CellName, cells } from "../../../src/lab/cells.js";
import { holds } from "../../support/property.js";
import { randomNetwork } from "../randomNetwork.js";
import { executionOn } from "./backends.js";
import { divided } from "./divided.js";
import { testThreads } from "./testThreads.js";

const shared = simdBackendOf("always");
const workers: Worker[] = [];
beforeAll(() => setThreadHost(testThreads(workers)));
afterAll(async () => {
  setThreadHost(undefined);
  await Promise.all(workers.map((worker) => worker.terminate()));
});

/** Where bits differ. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): string | undefined {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return `[${i}]: ${a[i]}, not ${b[i]}`;
  return undefined;
}

function expectEqual(a: Pick<Execution, "values" | "adjoints">, b: typeof a, what = ""): void {
  expect(difference(a.values, b.values), `values ${what}`).toBeUndefined();
  expect(difference(a.adjoints, b.adjoints), `adjoints ${what}`).toBeUndefined();
}

function presetOf(name: CellName, B: number, dtype: Dtype, H = 13, T = 6): readonly [Model, Batch] {
  const text = cells[name].equations.join("\n");
  const states = [...text.matchAll(/(\w)\[t[-+]1\]/g)].map(([, state]) => state!);
  const sizes: Sizes = { x: 7, ...Object.fromEntries(states.map((state) => [state, H])), y: 5 };
  const model = cells[name].build(sizes, { seed: 2, dtype });
  const random = new Random(3);
  const vectors = (n: number) => Array.from({ length: T }, () => Array.from({ length: n }, () => random.uniform(0, 1)));
  const one = ({ size, time }: (typeof model.inputSpecs)[number]) => (time === "t" ? vectors(size) : vectors(size)[0]!);
  const batch = model.inputSpecs.map((spec) => [spec.name, Array.from({ length: B }, () => one(spec))]);
  return [model, Object.fromEntries(batch) as Batch];
}

describe.each(["float64", "float32"] as const)("in %s two threads give what one gives", (dtype) => {
  const names: CellName[] = ["elman", "lstm", "gru"];
  it.each(names.flatMap((name) => [2, 3, 5, 16, 18, 37].map((B) => [name, B] as const)))(
    "for %s with B = %i",
    (name, B) => {
      const [model, batch] = presetOf(name, B, dtype);
      const [one, two] = [executionOn(simdBackend, model, batch), executionOn(shared, model, batch)];
      expectEqual(two, one);
      for (let i = 0; i < 20; i++) {
        two.forward();
        two.backward(seedsFor(two, "sum"));
      }
      expectEqual(two, one, "after twenty more passes");
      // the first time they are made when they are asked for, then by all threads on their way
      for (const way of ["asked for", "on the way"]) {
        const [expected, actual] = [one, two].map((execution) => execution.contributionNorms());
        for (const [parameter, norms] of expected!)
          expect(difference(actual!.get(parameter)!, norms), `norms of ${parameter}, ${way}`).toBeUndefined();
        for (const execution of [one, two]) execution.backward(seedsFor(execution, "sum"));
      }
    },
  );

  it("for random networks", () => {
    holds(
      fc.property(randomNetwork, ({ text, sizes, batch, seed }) => {
        const model = new Definition(text).build(sizes, { seed, dtype });
        expectEqual(executionOn(shared, model, batch), executionOn(simdBackend, model, batch), text);
      }),
      20,
    );
  });
});

describe("the parts of a stretch do not depend on each other", () => {
  const orders = [2, 3].flatMap((threads) =>
    (["first to last", "last to first"] as const).map((o) => [threads, o] as const),
  );
  it.each(orders)("%i parts, %s, for random networks", (threads, order) => {
    holds(
      fc.property(randomNetwork, ({ text, sizes, batch, seed }) => {
        const model = new Definition(text).build(sizes, { seed });
        const one = executionOn(simdBackend, model, batch);
        const parts = divided(one.program, threads, order);
        model.load({ ...one, ...parts } as unknown as Execution, model.prepare(batch));
        parts.forward();
        seedLosses({ ...parts, program: one.program } as unknown as Execution, seedsFor(one, "sum"));
        parts.backward();
        expectEqual(parts, one, text);
      }),
      100,
    );
  });
});

describe("a thread that helps", () => {
  it("is not called for small programs", () => {
    let started = 0;
    const host = testThreads(workers);
    const start = () => {
      started++;
      return host.start();
    };
    setThreadHost({ ...host, start });
    executionOn(simdBackend, ...presetOf("elman", 8, "float64"));
    expect(started).toBe(0);
    executionOn(simdBackend, ...presetOf("elman", 32, "float64", 64, 20));
    expect(started).toBe(1);
    setThreadHost(testThreads(workers));
  });

  it("may die: its share is then done without it", async () => {
    const [model, batch] = presetOf("gru", 6, "float64");
    const one = executionOn(simdBackend, model, batch);
    const two = executionOn(shared, model, batch);
    await workers.at(-1)!.terminate();
    for (let i = 0; i < 60; i++) {
      two.values.fill(0, two.program.sharedSize);
      model.load(two, model.prepare(batch));
      two.forward();
      two.backward(seedsFor(two, "sum"));
      expectEqual(two, one, `pass ${i}`);
    }
    setThreadHost(testThreads(workers));
  });

  it("is through with a pass that was cut off before its execution's numbers are seen again", async () => {
    // in the place of a helper, one that is in a long stretch of a pass
    const code = `
      const { parentPort } = require("node:worker_threads");
      let control, memory;
      parentPort.on("message", ({ kind, control: words, job, at }) => {
        if (kind === "start") control = words;
        if (kind === "join") {
          memory = job.memory;
          parentPort.postMessage("joined");
        }
        if (kind !== "work") return;
        Atomics.store(control, ${Word.done}, 0);
        Atomics.store(control, ${Word.state}, ${State.taken});
        parentPort.postMessage("at work");
        const end = Date.now() + 200;
        while (Date.now() < end) new Float64Array(memory.buffer)[at] += 1;
        Atomics.store(control, ${Word.done}, ${FINISHED});
      });`;
    const worker = new Worker(code, { eval: true });
    workers.push(worker);
    setThreadHost({ threads: 2, start: () => worker });
    const [model, batch] = presetOf("elman", 32, "float64", 64, 20);
    const execution = executionOn(simdBackend, model, batch);
    const expected = execution.values.slice();
    await once(worker, "message");
    const atWork = once(worker, "message");
    worker.postMessage({ kind: "work", at: execution.values.byteOffset / 8 });
    await atWork;
    model.load(execution, model.prepare(batch));
    const loaded = execution.values.slice(0, execution.program.sharedSize);
    await wait(300);
    expect(difference(execution.values.slice(0, loaded.length), loaded)).toBeUndefined();
    expect(difference(loaded, expected.slice(0, loaded.length))).toBeUndefined();
    setThreadHost(testThreads(workers));
  });
});
