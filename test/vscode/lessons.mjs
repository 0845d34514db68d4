// Opens every executed lesson from the notes in a real VS Code, without a kernel, and sees each of its outputs drawn:
// one picture for each payload, none that cannot be shown, nothing on the console. Saves pictures of the panels that
// belong to the lessons (paths, derivations, checks), light and dark. Run `npx vitest run --project lessons` before.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openWorkbench } from "./browser.mjs";
import { cellOutput, openFile, screenshotOutput, setTheme, waitForNotebook, waitUntil } from "./notebook.mjs";
import { ROOT } from "./project.mjs";
import { startServer } from "./server.mjs";

const MIME = "application/vnd.unroll.v1+json";
const EXECUTED = path.join(ROOT, "out", "lessons", "notes");
const PICTURES = path.join(ROOT, "out", "vscode-lessons");
/** Views whose pictures are kept, at most one of each from a lesson. */
const PICTURED = ["paths", "derivation", "gradientCheck"];

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ index: number, outputs: number, views: string[] }} Shown  a code cell with outputs: how many in all, and the views of ours */

const folder = await mkdtemp(path.join(tmpdir(), "unroll-notes-"));
const names = (await readdir(EXECUTED).catch(() => [])).filter((name) => name.endsWith(".ipynb")).sort();
assert.ok(names.length > 0, `no executed lessons in ${EXECUTED}: run npx vitest run --project lessons first`);
await cp(EXECUTED, folder, { recursive: true });
const server = await startServer({ extensions: [ROOT], smokeTestDriver: false });
/** @type {string[]} */
const problems = [];
let failed = 0;

try {
  const first = path.join(folder, names[0]);
  const page = await openWorkbench(server, { folder, file: first, viewport: { width: 1400, height: 1000 } });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => isOurs(message) && problems.push(message.text()));
  await waitForNotebook(page);
  for (const name of names) await lesson(page, name);
  await page.close();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
if (problems.length > 0) console.log(`  ✘ the console says:\n${problems.join("\n")}`);
failed += problems.length;
console.log(`${names.length} lessons opened, ${failed} problems`);
process.exit(failed === 0 ? 0 : 1);

/** Errors that come from the outputs' own code, not from the workbench. @param {import("playwright-core").ConsoleMessage} message */
function isOurs(message) {
  return message.type() === "error" && message.location().url.includes("/dist/renderer/");
}

/** @param {Page} page @param {string} name */
async function lesson(page, name) {
  try {
    const started = Date.now();
    await openFile(page, path.join(folder, name));
    const shown = shownCells(JSON.parse(await readFile(path.join(folder, name), "utf8")));
    for (const cell of shown) await seeOutputs(page, cell);
    await takePictures(page, name, shown);
    const views = shown.flatMap((cell) => cell.views);
    console.log(
      `  ✔ ${name}: ${shown.length} cells with outputs, ${views.length} of ours (${((Date.now() - started) / 1000).toFixed(0)} s)`,
    );
  } catch (error) {
    failed++;
    console.log(`  ✘ ${name}\n${error instanceof Error ? error.stack : error}`);
  }
}

/** @param {{ cells: { cell_type: string, outputs?: { data?: Record<string, unknown> }[] }[] }} notebook @returns {Shown[]} */
function shownCells({ cells }) {
  return cells.flatMap(({ outputs = [] }, index) => {
    const views = outputs.flatMap(({ data }) => (data?.[MIME] ? [viewOf(data[MIME])] : []));
    return outputs.length > 0 ? [{ index, outputs: outputs.length, views }] : [];
  });
}

/** @param {unknown} payload */
function viewOf(payload) {
  const text = Array.isArray(payload) ? payload.join("") : payload;
  return String((typeof text === "string" ? JSON.parse(text) : text).view);
}

/** @param {Page} page @param {Shown} cell */
async function seeOutputs(page, { index, outputs, views }) {
  const output = await cellOutput(page, index);
  let seen = { all: 0, ours: 0, unreadable: 0 };
  const read = async () => {
    seen = await output.evaluate((element) => ({
      all: [...element.querySelectorAll(".output")].filter((part) => part.offsetHeight > 0).length,
      ours: [...element.querySelectorAll(".unroll")].filter((part) => part.offsetHeight > 20).length,
      unreadable: element.querySelectorAll(".unroll-message").length,
    }));
    return seen.ours === views.length && seen.all >= Math.min(outputs, 1);
  };
  const wanted = () =>
    `cell ${index + 1} to show ${views.length} of ours among ${outputs}; it shows ${JSON.stringify(seen)}`;
  await waitUntil(wanted, read);
  assert.equal(seen.unreadable, 0, `cell ${index + 1} has an output that cannot be shown`);
}

/** @param {Page} page @param {string} name @param {Shown[]} shown */
async function takePictures(page, name, shown) {
  const chosen = PICTURED.flatMap((view) => shown.filter(({ views }) => views.at(-1) === view).slice(0, 1));
  for (const theme of chosen.length > 0 ? ["light", "dark"] : []) {
    await setTheme(page, theme);
    for (const { index, views } of chosen) {
      const file = path.join(PICTURES, `${path.basename(name, ".ipynb")}-${views.at(-1)}-${theme}.png`);
      await screenshotOutput(page, index, file, ".unroll");
    }
  }
  if (chosen.length > 0) await setTheme(page, "light");
}
