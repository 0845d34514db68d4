// How long a student waits: for the picture after Run, and for the end after Interrupt.
import { cellOutput, interrupt, outputFrame, runCell, runCellAndWait, waitForCell } from "./notebook.mjs";

/** @typedef {import("playwright-core").Page} Page */

/**
 * Runs a cell that shows panels, on a kernel that is up.
 * @param {Page} page @param {number} cell
 * @returns {Promise<number>} ms from the click on Run (scrolling and the click itself included) to the frame in which
 *   the new picture stands in the document
 */
export async function timeDashboard(page, cell) {
  await cellOutput(page, cell);
  const frame = await outputFrame(page);
  await frame.evaluate(watchForFreshPanel);
  const clicked = Date.now();
  await runCellAndWait(page, cell);
  const ended = Date.now();
  // VS Code may hand the new contents to the old element, where nothing is new: then the end of the run is the bound
  return ((await frame.evaluate(() => globalThis.unrollFirstPaint)) ?? ended) - clicked;
}

/** Runs inside the outputs' document, which shares its clock with this machine. */
function watchForFreshPanel() {
  const panels = () => [...document.querySelectorAll("[data-panel]")];
  for (const panel of panels()) panel.dataset.old = "yes";
  globalThis.unrollFirstPaint = undefined;
  const note = () => {
    globalThis.unrollFirstPaint = Date.now();
  };
  const look = () => requestAnimationFrame(panels().some((panel) => !panel.dataset.old) ? note : look);
  look();
}

/**
 * Starts a cell that never ends and interrupts it by the notebook's own button.
 * @param {Page} page @param {number} cell @returns {Promise<number>} ms from the click to the stopped cell
 */
export async function timeInterrupt(page, cell) {
  await runCell(page, cell);
  await waitForCell(page, cell, "executing");
  const started = Date.now();
  await interrupt(page);
  await waitForCell(page, cell, ["error", "idle"]);
  return Date.now() - started;
}
