// What a person does in the workbench around the notebook: commands, files, theme.
import path from "node:path";
import { NOTEBOOK, outputLocator, waitForNotebook } from "./selectors.mjs";
import { THEMES } from "./settings.mjs";
import { waitUntil } from "./wait.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** Runs a command by its title in the command palette. @param {Page} page @param {string} title  e.g. "Notebook: Run All" */
export async function runCommand(page, title) {
  await page.keyboard.press("F1");
  await pick(page, `>${title}`, title);
}

/**
 * Opens a file by its absolute path, as a person does with Ctrl+P.
 * @param {Page} page @param {string} file
 */
export async function openFile(page, file) {
  await page.keyboard.press("Control+P");
  await pick(page, path.resolve(file), path.basename(file));
  await waitForTab(page, file);
  if (file.endsWith(".ipynb")) await waitForNotebook(page);
}

/** @param {Page} page @param {string} text  typed into the quick input @param {string} label  of the entry to take */
async function pick(page, text, label) {
  const widget = page.locator(".quick-input-widget:visible");
  await widget.locator("input").first().fill(text);
  const entries = widget.locator(".monaco-list-row", { has: page.locator(".label-name", { hasText: label }) });
  await entries.first().click();
  // Closed, or (a command that asks on) another question in its place.
  await waitUntil(
    `the quick input to take "${label}"`,
    async () => !(await widget.count()) || (await widget.locator("input").first().inputValue()) !== text,
  );
}

/** @param {Page} page @param {string} file */
async function waitForTab(page, file) {
  await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor();
}

/** Saves the active editor and waits until its tab is clean. @param {Page} page */
export async function save(page) {
  await page.keyboard.press("Control+S");
  await page.locator(".tab.active:not(.dirty)").waitFor();
}

/** Closes the active editor; refuses when it has unsaved changes. @param {Page} page */
export async function closeEditor(page) {
  const tab = page.locator(".tab.active");
  const name = await tab.getAttribute("data-resource-name");
  if (await page.locator(".tab.active.dirty").count())
    throw new Error(`${name} has unsaved changes: save it before closing it`);
  await tab.hover();
  await tab.locator('.tab-actions a[aria-label^="Close"]').click();
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ state: "detached" });
}

/** Closes the active editor and opens its file again. @param {Page} page @param {string} file */
export async function reopen(page, file) {
  await closeEditor(page);
  await openFile(page, file);
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
