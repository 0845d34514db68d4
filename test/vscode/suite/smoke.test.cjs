const assert = require("node:assert/strict");
const path = require("node:path");
const vscode = require("vscode");
const { PATIENCE } = require("../../support/patience.cjs");

const EXTENSION = "unroll.unroll-notebooks";
const LESSON = path.join(__dirname, "..", "..", "..", "examples", "01-first-steps.ipynb");

describe("the extension", () => {
  /** @type {vscode.NotebookEditor} */
  let editor;

  before(async () => {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(LESSON));
    editor = await vscode.window.showNotebookDocument(notebook);
  });

  after(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  it("activates when a notebook is opened", async () => {
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension, `${EXTENSION} is not installed`);
    await until("it to be active", () => extension.isActive);
  });

  // The API does not tell which kernel is selected. Without one VS Code asks, and the cell never runs.
  it("has its kernel selected for a lesson without asking", async () => {
    const cell = firstCodeCell(editor.notebook);
    const range = { start: cell.index, end: cell.index + 1 };
    void vscode.commands.executeCommand("notebook.cell.execute", { ranges: [range], document: editor.notebook.uri });
    await until("the first code cell to end", () => cell.executionSummary?.success !== undefined);
    assert.equal(cell.executionSummary?.success, true, describeOutputs(cell));
  });
});

/** @param {vscode.NotebookDocument} notebook */
function firstCodeCell(notebook) {
  const cell = notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code);
  assert.ok(cell, `${notebook.uri.path} has no code cell`);
  return cell;
}

/** @param {vscode.NotebookCell} cell */
function describeOutputs(cell) {
  const texts = cell.outputs.flatMap(({ items }) =>
    items.map(({ mime, data }) => `${mime}: ${new TextDecoder().decode(data)}`),
  );
  return `The cell failed: ${texts.join("\n")}`;
}

/** @param {string} what @param {() => boolean} condition */
async function until(what, condition) {
  const end = Date.now() + PATIENCE;
  while (!condition()) {
    if (Date.now() > end) assert.fail(`Waited ${PATIENCE / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
