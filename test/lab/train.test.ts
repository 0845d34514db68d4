import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { recurrentBound, simpleRecurrence } from "../../src/engine/index.js";
import { type LabHost, setLabHost } from "../../src/lab/host.js";
import { backward, cells, init, type Run, rnn, sgd, tasks, train } from "../../src/lab/index.js";
import { type Progress, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

const lyric = tasks.text("想要有直升机");
const build = (seed = 7) =>
  cells.elman.build({ x: lyric.size, s: 16, y: lyric.size }, { seed, init: { W: init.spectral(1.1) } });
const options = { steps: 300, optimizer: sgd({ lr: 0.1 }), clipNorm: 5 };

afterEach(() => setLabHost(undefined));

/** A host that remembers what it was shown. */
function recordingHost(signal?: AbortSignal) {
  const shown: { id: string | undefined; mimes: string[]; payload: string | undefined }[] = [];
  const progress: Progress[] = [];
  const host: LabHost = {
    display: (bundle, o) => shown.push({ id: o?.displayId, mimes: Object.keys(bundle), payload: bundle[UNROLL_MIME] }),
    clearDisplay: () => {},
    progress: (p) => progress.push(p),
    ...(signal ? { signal } : {}),
  };
  return { host, shown, progress };
}

describe("train", () => {
  it("learns the lyric: from ln 6 a character to below 0.05, and says it right", async () => {
    const model = build();
    const run = await train(model, lyric, options);
    expect(Math.abs(run.losses[0]! / 5 - Math.log(6))).toBeLessThan(0.3);
    expect(run.loss / 5).toBeLessThan(0.05);
    const output = model.forward(lyric.batch());
    expect(lyric.decode([1, 2, 3, 4, 5].map((t) => output.value("y", t)))).toBe("要有直升机");
    expect(run.status).toBe("done");
    expect(run.steps).toBe(300);
  });

  it("gives the same numbers for the same seed, and others for another", async () => {
    const [a, b, c] = [
      await train(build(), lyric, options),
      await train(build(), lyric, options),
      await train(build(8), lyric, options),
    ];
    expect(a.losses).toEqual(b.losses);
    expect(a.losses).not.toEqual(c.losses);
  });

  it("goes on from where the model stands", async () => {
    const whole = await train(build(), lyric, { ...options, steps: 20 });
    const model = build();
    const first = await train(model, lyric, { ...options, steps: 12 });
    const second = await train(model, lyric, { ...options, steps: 8 });
    expect([...first.losses, ...second.losses]).toEqual([...whole.losses]);
  });

  it("stops when it is told to, by any of three ways, and keeps what it has learned", async () => {
    const before = build();
    const byAnswer = await train(build(), lyric, { ...options, onStep: ({ step }) => step < 5 });
    const pending = train(build(), lyric, options);
    pending.stop();
    const controller = new AbortController();
    const aborted = await train(build(), lyric, {
      ...options,
      signal: controller.signal,
      onStep: ({ step }) => void (step === 3 && controller.abort()),
    });
    expect([byAnswer.steps, (await pending).steps, aborted.steps]).toEqual([5, 0, 3]);
    expect([byAnswer.status, aborted.status]).toEqual(["stopped", "stopped"]);
    expect(byAnswer.model.store).not.toEqual(before.store);
  });

  it("leaves the last good parameters when a number is no longer finite, and says where that began", async () => {
    const linear = rnn("s[t] = w s[t-1] + u x[t]\nE[t] = squaredError(target[t], s[t])")
      .build({ x: 1, s: 1 })
      .set({ w: [2], u: [1] });
    const run = await train(
      linear,
      { x: new Array(40).fill(1), target: new Array(40).fill(0) },
      { steps: 50, optimizer: sgd({ lr: 1 }) },
    );
    expect(run.status).toBe("diverged");
    expect(linear.store.every(Number.isFinite)).toBe(true);
    const { nonFinite } = run.recording();
    expect(nonFinite).toMatchObject({ step: run.steps - 1 });
    expect(nonFinite!.time).toBeGreaterThan(0);
  });

  it.each([
    ["once when all its batches are the same", "abcab", 1],
    ["at every step else", "abcab\nbcaac", 5],
  ])("asks a task for a batch %s", async (_when, text, expected) => {
    const task = tasks.lines(text);
    let asked = 0;
    const counting: typeof task = {
      ...task,
      batch: (n, random) => {
        asked++;
        return task.batch(n, random);
      },
    };
    const model = cells.elman.build({ x: task.size, s: 4, y: task.size });
    const run = await train(model, counting, { steps: 5, optimizer: sgd({ lr: 0.1 }) });
    expect(asked).toBe(expected);
    expect(run.losses[4]).toBeLessThan(run.losses[0]!);
  });

  it("refuses wrong options before any step", () => {
    expect(() => train(build(), lyric, { steps: 0 })).toThrow(/steps is 0/);
    expect(() => train(build(), lyric, { clipNorm: -1 })).toThrow(/clipNorm is -1/);
    expect(() => train(rnn("s[t] = tanh(W s[t-1] + U x[t])").build({ x: 6, s: 3 }), lyric)).toThrow(
      /no statement is a loss/,
    );
    expect(() => train(build(), { x: [0, 1] })).toThrow(/the batch has no target/);
  });

  it("clips: the update is never longer than the learning rate times the bound", async () => {
    const model = build();
    let before = Float64Array.from(model.store);
    await train(model, lyric, {
      steps: 10,
      optimizer: sgd({ lr: 0.5 }),
      clipNorm: 0.1,
      onStep: () => {
        const moved = Math.hypot(...model.store.map((w, i) => w - before[i]!));
        expect(moved).toBeLessThanOrEqual(0.05 * (1 + 1e-12));
        before = Float64Array.from(model.store);
      },
    });
  });

  it("carries the state from window to window and updates every k1 steps", async () => {
    const text = tasks.text("abcabcabcabcabcabcabcabcabc");
    const model = cells.elman.build({ x: text.size, s: 6, y: text.size });
    const run = await train(model, text, { steps: 8, truncate: { k1: 4, k2: 8 }, optimizer: sgd({ lr: 0.1 }) });
    expect(run.steps).toBe(8);
    expect(run.losses.every(Number.isFinite)).toBe(true);
  });
});

describe("a live run", () => {
  it("shows itself under one id, tells its progress, and leaves one line unless it is the cell's value", async () => {
    const { host, shown, progress } = recordingHost();
    setLabHost(host);
    const run = await train(build(), lyric, options);
    expect(new Set(shown.map(({ id }) => id))).toEqual(new Set([run.displayId]));
    expect(shown[0]!.mimes).toContain(UNROLL_MIME);
    expect(parsePayload(JSON.parse(shown[0]!.payload!)).view).toBe("dashboard");
    expect(shown[shown.length - 1]!.mimes).toEqual(["text/plain"]);
    expect(progress[progress.length - 1]).toMatchObject({ step: 300, steps: 300, secondsLeft: 0 });
  });

  it("shows a stopped run when its cell is interrupted, and never answers", async () => {
    const controller = new AbortController();
    const { host, shown } = recordingHost(controller.signal);
    setLabHost(host);
    const pending = train(build(), lyric, {
      ...options,
      steps: 100_000,
      onStep: ({ step }) => void (step === 50 && controller.abort()),
    });
    let isAnswered = false;
    void pending.then(() => (isAnswered = true));
    const status = () => {
      const last = parsePayload(JSON.parse(shown.at(-1)?.payload ?? "null"));
      return last.view === "dashboard" && last.recording.training?.status;
    };
    await expect.poll(() => shown.length > 0 && status()).toBe("stopped");
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(isAnswered).toBe(false);
  });

  it("shows nothing with live: false", async () => {
    const { host, shown, progress } = recordingHost();
    setLabHost(host);
    await train(build(), lyric, { ...options, steps: 5, live: false });
    expect(shown).toEqual([]);
    expect(progress.length).toBeGreaterThan(0);
  });
});

describe("a run's traces", () => {
  it("are the kept steps' numbers: as a backward pass of the model of that moment gives", async () => {
    const model = build();
    const start = backward(model.clone(), lyric);
    const run: Run = await train(model, lyric, { ...options, steps: 40 });
    const frame = run.trace(0);
    expect([...frame.losses]).toEqual([...start.losses]);
    expect([...frame.adjointNorms.get("s")!]).toEqual([...start.gradientNorms("s")]);
    expect([...frame.lastLossNorms.get("s")!]).toEqual([...start.gradientNormsOf(5, "s")]);
    expect([...frame.stepGradientNorms.get("W")!]).toEqual([...start.gradientNorms("W")]);
    expect(run.keptSteps).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it("have the bound of their own recurrent matrix, however late it is asked for, and of a large one too", async () => {
    for (const s of [16, 257]) {
      const model = cells.elman.build({ x: lyric.size, s, y: lyric.size }, { seed: 1 });
      const start = model.clone();
      const run: Run = await train(model, lyric, { steps: 2, optimizer: sgd({ lr: 0.5 }) });
      const recurrence = simpleRecurrence(model, "s")!;
      expect(run.trace(0).bounds.get("s")).toBe(recurrentBound(start, recurrence));
      expect(run.trace(0).bounds.get("s")).not.toBe(recurrentBound(model, recurrence));
    }
  });
});
