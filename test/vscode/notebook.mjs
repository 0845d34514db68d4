// What a person does with a notebook, for tests: open, run, interrupt, type, save, look at cells and outputs.
// A notebook draws only the cells near its viewport, so whatever concerns a cell first scrolls to it; nothing here
// sleeps for a fixed time where something can be waited for. Cells are counted from 0, markdown cells included.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { THEMES } from "./settings.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */
/** @typedef {"idle" | "pending" | "executing" | "success" | "error"} CellState */
/** @typedef {{ index: number, kind: "code" | "markdown", state: CellState, order?: number, source: string }} Cell  `order`: the [n] of its last run; `source`: its drawn lines */
/** @typedef {{ timeout?: number }} Wait  ms, default 30 000 */

const TIMEOUT_MS = 30_000;
const POLL_MS = 100;

// ---------------------------------------------------------------- waiting

/**
 * Polls until `read` gives something truthy, and returns it.
 * @template T @param {string | (() => string)} what  named in the error @param {() => Promise<T> | T} read @param {Wait} [options]
 * @returns {Promise<T>}
 */
export async function waitUntil(what, read, { timeout = TIMEOUT_MS } = {}) {
	const end = Date.now() + timeout;
	for (;;) {
		const value = await read();
		if (value) return value;
		if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain for ${typeof what === "function" ? what() : what}`);
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}

// ---------------------------------------------------------------- the workbench

/** Runs a command by its title in the command palette. @param {Page} page @param {string} title  e.g. "Notebook: Run All" */
export async function runCommand(page, title) {
	await page.keyboard.press("F1");
	await pick(page, `>${title}`, title);
}

/**
 * Opens a file by its absolute path, as a person does with Ctrl+P.
 * @param {Page} page @param {string} file @param {Wait} [options]
 */
export async function openFile(page, file, options) {
	await page.keyboard.press("Control+P");
	await pick(page, path.resolve(file), path.basename(file));
	await waitForTab(page, file, options);
	if (file.endsWith(".ipynb")) await waitForNotebook(page, options);
}

/** @param {Page} page @param {string} text  typed into the quick input @param {string} label  of the entry to take */
async function pick(page, text, label) {
	const widget = page.locator(".quick-input-widget:visible");
	await widget.locator("input").first().fill(text);
	const entries = widget.locator(".monaco-list-row", { has: page.locator(".label-name", { hasText: label }) });
	await entries.first().click();
	// Closed, or (a command that asks on) another question in its place.
	await waitUntil(`the quick input to take "${label}"`, async () => !(await widget.count()) || (await widget.locator("input").first().inputValue()) !== text);
}

/** @param {Page} page @param {string} file @param {Wait} [options] */
async function waitForTab(page, file, { timeout = TIMEOUT_MS } = {}) {
	await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor({ timeout });
}

/** Saves the active editor and waits until its tab is clean. @param {Page} page @param {Wait} [options] */
export async function save(page, { timeout = TIMEOUT_MS } = {}) {
	await page.keyboard.press("Control+S");
	await page.locator(".tab.active:not(.dirty)").waitFor({ timeout });
}

/** Closes the active editor; refuses when it has unsaved changes. @param {Page} page */
export async function closeEditor(page) {
	const tab = page.locator(".tab.active");
	const name = await tab.getAttribute("data-resource-name");
	if (await page.locator(".tab.active.dirty").count()) throw new Error(`${name} has unsaved changes: save it before closing it`);
	await tab.hover();
	await tab.locator('.tab-actions a[aria-label^="Close"]').click();
	await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ state: "detached" });
}

/** Closes the active editor and opens its file again. @param {Page} page @param {string} file @param {Wait} [options] */
export async function reopen(page, file, options) {
	await closeEditor(page);
	await openFile(page, file, options);
}

/**
 * Switches the colour theme (by its own command: VS Code does not see its settings file change under it) and waits until
 * the workbench and, if there is one, the notebook's outputs have it.
 * @param {Page} page @param {keyof typeof THEMES} theme
 */
export async function setTheme(page, theme) {
	if (!(theme in THEMES)) throw new Error(`No theme named ${theme}: use one of ${Object.keys(THEMES).join(", ")}`);
	await runCommand(page, "Preferences: Color Theme");
	await pick(page, THEMES[theme].label, THEMES[theme].label);
	await page.locator(`.monaco-workbench.${THEMES[theme].workbenchClass}`).waitFor();
	if (await page.locator(`${NOTEBOOK} iframe.webview`).count()) {
		await outputLocator(page).locator(`body.${THEMES[theme].webviewClass}`).waitFor({ state: "attached" });
	}
}

// ---------------------------------------------------------------- the notebook

const NOTEBOOK = ".notebookOverlay:visible";

/** Waits until the active editor is a notebook with its cells drawn. @param {Page} page @param {Wait} [options] */
export async function waitForNotebook(page, { timeout = TIMEOUT_MS } = {}) {
	await page.locator(`${NOTEBOOK} .cell-list-container .monaco-list-row`).first().waitFor({ state: "attached", timeout });
}

/** Waits until the notebook has chosen this kernel. @param {Page} page @param {string | RegExp} label @param {Wait} [options] */
export async function waitForKernel(page, label, { timeout = TIMEOUT_MS } = {}) {
	await page.locator(`${NOTEBOOK} .notebook-toolbar-container .kernel-label`, { hasText: label }).waitFor({ timeout });
}

/** Runs all cells by the notebook's own button (by the command when a narrow toolbar hides it); waits for nothing. @param {Page} page */
export async function runAll(page) {
	const button = toolbarButton(page, "Run All");
	if (await button.isVisible()) await button.click();
	else await runCommand(page, "Notebook: Run All");
}

/** Interrupts the kernel by the notebook's own button, once it offers it. @param {Page} page @param {Wait} [options] */
export async function interrupt(page, { timeout = TIMEOUT_MS } = {}) {
	await toolbarButton(page, "Interrupt").click({ timeout });
}

/** @param {Page} page @param {string} label */
const toolbarButton = (page, label) => page.locator(`${NOTEBOOK} .notebook-toolbar-container a[aria-label^="${label}"]`);

/**
 * Runs one cell by the button at its left and waits until this run has ended (by the execution number, which a cell
 * that ran before already shows).
 * @param {Page} page @param {number} index @param {Wait} [options] @returns {Promise<Cell>}
 */
export async function runCellAndWait(page, index, options) {
	const row = await revealCell(page, index);
	const before = (await readRow(row)).order;
	await runCell(page, index);
	const read = async () => {
		const cell = await readRow(row);
		return (cell.state === "success" || cell.state === "error") && cell.order !== before && cell;
	};
	return /** @type {Promise<Cell>} */ (waitUntil(`cell ${index} to have run`, read, options));
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

// ---------------------------------------------------------------- cells

/** Every cell's state as its status bar shows it, from the first cell to the last. @param {Page} page @returns {Promise<Cell[]>} */
export async function readCells(page) {
	const cells = new Map();
	await scrollToTop(page);
	for (;;) {
		const rows = await rowsLocator(page).evaluateAll((elements, read) => elements.map(new Function(`return ${read}`)()), String(rowInPage));
		for (const cell of rows) cells.set(cell.index, cell);
		if (await isAtEnd(page)) break;
		await scrollBy(page, 0.7 * (await listBox(page)).height);
	}
	return [...cells.values()].sort((a, b) => a.index - b.index);
}

/**
 * Waits until all code cells satisfy a condition.
 * @param {Page} page @param {(cells: Cell[]) => boolean} condition  over the code cells @param {Wait & { what?: string }} [options]
 * @returns {Promise<Cell[]>} the code cells
 */
export async function waitForCells(page, condition, { timeout = 60_000, what = "the cells' states" } = {}) {
	/** @type {Cell[]} */
	let last = [];
	const describe = () => `${what}; they are ${last.map((cell) => `${cell.index}: ${cell.state}`).join(", ")}`;
	const read = async () => {
		last = (await readCells(page)).filter((cell) => cell.kind === "code");
		return condition(last) && last;
	};
	return /** @type {Promise<Cell[]>} */ (waitUntil(describe, read, { timeout }));
}

/** Whether nothing runs or waits any more, and something did run. @param {Cell[]} cells */
export const isFinished = (cells) => cells.every(isAtRest) && cells.some((cell) => cell.state !== "idle") && !blockedByNothing(cells);

/** @param {Cell} cell */
const isAtRest = (cell) => cell.state !== "pending" && cell.state !== "executing";

/** A success followed by an untouched cell without an error in between: the marks are still coming. @param {Cell[]} cells */
function blockedByNothing(cells) {
	return !cells.some((cell) => cell.state === "error") && cells.some((cell) => cell.state === "idle");
}

/** Runs all cells and waits until each has a success mark or one failed. @param {Page} page @param {Wait} [options] @returns {Promise<Cell[]>} the code cells */
export async function runAllAndWait(page, options) {
	await runAll(page);
	return waitForCells(page, isFinished, { what: "all cells to finish", ...options });
}

/** Waits until one cell is in one of these states. @param {Page} page @param {number} index @param {CellState | CellState[]} states @param {Wait} [options] */
export async function waitForCell(page, index, states, options) {
	const row = await revealCell(page, index);
	const wanted = [states].flat();
	await waitUntil(`cell ${index} to be ${wanted.join(" or ")}`, async () => wanted.includes((await readRow(row)).state), options);
}

/** Runs inside the page. @param {HTMLElement} row @returns {Cell} */
function rowInPage(row) {
	const icon = row.querySelector(".cell-statusbar-container [class*=codicon-notebook-state-]");
	const state = /codicon-notebook-state-(\w+)/.exec(icon?.className ?? "")?.[1] ?? "idle";
	const lines = [...row.querySelectorAll(".cell-editor-part .view-line")].sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top));
	return {
		index: Number(row.dataset.index),
		kind: row.classList.contains("code-cell-row") ? "code" : "markdown",
		state,
		order: Number.parseInt(row.querySelector(".execution-count-label")?.textContent?.replace(/\D/g, "") ?? "", 10) || undefined,
		source: lines.map((line) => line.textContent.replaceAll("\u00a0", " ")).join("\n"),
	};
}

/** @param {Locator} row @returns {Promise<Cell>} */
const readRow = (row) => row.evaluate(rowInPage);

/** @param {Page} page */
const rowsLocator = (page) => page.locator(`${NOTEBOOK} .cell-list-container .monaco-list-row`);

// ---------------------------------------------------------------- scrolling

/** Scrolls until the cell's top is in the upper part of the notebook's viewport (or as far as it goes). @param {Page} page @param {number} index @returns {Promise<Locator>} its row */
export async function revealCell(page, index) {
	const row = page.locator(`${NOTEBOOK} .cell-list-container .monaco-list-row[data-index="${index}"]`);
	for (let tries = 0; tries < 200; tries++) {
		const distance = await distanceTo(page, row, index);
		if (Math.abs(distance) < 1 || !(await scrollBy(page, distance))) break;
	}
	if (!(await row.count())) throw new Error(`The notebook has no cell ${index}`);
	return row;
}

/** How far to scroll until a cell is at the top, in px; a whole page in its direction while it is not drawn. @param {Page} page @param {Locator} row @param {number} index */
async function distanceTo(page, row, index) {
	const list = await listBox(page);
	if (await row.count()) return (await row.evaluate((element) => element.getBoundingClientRect().top)) - list.y;
	const drawn = await rowsLocator(page).evaluateAll((rows) => rows.map((element) => Number(element.dataset.index)));
	return (index < Math.min(...drawn) ? -0.8 : 0.8) * list.height;
}

/** @param {Page} page */
const listLocator = (page) => page.locator(`${NOTEBOOK} .cell-list-container .monaco-scrollable-element`).first();

/** @param {Page} page */
const listBox = (page) => listLocator(page).evaluate((element) => element.getBoundingClientRect().toJSON());

/** @param {Page} page */
const scrollTop = (page) => page.locator(`${NOTEBOOK} .cell-list-container .monaco-list-rows`).first().evaluate((rows) => -Number.parseFloat(rows.style.top || "0"));

/** @param {Page} page */
async function scrollToTop(page) {
	while ((await scrollTop(page)) > 0) if (!(await scrollBy(page, -1e6))) break;
}

/** @param {Page} page */
async function isAtEnd(page) {
	const { bottom } = await listBox(page);
	const last = rowsLocator(page).and(page.locator("[data-last-element=true]"));
	return (await last.count()) > 0 && (await last.first().evaluate((row) => row.getBoundingClientRect().bottom)) <= bottom + 1;
}

/**
 * Turns the wheel over the list by an exact distance. The event is made in the page: VS Code reads every wheel event
 * that Playwright sends as one notch of 50 px, whatever its size.
 * @param {Page} page @param {number} distance  px @returns {Promise<boolean>} false when it did not move: the end
 */
async function scrollBy(page, distance) {
	const before = await scrollTop(page);
	await listLocator(page).evaluate((list, px) => {
		const notches = px / 50;
		list.dispatchEvent(new WheelEvent("wheel", { deltaY: px, wheelDeltaY: -120 * notches, bubbles: true, cancelable: true }));
	}, distance);
	return (await scrollTop(page)) !== before;
}

// ---------------------------------------------------------------- outputs

/** The document that holds all outputs of the notebook, as a Playwright frame locator (use it for assertions). @param {Page} page */
export const outputLocator = (page) => page.locator(`${NOTEBOOK} iframe.webview`).first().contentFrame().locator("iframe#active-frame").contentFrame();

/** The same document as a Playwright frame, once it is there. @param {Page} page @param {Wait} [options] @returns {Promise<import("playwright-core").Frame>} */
export async function outputFrame(page, { timeout = TIMEOUT_MS } = {}) {
	const container = outputLocator(page).locator("#container");
	await container.waitFor({ state: "attached", timeout });
	const frame = await (await container.elementHandle())?.ownerFrame();
	if (!frame) throw new Error("The notebook's output frame went away");
	return frame;
}

/**
 * The outputs of one cell (an element of the output document), scrolled into view.
 * @param {Page} page @param {number} index @param {Wait} [options]
 * @returns {Promise<Locator>}
 */
export async function cellOutput(page, index, { timeout = TIMEOUT_MS } = {}) {
	const row = await revealCell(page, index);
	const id = await waitUntil(`the output of cell ${index}`, () => outputIdBeside(page, row), { timeout });
	return outputLocator(page).locator(`.cell_container[id="${id}"] .output_container`).first();
}

/** The webview names cells by ids of its own; what ties an output to its cell is that both start at the same height. @param {Page} page @param {Locator} row */
async function outputIdBeside(page, row) {
	const container = outputLocator(page).locator("#container");
	if (!(await container.count())) return undefined;
	const [rowBox, containerBox] = [await row.boundingBox(), await container.boundingBox()];
	const wanted = rowBox && containerBox && rowBox.y - containerBox.y;
	return container.evaluate((element, top) => {
		const isBeside = (cell) => Math.abs(cell.getBoundingClientRect().top - element.getBoundingClientRect().top - top) < 2;
		const isShown = (cell) => [...cell.querySelectorAll(".output_container")].some((output) => output.checkVisibility({ visibilityProperty: true }) && output.offsetHeight > 0);
		return [...element.querySelectorAll(".cell_container")].find((cell) => isBeside(cell) && isShown(cell))?.id;
	}, wanted);
}

/** The text of a cell's outputs, once there is one. @param {Page} page @param {number} index @param {Wait} [options] */
export async function cellOutputText(page, index, options) {
	return (await (await cellOutput(page, index, options)).innerText()).trim();
}

/** Whether the cell shows no output now. @param {Page} page @param {number} index */
export async function hasNoOutput(page, index) {
	return !(await outputIdBeside(page, await revealCell(page, index)));
}

// ---------------------------------------------------------------- pictures

/**
 * Saves a picture of the page or of one element, without hover marks, caret and animations.
 * @param {Page} page @param {string} file @param {Locator} [element]
 */
export async function screenshot(page, file, element) {
	await mkdir(path.dirname(path.resolve(file)), { recursive: true });
	await page.mouse.move(0, 0);
	await (element ?? page).screenshot({ path: file, animations: "disabled", caret: "hide" });
}

/**
 * Saves a picture of a cell's first output, whole; the window grows for it where it is taller than the notebook's
 * viewport.
 * @param {Page} page @param {number} index @param {string} file @param {string} [selector]  a part of the output instead
 */
export async function screenshotOutput(page, index, file, selector = ".output") {
	const before = page.viewportSize();
	const part = (await cellOutput(page, index)).locator(selector).first();
	const [list, box] = [await listBox(page), await part.boundingBox()];
	const missing = Math.ceil((box?.y ?? 0) + (box?.height ?? 0) - list.bottom);
	if (before && missing > 0) await page.setViewportSize({ ...before, height: before.height + missing + 20 });
	await cellOutput(page, index); // the cells have moved: scroll to it again
	await screenshot(page, file, part);
	if (before && missing > 0) await page.setViewportSize(before);
}
