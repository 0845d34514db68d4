// Where the parts of a notebook are in VS Code's page.

/** @typedef {import("playwright-core").Page} Page */

/** The notebook editor on top; the others stay in the page, hidden. */
export const NOTEBOOK = ".notebookOverlay:visible";

/** @param {Page} page */
export const rowsLocator = (page) => page.locator(`${NOTEBOOK} .cell-list-container .monaco-list-row`);

/** The document that holds all outputs of the notebook, as a Playwright frame locator (use it for assertions). @param {Page} page */
export const outputLocator = (page) =>
  page.locator(`${NOTEBOOK} iframe.webview`).first().contentFrame().locator("iframe#active-frame").contentFrame();

/** Waits until the active editor is a notebook with its cells drawn. @param {Page} page */
export async function waitForNotebook(page) {
  await rowsLocator(page).first().waitFor({ state: "attached" });
}
