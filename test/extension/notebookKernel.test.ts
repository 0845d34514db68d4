import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NotebookDocument } from "vscode";
import { KernelProcess } from "../../src/extension/kernelProcess.js";
import { NotebookKernel } from "../../src/extension/notebookKernel.js";
import { PATIENCE } from "../support/patience.cjs";
import { FakeExecution } from "./fixtures/execution.js";

vi.mock("vscode", () => import("./fixtures/vscode.js"));

const main = fileURLToPath(new URL("fixtures/kernel.mjs", import.meta.url));
const folder = realpathSync(tmpdir());
const notebook = {} as NotebookDocument;

let processes: KernelProcess[];
let log: string[];
/** What the processes printed. */
let printed: string[];
let progress: unknown[];
let kernel: NotebookKernel;

beforeEach(() => {
  [processes, log, printed, progress] = [[], [], [], []];
  const output = { debug: (text: string) => printed.push(text), warn: () => {} };
  const start = () => {
    processes.push(new KernelProcess({ main, folder, log: output }));
    return processes.at(-1)!;
  };
  const reporter = { onProgress: (_: unknown, p: unknown) => progress.push(p), log: (text: string) => log.push(text) };
  kernel = new NotebookKernel(notebook, start, reporter);
});
afterEach(async () => {
  kernel.dispose();
  await vi.waitFor(() => expect(processes.filter(({ isAlive }) => isAlive)).toEqual([]), { timeout: PATIENCE });
});

/** Queues cells; `ended` is fulfilled when they all have. */
function run(...codes: string[]) {
  const executions = codes.map((code) => new FakeExecution(code));
  return { executions, ended: kernel.run(executions.map(({ asVscode }) => asVscode)) };
}

async function runOne(code: string) {
  const { executions, ended } = run(code);
  await ended;
  return executions[0]!;
}

const isRunning = (execution: FakeExecution) =>
  vi.waitFor(() => expect(execution.state).toBe("running"), { timeout: PATIENCE });

describe("NotebookKernel", () => {
  it("runs cells in order in one process, numbered from 1, in the notebook's folder", async () => {
    const { executions, ended } = run("ok", "folder");
    expect(executions.map(({ state }) => state)).toEqual(["running", "waiting"]);
    await ended;
    expect(executions.map(({ success }) => success)).toEqual([true, true]);
    expect(executions.map(({ executionOrder }) => executionOrder)).toEqual([1, 2]);
    expect(executions[1]!.texts).toEqual([`${folder} 1`]);
    expect(processes).toHaveLength(1);
  });

  it("stops at the first error: the rest looks as if it had never been asked to run, and takes no number", async () => {
    const { executions, ended } = run("ok", "fail", "ok", "ok");
    await ended;
    expect(executions.map(({ success }) => success)).toEqual([true, false, undefined, undefined]);
    expect(executions.map(({ state }) => state)).toEqual(Array(4).fill("ended"));
    expect(executions[2]!.executionOrder).toBeUndefined();
    expect((await runOne("ok")).executionOrder).toBe(3);
  });

  it("is interrupted: the cell says so, the waiting ones are let go, the process stays", async () => {
    const { executions, ended } = run("loop", "ok");
    kernel.interrupt();
    await ended;
    expect(executions.map(({ success }) => success)).toEqual([false, undefined]);
    expect(executions[0]!.texts.join("")).toMatch(/Interrupted\. The variables are kept/);
    await runOne("ok");
    expect(processes).toHaveLength(1);
  });

  it("starts before it is asked for, and the first cell takes that process", async () => {
    kernel.warmUp();
    kernel.warmUp();
    expect(processes).toHaveLength(1);
    expect(kernel.hasRun).toBe(false);
    await runOne("ok");
    kernel.warmUp();
    expect(processes).toHaveLength(1);
    expect(log.filter((line) => /is ready/.test(line))).toHaveLength(1);
  });

  it("hears what a process said before anybody listened", async () => {
    kernel.warmUp();
    await vi.waitFor(() => expect(printed).toContain("said that it is ready"), { timeout: PATIENCE });
    expect(log).toEqual([]);
    await runOne("ok");
    expect(log).toEqual([expect.stringMatching(/^kernel \d+ is ready/)]);
  });

  it("starts another process when the one started early is gone", async () => {
    kernel.warmUp();
    processes[0]!.kill();
    await vi.waitFor(() => expect(processes[0]!.isAlive).toBe(false), { timeout: PATIENCE });
    expect((await runOne("ok")).success).toBe(true);
    expect(processes).toHaveLength(2);
  });

  it("restarts while a cell runs: neither a mark nor a note, and the count begins anew in a new process", async () => {
    const first = (await runOne("pid")).texts.join("");
    const { executions, ended } = run("loop", "ok");
    await isRunning(executions[0]!);
    kernel.restart();
    await ended;
    expect(executions.map(({ success }) => success)).toEqual([undefined, undefined]);
    expect(executions[0]!.texts).toEqual([]);
    const next = await runOne("pid");
    expect(next.executionOrder).toBe(1);
    expect(next.texts.join("")).not.toBe(first);
    expect(processes).toHaveLength(2);
  });

  it("fails the cell that ran out of memory; the process tells the rest itself", async () => {
    const cell = await runOne("crash");
    expect(cell.success).toBe(false);
    expect(cell.texts.join("")).toMatch(/Out of memory.*It needed too much memory\. The variables are lost/);
    expect((await runOne("ok")).texts).toEqual([]);
    expect(processes).toHaveLength(1);
  });

  it.each([
    ["exit", /ended with exit code 3/],
    ["memory", /ran out of memory/],
  ])("survives a process that is gone (%s): the cell fails, the next one says once what is lost", async (code, why) => {
    const { executions, ended } = run(code, "ok");
    await ended;
    expect(executions.map(({ success }) => success)).toEqual([false, undefined]);
    expect(executions[0]!.texts.join("")).toMatch(why);
    const next = await runOne("ok");
    expect(next.success).toBe(true);
    expect(next.texts.join("")).toMatch(why);
    expect(next.texts.join("")).toMatch(/variables are lost/);
    expect((await runOne("ok")).texts).toEqual([]);
  });

  it("says so with the next cell when the process died while nothing ran", async () => {
    await runOne("ok");
    processes[0]!.kill();
    await vi.waitFor(() => expect(processes[0]!.isAlive).toBe(false), { timeout: PATIENCE });
    const next = await runOne("ok");
    expect(next.success).toBe(true);
    expect(next.texts.join("")).toMatch(/ended by SIGKILL.*variables are lost/s);
  });

  it("reports progress while a cell runs, and its end", async () => {
    const { executions, ended } = run("progress");
    await isRunning(executions[0]!);
    await vi.waitFor(() => expect(progress).toEqual([expect.objectContaining({ step: 1, steps: 2 })]), {
      timeout: PATIENCE,
    });
    kernel.interrupt();
    await ended;
    expect(progress.at(-1)).toBeUndefined();
  });

  it("ends its processes when it is disposed of, started early or running", async () => {
    const { executions, ended } = run("loop", "ok");
    await isRunning(executions[0]!);
    kernel.dispose();
    await ended;
    expect(executions.map(({ state }) => state)).toEqual(["ended", "ended"]);
  });
});
