// Scrolling a notebook, which keeps only the cells near its viewport in the page.
import { NOTEBOOK, rowsLocator } from "./selectors.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

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
export const listBox = (page) => listLocator(page).evaluate((element) => element.getBoundingClientRect().toJSON());

/** @param {Page} page */
const scrollTop = (page) =>
  page
    .locator(`${NOTEBOOK} .cell-list-container .monaco-list-rows`)
    .first()
    .evaluate((rows) => -Number.parseFloat(rows.style.top || "0"));

/** @param {Page} page */
export async function scrollToTop(page) {
  while ((await scrollTop(page)) > 0) if (!(await scrollBy(page, -1e6))) break;
}

/** @param {Page} page */
export async function isAtEnd(page) {
  const { bottom } = await listBox(page);
  const last = rowsLocator(page).and(page.locator("[data-last-element=true]"));
  return (
    (await last.count()) > 0 && (await last.first().evaluate((row) => row.getBoundingClientRect().bottom)) <= bottom + 1
  );
}

/**
 * Turns the wheel over the list by an exact distance. The event is made in the page: VS Code reads every wheel event
 * that Playwright sends as one notch of 50 px, whatever its size.
 * @param {Page} page @param {number} distance  px @returns {Promise<boolean>} false when it did not move: the end
 */
export async function scrollBy(page, distance) {
  const before = await scrollTop(page);
  await listLocator(page).evaluate((list, px) => {
    const notches = px / 50;
    list.dispatchEvent(
      new WheelEvent("wheel", { deltaY: px, wheelDeltaY: -120 * notches, bubbles: true, cancelable: true }),
    );
  }, distance);
  return (await scrollTop(page)) !== before;
}
