const assert = require("node:assert/strict");
const vscode = require("vscode");
const {
  close,
  closeAll,
  interrupt,
  isAlive,
  openNotebook,
  runCell,
  runCells,
  startCells,
  textOf,
  until,
} = require("./notebooks.cjs");

const LOOP = "while (true) {}";

describe("the kernel", () => {
  afterEach(closeAll);

  it("shows a cell's last value and numbers the cell", async () => {
    const notebook = await openNotebook(["6 * 7"]);
    assert.equal(await runCell(notebook), "42");
    assert.equal(notebook.cellAt(0).executionSummary?.executionOrder, 1);
  });

  it("keeps variables from cell to cell and takes types away", async () => {
    const notebook = await openNotebook(["const a: number = 20", "const b = a + 1;\nb * 2"]);
    await runCells(notebook);
    assert.equal(textOf(notebook.cellAt(1)), "42");
  });

  it("waits for a promise and shows what is printed meanwhile in order", async () => {
    const notebook = await openNotebook([
      'console.log("one")\nawait null\nconsole.error("two")\nconsole.log("three")\n"four"',
    ]);
    assert.equal(await runCell(notebook), "one\ntwo\nthree\n'four'");
    assert.equal(notebook.cellAt(0).outputs.length, 4);
  });

  it("stops Run All at the first error; the rest was never run", async () => {
    const notebook = await openNotebook(["let n = 1", "const before = 1\nthrow new Error('broken')", "n = 2", "n = 3"]);
    await runCells(notebook);
    const outcomes = notebook.getCells().map(({ executionSummary }) => executionSummary?.success);
    assert.deepEqual(outcomes.slice(0, 2), [true, false]);
    await until("the waiting cells to be let go", () => !outcomes.slice(2).some((success) => success !== undefined));
    assert.match(textOf(notebook.cellAt(1)), /broken/);
    assert.match(textOf(notebook.cellAt(1)), /^Cell In \[2\], line 2$/m);
    await runCells(notebook, 0, 1);
    assert.equal(notebook.cellAt(0).executionSummary?.executionOrder, 3, "cells that never ran take no number");
    assert.equal(notebook.cellAt(3).executionSummary?.executionOrder, undefined);
  });

  it("interrupts an endless loop and keeps the variables", async () => {
    const notebook = await openNotebook(["const kept = 'still here'", LOOP, "kept"]);
    await runCell(notebook, 0);
    const running = runCells(notebook, 1, 2);
    await until("the loop to run", () => notebook.cellAt(1).executionSummary?.executionOrder === 2);
    await interrupt(notebook);
    await running;
    assert.equal(notebook.cellAt(1).executionSummary?.success, false);
    assert.equal(await runCell(notebook, 2), "'still here'");
  });

  it("lets the waiting cells go when it is interrupted", async () => {
    const notebook = await openNotebook([LOOP, "globalThis.ran = true", "typeof ran"]);
    const running = runCells(notebook, 0, 2);
    await until("the loop to run", () => notebook.cellAt(0).executionSummary?.executionOrder === 1);
    await interrupt(notebook);
    await running;
    assert.equal(await runCell(notebook, 2), "'undefined'");
  });

  it("gives each notebook variables of its own", async () => {
    const first = await openNotebook(["const mine = 1", "mine"]);
    await runCells(first);
    const second = await openNotebook(["typeof mine"]);
    assert.equal(await runCell(second), "'undefined'");
    assert.equal(await runCell(first, 1), "1");
  });

  it("ends with its notebook", async () => {
    const notebook = await openNotebook(["process.pid"]);
    const pid = Number(await runCell(notebook));
    assert.ok(isAlive(pid));
    await close(notebook);
    await until(`process ${pid} to end`, () => !isAlive(pid));
  });

  it("ends with its notebook even while a cell runs", async () => {
    const notebook = await openNotebook(["process.pid", LOOP]);
    const pid = Number(await runCell(notebook, 0));
    void startCells(notebook, 1, 2);
    await until("the loop to run", () => notebook.cellAt(1).executionSummary?.executionOrder === 2);
    await close(notebook);
    await until(`process ${pid} to end`, () => !isAlive(pid));
  });

  it("restarts without variables and counts from 1", async () => {
    const notebook = await openNotebook(["const gone = 1", "typeof gone", "process.pid"]);
    const pid = Number(await runCell(notebook, 2));
    await runCell(notebook, 0);
    await vscode.commands.executeCommand("unroll.restartKernel");
    assert.equal(await runCell(notebook, 1), "'undefined'");
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 1);
    await until(`process ${pid} to end`, () => !isAlive(pid));
  });

  it("restarts in the middle of an endless loop", async () => {
    const notebook = await openNotebook([LOOP, "1 + 1"]);
    void startCells(notebook, 0, 1);
    await until("the loop to run", () => notebook.cellAt(0).executionSummary?.executionOrder === 1);
    await vscode.commands.executeCommand("unroll.restartKernel");
    assert.equal(await runCell(notebook, 1), "2");
  });

  it("says that it was killed and that the variables are lost, and goes on", async () => {
    const notebook = await openNotebook(["const lost = 1\nprocess.pid", LOOP, "typeof lost"]);
    const pid = Number(await runCell(notebook, 0));
    const running = runCells(notebook, 1, 2);
    await until("the loop to run", () => notebook.cellAt(1).executionSummary?.executionOrder === 2);
    process.kill(pid, "SIGKILL");
    await running;
    assert.equal(notebook.cellAt(1).executionSummary?.success, false);
    assert.match(textOf(notebook.cellAt(1)), /kernel ended.*SIGKILL.*variables are lost/is);
    const text = await runCell(notebook, 2);
    assert.match(text, /variables are lost/);
    assert.match(text, /'undefined'$/);
    assert.doesNotMatch(await runCell(notebook, 2), /lost/, "it is said once");
  });

  it("survives a cell that takes all memory, and says so", async () => {
    process.env.UNROLL_MEMORY_MB = "64";
    const notebook = await openNotebook([
      "const list: number[][] = []\nfor (;;) list.push(new Array(10_000).fill(list.length))",
      "typeof list",
    ]);
    try {
      await vscode.commands.executeCommand("unroll.restartKernel");
      await runCell(notebook, 0);
    } finally {
      delete process.env.UNROLL_MEMORY_MB;
    }
    assert.equal(notebook.cellAt(0).executionSummary?.success, false);
    assert.match(textOf(notebook.cellAt(0)), /out of memory.*variables are lost/is);
    const text = await runCell(notebook, 1);
    assert.match(text, /variables are lost/i);
    assert.match(text, /'undefined'$/);
  });

  it("runs in the notebook's folder", async () => {
    const notebook = await openNotebook(["process.cwd()"]);
    const folder = vscode.Uri.joinPath(notebook.uri, "..").fsPath;
    assert.equal(await runCell(notebook), `'${folder}'`);
  });
});
