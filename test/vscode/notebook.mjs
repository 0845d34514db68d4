// What a person does with a notebook, for tests: open, run, interrupt, type, save, look at cells and outputs.
// A notebook draws only the cells near its viewport, so whatever concerns a cell first scrolls to it; nothing here
// sleeps for a fixed time where something can be waited for. Cells are counted from 0, markdown cells included.
import { isAtEnd, listBox, revealCell, scrollBy, scrollToTop } from "./scrolling.mjs";
import { NOTEBOOK, rowsLocator } from "./selectors.mjs";
import { waitUntil } from "./wait.mjs";
import { runCommand } from "./workbench.mjs";

export { cellOutput, cellOutputText, hasNoOutput, outputFrame, screenshot, screenshotOutput } from "./outputs.mjs";
export { revealCell } from "./scrolling.mjs";
export { outputLocator, waitForNotebook } from "./selectors.mjs";
export { waitUntil } from "./wait.mjs";
export { openFile, reopen, save, setTheme } from "./workbench.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */
/** @typedef {"idle" | "pending" | "executing" | "success" | "error"} CellState */
/** @typedef {{ index: number, kind: "code" | "markdown", state: CellState, order?: number, source: string }} Cell  `order`: the [n] of its last run; `source`: its drawn lines */

/** Waits until the notebook has chosen this kernel. @param {Page} page @param {string | RegExp} label */
export async function waitForKernel(page, label) {
  await page.locator(`${NOTEBOOK} .notebook-toolbar-container .kernel-label`, { hasText: label }).waitFor();
}

/** Runs all cells by the notebook's own button (by the command when a narrow toolbar hides it); waits for nothing. @param {Page} page */
export async function runAll(page) {
  const button = toolbarButton(page, "Run All");
  if (await button.isVisible()) await button.click();
  else await runCommand(page, "Notebook: Run All");
}

/** Interrupts the kernel by the notebook's own button, once it offers it. @param {Page} page */
export async function interrupt(page) {
  await toolbarButton(page, "Interrupt").click();
}

/** @param {Page} page @param {string} label */
const toolbarButton = (page, label) =>
  page.locator(`${NOTEBOOK} .notebook-toolbar-container a[aria-label^="${label}"]`);

/**
 * Runs one cell by the button at its left and waits until this run has ended (by the execution number, which a cell
 * that ran before already shows).
 * @param {Page} page @param {number} index @returns {Promise<Cell>}
 */
export async function runCellAndWait(page, index) {
  const row = await revealCell(page, index);
  const before = (await readRow(row)).order;
  await runCell(page, index);
  const read = async () => {
    const cell = await readRow(row);
    return (cell.state === "success" || cell.state === "error") && cell.order !== before && cell;
  };
  return /** @type {Promise<Cell>} */ (waitUntil(`cell ${index} to have run`, read));
}

/** Runs one cell by the button at its left; waits for nothing. @param {Page} page @param {number} index */
export async function runCell(page, index) {
  const row = await revealCell(page, index);
  await row.locator(".cell-editor-part").hover();
  await row.locator(".run-button-container a.codicon-notebook-execute").click();
}

/**
 * Replaces a code cell's text by pasting, since typed text would get closing brackets and indents of the editor's own.
 * @param {Page} page @param {number} index @param {string} text
 */
export async function typeInCell(page, index, text) {
  const row = await revealCell(page, index);
  await row.locator(".cell-editor-part .view-lines").click();
  await row.locator(".monaco-editor.focused").waitFor();
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
  const isTyped = async () => sameText((await readRow(row)).source, text);
  await waitUntil(`cell ${index} to hold the typed text`, isTyped);
  await page.keyboard.press("Escape"); // back to the cell: the notebook's own shortcuts are active
}

/** Blanks at the ends of lines aside; of a long text only its drawn beginning can be seen. @param {string} drawn @param {string} text */
const sameText = (drawn, text) => {
  const lines = (value) => value.split("\n").map((line) => line.trimEnd());
  const [seen, wanted] = [lines(drawn), lines(text)];
  return seen.length >= Math.min(wanted.length, 20) && seen.every((line, i) => line === wanted[i]);
};

/** Every cell's state as its status bar shows it, from the first cell to the last. @param {Page} page @returns {Promise<Cell[]>} */
export async function readCells(page) {
  const cells = new Map();
  await scrollToTop(page);
  for (;;) {
    const rows = await rowsLocator(page).evaluateAll(
      (elements, read) => elements.map(new Function(`return ${read}`)()),
      String(rowInPage),
    );
    for (const cell of rows) cells.set(cell.index, cell);
    if (await isAtEnd(page)) break;
    await scrollBy(page, 0.7 * (await listBox(page)).height);
  }
  return [...cells.values()].sort((a, b) => a.index - b.index);
}

/**
 * Waits until all code cells satisfy a condition.
 * @param {Page} page @param {(cells: Cell[]) => boolean} condition  over the code cells @param {string} [what]  named in the error
 * @returns {Promise<Cell[]>} the code cells
 */
export async function waitForCells(page, condition, what = "the cells' states") {
  /** @type {Cell[]} */
  let last = [];
  const describe = () => `${what}; they are ${last.map((cell) => `${cell.index}: ${cell.state}`).join(", ")}`;
  const read = async () => {
    last = (await readCells(page)).filter((cell) => cell.kind === "code");
    return condition(last) && last;
  };
  return /** @type {Promise<Cell[]>} */ (waitUntil(describe, read));
}

/**
 * Runs all cells and waits until each has the success mark of this run, or one of them its error mark.
 * @param {Page} page @returns {Promise<Cell[]>} the code cells
 */
export async function runAllAndWait(page) {
  const before = new Map((await readCells(page)).map((cell) => [cell.index, cell.order]));
  await runAll(page);
  return waitForCells(page, (cells) => isFinished(cells, before), "all cells to finish");
}

/** Marks left by an earlier run do not count: a run gives a cell a new execution number. @param {Cell[]} cells @param {Map<number, number | undefined>} before */
function isFinished(cells, before) {
  const ran = (cell) => cell.order === undefined || cell.order !== before.get(cell.index);
  const failure = cells.findIndex((cell) => cell.state === "error" && ran(cell));
  const due = failure < 0 ? cells : cells.slice(0, failure);
  return due.every((cell) => cell.state === "success" && ran(cell)) && cells.every(isAtRest);
}

/** @param {Cell} cell */
const isAtRest = (cell) => cell.state !== "pending" && cell.state !== "executing";

/** Waits until one cell is in one of these states. @param {Page} page @param {number} index @param {CellState | CellState[]} states */
export async function waitForCell(page, index, states) {
  const row = await revealCell(page, index);
  const wanted = [states].flat();
  const isThere = async () => wanted.includes((await readRow(row)).state);
  await waitUntil(`cell ${index} to be ${wanted.join(" or ")}`, isThere);
}

/** Runs inside the page. @param {HTMLElement} row @returns {Cell} */
function rowInPage(row) {
  const icon = row.querySelector(".cell-statusbar-container [class*=codicon-notebook-state-]");
  const state = /codicon-notebook-state-(\w+)/.exec(icon?.className ?? "")?.[1] ?? "idle";
  const lines = [...row.querySelectorAll(".cell-editor-part .view-line")].sort(
    (a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top),
  );
  return {
    index: Number(row.dataset.index),
    kind: row.classList.contains("code-cell-row") ? "code" : "markdown",
    state,
    order:
      Number.parseInt(row.querySelector(".execution-count-label")?.textContent?.replace(/\D/g, "") ?? "", 10) ||
      undefined,
    source: lines.map((line) => line.textContent.replaceAll("\u00a0", " ")).join("\n"),
  };
}

/** @param {Locator} row @returns {Promise<Cell>} */
const readRow = (row) => row.evaluate(rowInPage);
