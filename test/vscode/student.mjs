// What a student does with the first lesson, by the notebook's own buttons in a real VS Code: runs it, scrubs, saves,
// reopens it without a kernel, types a wrong equation, interrupts an endless loop. Prints the times; asserts the facts.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openWorkbench } from "./browser.mjs";
import {
  cellOutput,
  cellOutputText,
  openFile,
  outputFrame,
  reopen,
  runAllAndWait,
  runCell,
  runCellAndWait,
  save,
  screenshotOutput,
  setTheme,
  typeInCell,
  waitForCell,
  waitForKernel,
  waitForNotebook,
  waitUntil,
} from "./notebook.mjs";
import { copyOfExamples, ROOT } from "./project.mjs";
import { startServer } from "./server.mjs";
import { timeDashboard, timeInterrupt } from "./timings.mjs";

const LESSON = "01-first-steps.ipynb";
const PICTURES = path.join(ROOT, "out", "student");
const PANELS = ["unrolled", "losses", "gradientNorms", "heatmap", "totalLoss"];

/** @typedef {import("playwright-core").Page} Page */

const lessons = await copyOfExamples();
const server = await startServer({ extensions: [ROOT], smokeTestDriver: false });
const problems = [];
let passed = 0;
let failed = 0;

try {
  const page = await openWorkbench(server, {
    folder: lessons.folder,
    file: path.join(lessons.folder, LESSON),
    viewport: { width: 1400, height: 1000 },
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => isOurs(message) && problems.push(message.text()));
  await waitForNotebook(page);
  await waitForKernel(page, /unroll/i);
  await step("runs every cell of lesson 1", () => runLesson(page));
  await step("shows at least three panels in the dashboard's frame", () => seePanels(page));
  await step("first dashboard after Run on a warm kernel", () => firstDashboard(page));
  await step("keeps its pictures in the saved file, alive without a kernel", () => reopenWithoutKernel(page));
  await step("has no error on the console", async () => assert.deepEqual(problems, []));
  await step("loads KaTeX when a formula is in sight, and sets it", () => formulaInSight(page));
  await step("points at a wrong equation", () => wrongEquation(page));
  await step("interrupts an endless loop and keeps the variables", () => endlessLoop(page));
  await page.close();
} finally {
  await server.stop();
  await lessons.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** @param {string} name @param {() => Promise<string | void>} act @returns {Promise<void>} */
async function step(name, act) {
  try {
    const said = await act();
    console.log(`  ✔ ${name}${said ? ` (${said})` : ""}`);
    passed++;
  } catch (error) {
    console.log(`  ✘ ${name}\n${error instanceof Error ? error.stack : error}`);
    failed++;
  }
}

/** Errors that come from the outputs' own code, not from the workbench. @param {import("playwright-core").ConsoleMessage} message */
function isOurs(message) {
  return message.type() === "error" && message.location().url.includes("/dist/renderer/");
}

/** The notebook's cell that holds this text. @param {string} text */
function indexOf(text) {
  const { cells } = JSON.parse(readFileSync(path.join(lessons.folder, LESSON), "utf8"));
  return cells.findIndex((cell) => cell.cell_type === "code" && cell.source.join("").includes(text));
}

/** @param {Page} page */
async function runLesson(page) {
  const cells = await runAllAndWait(page);
  assert.deepEqual(
    cells.filter(({ state }) => state !== "success"),
    [],
  );
  return `${cells.length} cells`;
}

function trainingCell() {
  return indexOf("await train(");
}

/** All but the first of them come when that is on the screen. @param {Page} page */
async function seePanels(page) {
  const output = await cellOutput(page, trainingCell());
  /** @type {(string | undefined)[]} */
  let names = [];
  await waitUntil(
    () => `the panels ${PANELS}; there are ${names}`,
    async () => {
      names = await output.locator("[data-panel]").evaluateAll((all) => all.map((panel) => panel.dataset.panel));
      return PANELS.every((name) => names.includes(name));
    },
  );
  for (const theme of ["light", "dark"]) {
    await setTheme(page, theme);
    await screenshotOutput(page, trainingCell(), path.join(PICTURES, `dashboard-${theme}.png`));
    await screenshotOutput(page, indexOf("unrolled(trace)"), path.join(PICTURES, `unrolled-${theme}.png`));
    await screenshotOutput(page, indexOf("gradientNorms(trace)"), path.join(PICTURES, `gradient-${theme}.png`));
  }
  await setTheme(page, "light");
  return names.join(", ");
}

/** The median of three runs. @param {Page} page */
async function firstDashboard(page) {
  const cell = indexOf("unrolled(trace)");
  const times = [];
  for (let round = 0; round < 3; round++) times.push(await timeDashboard(page, cell));
  return `${times.sort((a, b) => a - b)[1]} ms, scrolling and clicking included`;
}

/** @param {Page} page */
async function reopenWithoutKernel(page) {
  await save(page);
  await reopen(page, path.join(lessons.folder, LESSON));
  const output = await cellOutput(page, trainingCell());
  const slider = output.getByRole("slider").first();
  await slider.waitFor();
  const before = await slider.getAttribute("aria-valuetext");
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await waitUntil("the slider to move", async () => (await slider.getAttribute("aria-valuetext")) !== before);
  return `${before} → ${await slider.getAttribute("aria-valuetext")}`;
}

/** Writes a small notebook beside the lessons and opens it. @param {Page} page @param {string} name @param {string[]} sources */
async function openNotebook(page, name, sources) {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const metadata = {
    kernelspec: { display_name: "Unroll", language: "typescript", name: "unroll" },
    language_info: { name: "typescript" },
  };
  const file = path.join(lessons.folder, name);
  writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  await openFile(page, file);
  await waitForKernel(page, /unroll/i);
}

/** A picture without formulas first, then one with them. @param {Page} page */
async function formulaInSight(page) {
  const training = "await train(model, lyric, { steps: 20, live: false })";
  const run = `const lyric = tasks.text("想要有直升机")
const model = cells.elman.build({ x: lyric.size, s: 4, y: lyric.size }, { seed: 7 })
losses(${training})`;
  await openNotebook(page, "formulas.ipynb", [run, "cells.elman"]);
  await runCellAndWait(page, 0);
  await (await cellOutput(page, 0)).locator("[data-panel=losses]").waitFor({ state: "attached" });
  const frame = await outputFrame(page);
  assert.deepEqual(await frame.evaluate(katexChunks), []);
  await runCellAndWait(page, 1);
  const equations = (await cellOutput(page, 1)).locator("[data-panel=equations]");
  await equations.locator(".katex-html").first().waitFor();
  assert.equal((await frame.evaluate(katexChunks)).length, 1);
  assert.equal(await equations.locator(".unroll-awaited").count(), 0);
  await waitUntil("KaTeX's letters", () => frame.evaluate(hasKatexLetters));
  await screenshotOutput(page, 1, path.join(PICTURES, "formulas.png"));
  await save(page);
  return `${await equations.locator(".katex-html").count()} formulas`;
}

/** Inside the outputs' document: the chunks of KaTeX that were asked for. */
function katexChunks() {
  const files = performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop());
  return files.filter((file) => /^katex-.*\.js/.test(file));
}

/** Inside the outputs' document: whether the formulas stand in KaTeX's own fonts. */
function hasKatexLetters() {
  return [...document.fonts].some(({ family, status }) => family.includes("KaTeX_Math") && status === "loaded");
}

/** @param {Page} page */
async function wrongEquation(page) {
  await openNotebook(page, "wrong.ipynb", ["1"]);
  await typeInCell(page, 0, "rnn`s[t] = tanh(U x[t] + W s[t-1]`");
  await runCell(page, 0);
  await waitForCell(page, 0, "error");
  const text = await cellOutputText(page, 0);
  assert.match(text, /this \( is never closed/);
  assert.match(text, /\^/);
  assert.match(text, /Cell In \[\d+\], line 1/);
  await screenshotOutput(page, 0, path.join(PICTURES, "wrong-equation.png"));
  await save(page);
}

/** @param {Page} page */
async function endlessLoop(page) {
  await openNotebook(page, "loop.ipynb", ["const kept = 42", "while (true) {}", "kept"]);
  await runCellAndWait(page, 0);
  const took = await timeInterrupt(page, 1);
  await runCellAndWait(page, 2);
  assert.equal(await cellOutputText(page, 2), "42");
  await save(page);
  return `${took} ms from the click to the stopped cell`;
}
