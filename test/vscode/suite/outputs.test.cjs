const assert = require("node:assert/strict");
const {
  close,
  closeAll,
  openNotebook,
  readNotebook,
  runCell,
  showFile,
  startCells,
  textOf,
  textOfOutput,
  until,
} = require("./notebooks.cjs");

/** Cell code that shows `text` as an output with an id. */
const SHOW = `
const show = (text: string, displayId?: string) => display({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text }), displayId })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))`;

describe("a cell's outputs", () => {
  afterEach(closeAll);

  it("are redrawn in place: the same output, with the last contents at the end", async () => {
    const code = `${SHOW}
await show("before")
for (let i = 0; i <= 40; i++) { await show("step " + i, "live"); await pause(25) }
await show("after")`;
    const notebook = await openNotebook([code]);
    const cell = notebook.cellAt(0);
    void startCells(notebook);
    await until("the live output", () => cell.outputs.length >= 2);
    const { id } = cell.outputs[1];
    const seen = new Set();
    await until("the cell to end", () => {
      if (cell.outputs[1]) seen.add(textOfOutput(cell.outputs[1]));
      return cell.executionSummary?.success !== undefined;
    });
    assert.equal(cell.outputs.length, 3);
    assert.equal(cell.outputs[1].id, id, "the output was replaced by another one");
    assert.equal(textOfOutput(cell.outputs[1]), "step 40");
    assert.ok(seen.size > 1, "nothing was seen while the cell ran");
    assert.ok(seen.size < 41, "the output was redrawn at every step");
  });

  it("belong to their own run: a second run begins anew", async () => {
    const notebook = await openNotebook([`${SHOW}\nawait show("a", "id")\nawait show("b", "id")`]);
    assert.equal(await runCell(notebook), "b");
    assert.equal(await runCell(notebook), "b");
    assert.equal(notebook.cellAt(0).outputs.length, 1);
  });

  it("put the richest type first and plain text last", async () => {
    const bundle = `({ "text/plain": "text", "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>", "application/vnd.unroll.v1+json": '{"view":"note","alt":"x"}' })`;
    const notebook = await openNotebook([bundle]);
    await runCell(notebook);
    const mimes = notebook.cellAt(0).outputs[0].items.map(({ mime }) => mime);
    assert.deepEqual(mimes, ["application/vnd.unroll.v1+json", "image/svg+xml", "text/plain"]);
  });

  it("are cut when a cell prints without end", async () => {
    const notebook = await openNotebook(["for (let i = 0; i < 200; i++) console.log('x'.repeat(10_000))\n'end'"]);
    const text = await runCell(notebook);
    assert.ok(text.length < 1_001_000, `${text.length} characters`);
    assert.match(text, /not shown: it is longer than/);
    assert.match(text, /'end'$/);
  });

  it("are kept in the file, which is valid, and are there when it is opened again", async () => {
    const notebook = await openNotebook(["console.log('printed')\n6 * 7", "throw new Error('broken')"]);
    await runCell(notebook, 0);
    await runCell(notebook, 1);
    await notebook.save();
    const file = readNotebook(notebook.uri.fsPath);
    checkFormat(file);
    assert.deepEqual(
      file.cells.map(({ outputs }) => outputs.map(({ output_type }) => output_type)),
      [["stream", "execute_result"], ["error"]],
    );
    assert.equal(file.cells[0].execution_count, 1);
    assert.equal(file.cells[0].outputs[1].execution_count, 1);
    await close(notebook);
    const reopened = await showFile(notebook.uri.fsPath);
    assert.equal(textOf(reopened.cellAt(0)), "printed\n42");
    assert.match(textOf(reopened.cellAt(1)), /Cell In \[2\], line 1/);
  });
});

/** The rules of nbformat 4.5 that concern what we write. */
function checkFormat(file) {
  assert.equal(file.nbformat, 4);
  assert.ok(file.nbformat_minor >= 5);
  assert.equal(file.metadata.kernelspec.name, "unroll");
  for (const cell of file.cells) {
    assert.match(cell.id, /^[a-zA-Z0-9-_]{1,64}$/);
    assert.ok(cell.execution_count === null || Number.isInteger(cell.execution_count));
    for (const output of cell.outputs) checkOutput(output);
  }
}

const KEYS = {
  stream: ["name", "output_type", "text"],
  display_data: ["data", "metadata", "output_type"],
  execute_result: ["data", "execution_count", "metadata", "output_type"],
  error: ["ename", "evalue", "output_type", "traceback"],
};

function checkOutput(output) {
  assert.deepEqual(Object.keys(output).sort(), KEYS[output.output_type]);
}
