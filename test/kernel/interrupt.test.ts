import { describe, expect, it } from "vitest";
import { sharedSession, testKernel } from "./support/testKernel.js";
import { TestSession } from "./support/testSession.js";

const kernel = await testKernel();
const session = sharedSession(kernel);

const NEVER_ENDING: Record<string, string> = {
  "an empty loop": "while (true) {}",
  "a loop that catches everything": "for (;;) { try { for (;;) count++ } catch {} finally { count++ } }",
  "a promise that nobody keeps": "await new Promise(() => {})",
  "a storm of microtasks": "for (;;) { await null; count++ }",
  "a loop that sleeps": "for (;;) { await new Promise((go) => setTimeout(go, 5)); count++ }",
  "a loop of immediates": "for (;;) { await new Promise((go) => setImmediate(go)); count++ }",
  "a regular expression that runs away": 'count++; /^(a+)+$/.test("a".repeat(60) + "b")',
  "a loop after a pause": "await new Promise((go) => setTimeout(go, 1)); for (;;) count++",
  "a loop after an immediate": "await new Promise((go) => setImmediate(go)); for (;;) count++",
  "a loop in a microtask": "queueMicrotask(() => { for (;;) count++ }); await new Promise(() => {})",
  "a loop in an interval": "setInterval(() => { for (;;) count++ }, 1); await new Promise(() => {})",
  "a loop after reading a file": 'await (await import("node:fs/promises")).readdir("."); for (;;) count++',
  "a loop in a callback": "setTimeout(() => { for (;;) count++ }); await new Promise(() => {})",
};

describe("an interrupt", () => {
  for (const [name, code] of Object.entries(NEVER_ENDING)) {
    it(`ends ${name} and keeps the variables`, async () => {
      await session.run(`let count = 0; const kept = ${JSON.stringify(name)}`);
      const { outcome } = await session.interruptWhenStarted(`console.log("started"); ${code}`);
      expect(outcome).toEqual({ status: "interrupted" });
      expect((await session.run("kept")).value).toBe(`'${name}'`);
    });
  }

  it("leaves nothing running", async () => {
    await session.run("let rounds = 0");
    await session.interruptWhenStarted(
      'setInterval(() => rounds++, 1); console.log("started"); for (;;) { rounds++; await new Promise((go) => setTimeout(go, 1)) }',
    );
    const wait = "const before = rounds; await new Promise((go) => setTimeout(go, 50)); rounds - before";
    expect((await session.run(wait)).value).toBe("0");
  });

  it("leaves nothing behind that would run later", async () => {
    await session.run("let reached = [], release");
    const waiting = (body: string) =>
      `console.log("started"); const gate = new Promise((go) => { release = go }); ${body}`;
    for (const body of [
      "await gate; reached.push(1)",
      "const f = async () => { try { await gate; throw 1 } catch { reached.push(2) } finally { reached.push(3) } }; await f()",
      "async function* g() { yield gate }; for await (const x of g()) reached.push(4)",
    ]) {
      await session.interruptWhenStarted(waiting(body));
      await session.run("release(); await new Promise((go) => setTimeout(go, 5))");
    }
    expect((await session.run("reached")).value).toBe("[]");
  });

  it("drops what the cell would have shown later", async () => {
    const cell =
      'let release; console.log("started"); await new Promise((go) => { release = go }); display("late"); "late"';
    await session.interruptWhenStarted(cell);
    const { events, value } = await session.run("release(); await null; await null; 'next'");
    expect(value).toBe("'next'");
    expect(events).toHaveLength(1);
  });

  it("drops a value that comes late", async () => {
    await session.interruptWhenStarted('let fulfil; console.log("started"); new Promise((go) => { fulfil = go })');
    const { events } = await session.run(
      "fulfil('late'); await new Promise((go) => setTimeout(go, 5)); await fakeTrain(1)",
    );
    // The cell that runs now shows its own live output, its progress and its value.
    expect(events.map(({ type }) => type)).toEqual(["display", "progress", "display"]);
  });

  it("shows what was printed before", async () => {
    const { text } = await session.interruptWhenStarted('console.log("started"); console.log("then"); for (;;) {}');
    expect(text).toBe("started\nthen\n");
  });

  it("tells a training loop, which ends", async () => {
    const { outcome, events } = await session.run("await fakeTrain(100000)", (event) => {
      if (event.type === "progress") session.client.interrupt();
    });
    expect(outcome).toEqual({ status: "interrupted" });
    expect(events.at(-1)).not.toHaveProperty("isResult", true);
  });

  it("does nothing when no cell runs", async () => {
    session.client.interrupt();
    expect((await session.run("1")).outcome).toEqual({ status: "ok" });
  });

  it("skips the cells that wait, and only those", async () => {
    const running = session.interruptWhenStarted('console.log("started"); for (;;) {}');
    const waiting = [session.run("1"), session.run("2")];
    expect((await running).outcome.status).toBe("interrupted");
    for (const { outcome } of await Promise.all(waiting)) expect(outcome.status).toBe("skipped");
    expect((await session.run("3")).value).toBe("3");
  });
});

describe("an interrupt of a cell that has started a thread of its own", () => {
  it("ends the cell, and the variables live on", async () => {
    await session.run(
      'const { Worker } = await import("node:worker_threads"); const kept = 42; const own = new Worker("setInterval(() => {}, 1000)", { eval: true }); await new Promise((online) => own.once("online", online))',
    );
    const { outcome } = await session.interruptWhenStarted('console.log("started"); for (;;) {}');
    expect(outcome).toEqual({ status: "interrupted" });
    expect((await session.run("await own.terminate(); kept")).value).toBe("42");
  });
});

describe("an interrupt of a session that is still starting", () => {
  it("waits for it, ends the cell and keeps the session", async () => {
    const fresh = new TestSession(kernel);
    const running = fresh.run("for (;;) {}");
    setTimeout(() => fresh.client.interrupt(), 30); // the process is up, its thread is not
    expect((await running).outcome).toEqual({ status: "interrupted" });
    expect((await fresh.run("1 + 1")).value).toBe("2");
    fresh.close();
  });
});
