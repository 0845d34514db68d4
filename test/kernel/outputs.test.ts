import { describe, expect, it } from "vitest";
import type { OutputEvent } from "../../src/trace/index.js";
import { bundleKernel } from "./support/bundleKernel.js";
import { sharedSession, testKernel } from "./support/testKernel.js";
import { TestSession } from "./support/testSession.js";

const session = sharedSession(await testKernel());

const UNROLL = "application/vnd.unroll.v1+json";
const displays = (events: readonly OutputEvent[]) => events.filter((event) => event.type === "display");
/** Each output's kind and text, in order. */
const summary = (events: readonly OutputEvent[]) =>
  events.map((event) =>
    event.type === "stream"
      ? `${event.name} ${event.text}`
      : event.type === "display"
        ? event.data["text/plain"]
        : event.type,
  );

describe("what a cell prints", () => {
  it("comes in order, whatever printed it", async () => {
    const { events } = await session.run(
      'console.log("a %d", 1); console.info({ b: 2 }); console.warn("c"); console.error("d"); process.stdout.write("e"); void 0',
    );
    expect(summary(events)).toEqual(["stdout a 1\n{ b: 2 }\n", "stderr c\nd\n", "stdout e"]);
  });

  it("keeps its place among displays", async () => {
    const { events } = await session.run('console.log("a"); display(1); console.log("b"); display([2]); "c"');
    expect(summary(events)).toEqual(["stdout a\n", "1", "stdout b\n", "[ 2 ]", "'c'"]);
  });

  it("may be a table or an object in depth, without colours", async () => {
    const { text } = await session.run(
      "console.table([{ x: 1 }]); console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 9 })",
    );
    expect(text).toContain("│ (index) │ x │");
    expect(text).toContain("d: 1");
    expect(text).not.toContain("\u001b");
  });

  it("comes while the cell never pauses", async () => {
    const { outcome, text } = await session.interruptWhenStarted('console.log("started"); for (;;) {}');
    expect([outcome.status, text]).toEqual(["interrupted", "started\n"]);
  });

  it("is cut at a million characters, and says so", async () => {
    const { text } = await session.run('for (let i = 0; i < 3000; i++) console.log("x".repeat(999))');
    expect(text.length).toBeLessThan(1_000_100);
    expect(text.match(/the rest is left out/g)).toHaveLength(1);
  });

  it("goes to the last cell when it comes late", async () => {
    const late = session.nextLate();
    await session.run('setTimeout(() => console.log("late"), 30)');
    expect(await late).toMatchObject({ type: "stream", text: "late\n", id: expect.stringContaining("cell") });
  });
});

describe("what a cell shows", () => {
  it("is a value's own display, at once or later", async () => {
    const cell = (body: string) => `({ [Symbol.for("Jupyter.display")]${body} })`;
    const now = await session.run(cell('() { return { "text/html": "<b>1</b>" } }'));
    expect(displays(now.events)).toMatchObject([{ isResult: true, data: { "text/html": "<b>1</b>" } }]);
    const later = await session.run(cell(': async () => ({ "application/json": { a: 1 } })'));
    expect(displays(later.events)).toMatchObject([{ data: { "application/json": '{"a":1}' } }]);
  });

  it("waits for displays that take their time", async () => {
    const { events } = await session.run(
      'display({ async [Symbol.for("Jupyter.display")]() { await new Promise((go) => setTimeout(go, 20)); return { "text/plain": "slow" } } }); void 0',
    );
    expect(summary(events)).toEqual(["slow"]);
  });

  it("is an object of contents by MIME type", async () => {
    const { events } = await session.run('({ "image/svg+xml": "<svg/>", "image/png": new Uint8Array([1, 2, 3]) })');
    expect(displays(events)[0]?.data).toEqual({ "image/svg+xml": "<svg/>", "image/png": "AQID" });
  });

  it("is Node's text of anything else", async () => {
    expect((await session.run('({ "a/b": 1, c: 2 })')).value).toBe("{ 'a/b': 1, c: 2 }");
    expect((await session.run("new Float64Array([1, 2])")).value).toBe("Float64Array(2) [ 1, 2 ]");
    expect((await session.run("({})")).value).toBe("{}");
  });

  it("fails as the cell when the display fails", async () => {
    const { outcome } = await session.run(
      '({ [Symbol.for("Jupyter.display")]() {\n  throw new Error("no picture")\n} })',
    );
    expect(outcome).toMatchObject({ error: { message: "no picture", stack: expect.stringContaining("Cell In [") } });
    const wrong = await session.run('({ [Symbol.for("Jupyter.display")]: () => 3 })');
    expect(wrong.outcome).toMatchObject({ error: { message: expect.stringContaining("this one returned 3") } });
  });
});

describe("a payload", () => {
  it("gets its still picture and its text", async () => {
    const { events } = await session.run('picture("one")');
    expect(displays(events)[0]?.data).toMatchObject({
      "image/svg+xml": "<svg>one</svg>",
      "text/plain": "text of one",
      [UNROLL]: expect.stringContaining("one"),
    });
  });

  it("keeps its alt where it cannot be drawn", async () => {
    const { events } = await session.run('display(picture("undrawable"))');
    expect(displays(events)[0]?.data["text/plain"]).toBe("undrawable");
    expect(displays(events)[0]?.data).not.toHaveProperty("image/svg+xml");
  });

  it("keeps its alt where nothing can draw", async () => {
    const bare = await bundleKernel({ withStatic: false });
    const alone = new TestSession(bare);
    expect((await alone.run('picture("one")')).value).toBe("one");
    alone.close();
    await bare.remove();
  });

  it("is shown although it is malformed", async () => {
    const { events } = await session.run(`({ "${UNROLL}": "{" })`);
    expect(displays(events)[0]?.data).toEqual({ [UNROLL]: "{" });
  });
});

describe("a training loop", () => {
  it("updates one output, which its value replaces", async () => {
    const { events } = await session.run("await fakeTrain(5)");
    const shown = displays(events);
    expect(new Set(shown.map(({ displayId }) => displayId))).toHaveLength(1);
    expect(shown.map(({ isResult }) => isResult ?? false)).toEqual([false, false, false, false, false, true]);
    expect(shown.at(-1)?.data["text/plain"]).toBe("text of trained 5 steps");
  });

  it("draws no still pictures while it runs, but one of what is left at the end", async () => {
    const { events } = await session.run("const run = await fakeTrain(3)");
    const shown = displays(events);
    for (const { data } of shown.slice(0, -1)) expect(Object.keys(data)).toEqual([UNROLL]);
    expect(shown).toHaveLength(4);
    expect(shown.at(-1)).toMatchObject({
      displayId: shown[0]?.displayId,
      data: { "image/svg+xml": "<svg>step 3</svg>" },
    });
  });

  it("keeps its last picture when it is interrupted, and shows no other", async () => {
    const { outcome, events } = await session.run("await fakeTrain(1e6)", (event) => {
      if (event.type === "progress" && event.step > 1) session.client.interrupt();
    });
    expect(outcome.status).toBe("interrupted");
    expect(displays(events).at(-1)?.data).toHaveProperty("image/svg+xml");
    expect((await session.run("await new Promise((go) => setTimeout(go, 20)); 1")).events).toHaveLength(1);
  });

  it("reports progress now and then, and its end", async () => {
    const { events } = await session.run("await fakeTrain(500); void 0");
    const steps = events.flatMap((event) => (event.type === "progress" ? [event.step] : []));
    expect(steps.length).toBeLessThan(500);
    expect([steps[0], steps.at(-1)]).toEqual([1, 500]);
  });

  it("takes its live output away", async () => {
    const { events } = await session.run("await fakeBriefTrain()");
    expect(events.map(({ type }) => type)).toEqual(["display", "clearDisplay"]);
  });
});
