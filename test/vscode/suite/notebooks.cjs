// Notebooks of their own for each test: written to a fresh folder, opened, run, read.
const assert = require("node:assert/strict");
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const vscode = require("vscode");
const { PATIENCE } = require("../../support/patience.cjs");

const OURS = {
  kernelspec: { name: "unroll", display_name: "Unroll", language: "typescript" },
  language_info: { name: "typescript" },
};
const folders = [];

/** Writes a notebook file. @param {string[]} sources of its code cells @param {object} [metadata] default: our kernel's @returns {string} */
function writeNotebook(sources, metadata = OURS) {
  const folder = mkdtempSync(path.join(tmpdir(), "unroll-suite-"));
  folders.push(folder);
  const file = path.join(folder, "notebook.ipynb");
  const cells = sources.map((source, i) => ({ ...CODE_CELL, id: `cell-${i}`, source }));
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  return file;
}

const CODE_CELL = { cell_type: "code", metadata: {}, execution_count: null, outputs: [] };

/** Writes a notebook and shows it. @returns {Promise<vscode.NotebookDocument>} */
async function openNotebook(sources, metadata) {
  return showFile(writeNotebook(sources, metadata));
}

/** @param {string} file @returns {Promise<vscode.NotebookDocument>} */
async function showFile(file) {
  const uri = vscode.Uri.file(file);
  // As a person opens it: what `openNotebookDocument` opens stays open for minutes after its tab is closed.
  await vscode.commands.executeCommand("vscode.openWith", uri, "jupyter-notebook");
  const isShown = () => vscode.window.activeNotebookEditor?.notebook.uri.toString() === uri.toString();
  await until(`${file} to be shown`, isShown);
  return vscode.window.activeNotebookEditor.notebook;
}

/** Asks for cells to be run, without waiting. @param {vscode.NotebookDocument} notebook @param {number} [start] @param {number} [end] */
function startCells(notebook, start = 0, end = notebook.cellCount) {
  const request = { ranges: [{ start, end }], document: notebook.uri };
  return vscode.commands.executeCommand("notebook.cell.execute", request);
}

/** Runs cells and waits until all that ran have ended. */
async function runCells(notebook, start = 0, end = notebook.cellCount) {
  const before = notebook.getCells().map(({ executionSummary }) => executionSummary?.timing?.endTime);
  await startCells(notebook, start, end);
  const hasEnded = (cell) => {
    const { success, timing } = cell.executionSummary ?? {};
    return success !== undefined && timing?.endTime !== before[cell.index];
  };
  const cells = notebook.getCells().slice(start, end);
  const isOver = () => {
    const failed = cells.findIndex((cell) => hasEnded(cell) && cell.executionSummary.success === false);
    return failed >= 0 || cells.every(hasEnded);
  };
  await until(() => `cells ${start} to ${end - 1} to end: ${cells.map(textOf).join(" | ")}`, isOver);
}

/** Runs one cell and returns what it printed and showed. */
async function runCell(notebook, index = 0) {
  await runCells(notebook, index, index + 1);
  return textOf(notebook.cellAt(index));
}

/** Ends what runs. @param {vscode.NotebookDocument} notebook */
async function interrupt(notebook) {
  await vscode.window.showNotebookDocument(notebook);
  await vscode.commands.executeCommand("unroll.interrupt");
}

/** The plain text of a cell's outputs; of an error its stack. @param {vscode.NotebookCell} cell */
function textOf(cell) {
  return cell.outputs.map(textOfOutput).join("");
}

/** @param {vscode.NotebookCellOutput} output */
function textOfOutput({ items }) {
  const error = items.find(({ mime }) => mime === "application/vnd.code.notebook.error");
  if (error) return JSON.parse(decode(error)).stack;
  const streams = items.filter(({ mime }) => /\.(stdout|stderr)$/.test(mime));
  if (streams.length > 0) return streams.map(decode).join("");
  const plain = items.find(({ mime }) => mime === "text/plain");
  return plain ? decode(plain) : "";
}

/** @param {vscode.NotebookCellOutputItem} item */
const decode = ({ data }) => new TextDecoder().decode(data);

/** @param {vscode.NotebookDocument} notebook */
async function close(notebook) {
  await vscode.window.showNotebookDocument(notebook);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}

/** Closes all tabs, changes and all, and removes the files. */
async function closeAll() {
  for (const group of vscode.window.tabGroups.all) {
    for (let i = group.tabs.length; i > 0; i--) {
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const readNotebook = (file) => JSON.parse(readFileSync(file, "utf8"));

/** @param {string | (() => string)} what @param {() => unknown} condition may be async */
async function until(what, condition) {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    const name = () => (typeof what === "string" ? what : what());
    if (Date.now() > end) assert.fail(`Waited ${PATIENCE / 1000} s in vain for ${name()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether a process is there. @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

module.exports = {
  close,
  closeAll,
  decode,
  interrupt,
  isAlive,
  openNotebook,
  readNotebook,
  runCell,
  runCells,
  showFile,
  startCells,
  textOf,
  textOfOutput,
  until,
};
