// Runs one lesson through the notebook's own buttons, in the VS Code that `npm start` gives a person.
import { openWorkbench } from "./browser.mjs";
import {
  cellOutput,
  cellOutputText,
  hasNoOutput,
  outputLocator,
  revealCell,
  runAllAndWait,
  screenshot,
  waitForKernel,
  waitForNotebook,
  waitUntil,
} from "./notebook.mjs";

const FEWEST_PANELS = 3;

/**
 * @param {import("./server.mjs").Server} server
 * @param {{ folder: string, file: string, screenshotFile: string }} options
 * @throws {Error} says which cell failed and with what, or what was missing; the picture is saved in any case
 */
export async function checkLesson(server, { folder, file, screenshotFile }) {
  const started = Date.now();
  const page = await openWorkbench(server, { folder, file });
  try {
    await waitForNotebook(page);
    await waitForKernel(page, /unroll/i);
    const cells = await runAllAndWait(page);
    await refuseFailures(page, cells);
    const panels = await countPanels(page, cells);
    await showPanels(page, cells);
    await screenshot(page, screenshotFile);
    console.log(
      `start: ${cells.length} code cells ran, ${panels} panels shown, in ${((Date.now() - started) / 1000).toFixed(1)} s; see ${screenshotFile}`,
    );
  } catch (error) {
    await screenshot(page, screenshotFile);
    throw new Error(`${error.message}\n(picture: ${screenshotFile})`);
  } finally {
    await page.close();
  }
}

/** @param {import("playwright-core").Page} page @param {import("./notebook.mjs").Cell[]} cells */
async function refuseFailures(page, cells) {
  const failed = cells.find(({ state }) => state === "error");
  if (!failed) return;
  const text = await cellOutputText(page, failed.index).catch(() => "(no output)");
  throw new Error(`cell ${failed.index + 1} of the lesson failed:\n${failed.source}\n---\n${text}`);
}

/** Outputs are drawn when their cell is first seen: goes through the cells until enough panels stand. @param {import("playwright-core").Page} page @param {import("./notebook.mjs").Cell[]} cells */
async function countPanels(page, cells) {
  const panels = outputLocator(page).locator("[data-panel]");
  let count = 0;
  const what = () => `${FEWEST_PANELS} panels ([data-panel]) in the outputs; there are ${count}`;
  const walk = async () => {
    for (const { index } of cells) {
      await revealCell(page, index);
      count = await panels.count();
    }
    return count >= FEWEST_PANELS && count;
  };
  return waitUntil(what, walk);
}

/** Scrolls to the cell with the most panels: that is what the picture should show. @param {import("playwright-core").Page} page @param {import("./notebook.mjs").Cell[]} cells */
async function showPanels(page, cells) {
  let best = { index: cells[0].index, count: 0 };
  for (const { index } of cells) {
    if (await hasNoOutput(page, index)) continue;
    const count = await (await cellOutput(page, index)).locator("[data-panel]").count();
    if (count > best.count) best = { index, count };
  }
  await revealCell(page, best.index);
}
