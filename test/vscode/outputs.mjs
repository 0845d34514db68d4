// What the cells of a notebook show, and pictures of it.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { listBox, revealCell } from "./scrolling.mjs";
import { outputLocator } from "./selectors.mjs";
import { waitUntil } from "./wait.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** The document that holds all outputs as a Playwright frame, once it is there. @param {Page} page @returns {Promise<import("playwright-core").Frame>} */
export async function outputFrame(page) {
  const container = outputLocator(page).locator("#container");
  await container.waitFor({ state: "attached" });
  const frame = await (await container.elementHandle())?.ownerFrame();
  if (!frame) throw new Error("The notebook's output frame went away");
  return frame;
}

/**
 * The element of the output document that holds all outputs of one cell (each an `.output`), scrolled to. It has no
 * height of its own: ask its parts whether they are visible.
 * @param {Page} page @param {number} index
 * @returns {Promise<Locator>}
 */
export async function cellOutput(page, index) {
  const row = await revealCell(page, index);
  const id = await waitUntil(`the output of cell ${index}`, () => outputIdBeside(page, row));
  return outputLocator(page).locator(`.cell_container[id="${id}"]`);
}

/** The webview names cells by ids of its own; what ties an output to its cell is that both start at the same height. @param {Page} page @param {Locator} row */
async function outputIdBeside(page, row) {
  const container = outputLocator(page).locator("#container");
  if (!(await container.count())) return undefined;
  const [rowBox, containerBox] = [await row.boundingBox(), await container.boundingBox()];
  const wanted = rowBox && containerBox && rowBox.y - containerBox.y;
  return container.evaluate((element, top) => {
    const isBeside = (cell) =>
      Math.abs(cell.getBoundingClientRect().top - element.getBoundingClientRect().top - top) < 2;
    const isShown = (cell) =>
      [...cell.querySelectorAll(".output_container")].some(
        (output) => output.checkVisibility({ visibilityProperty: true }) && output.offsetHeight > 0,
      );
    return [...element.querySelectorAll(".cell_container")].find((cell) => isBeside(cell) && isShown(cell))?.id;
  }, wanted);
}

/** The text of a cell's outputs, once there is one. @param {Page} page @param {number} index */
export async function cellOutputText(page, index) {
  const output = await cellOutput(page, index);
  return (await output.locator(".output").allInnerTexts()).join("\n").trim();
}

/** Whether the cell shows no output now. @param {Page} page @param {number} index */
export async function hasNoOutput(page, index) {
  return !(await outputIdBeside(page, await revealCell(page, index)));
}

/**
 * Saves a picture of the page or of one element, without hover marks, caret and animations.
 * @param {Page} page @param {string} file @param {Locator} [element]
 */
export async function screenshot(page, file, element) {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await page.mouse.move(0, 0);
  const hovers = page.locator(".monaco-hover:visible, .workbench-hover-container:visible");
  await waitUntil("hover texts to go", async () => !(await hovers.count()), { timeout: 2000 }).catch(() => {}); // a picture with one is better than none
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
  try {
    await cellOutput(page, index); // the cells have moved: scroll to it again
    await screenshot(page, file, part);
  } finally {
    if (before && missing > 0) await page.setViewportSize(before);
  }
}
