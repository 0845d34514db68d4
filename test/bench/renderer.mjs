/** Measures the live renderer in Chromium: an output's first picture, and moves of its training-step slider. */
import path from "node:path";
import { launchChromium } from "../vscode/browser.mjs";
import { ROOT } from "../vscode/project.mjs";
import { bundleForBrowser, bundleForNode, bundleRenderer } from "./bundle.mjs";
import { drawFirst, scrub, setFormulas } from "./inPage.mjs";
import { median, quantile } from "./statistics.mjs";

const ORIGIN = "http://bench.test"; // answered from memory: nothing goes to a network
const FIRST_PAINTS = 7;
const SCRUBS = 100;
const KATEX = path.join(ROOT, "node_modules", "katex", "dist");
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><style>.output { padding: 8px 12px; }</style>
<main id="container"></main>
<script type="module">import { start } from "./host.js"; await start("${ORIGIN}/renderer.js");</script>`;

/** @returns {Promise<import("./ui.mjs").Figure[]>} */
export async function measureRenderer() {
  const [payloads, code] = [await makePayloads(), await bundles()];
  const browser = await launchChromium();
  try {
    const figures = [];
    for (const [name, json] of payloads) figures.push(...(await measurePayload(browser, code, name, json)));
    return figures;
  } finally {
    await browser.close();
  }
}

/** @returns {Promise<[name: string, json: string][]>} */
async function makePayloads() {
  const lab = await import(await bundleForNode("lab.js", ["src/lab/index.ts"]));
  const fixtures = await import(await bundleForNode("fixtures.js", ["test/renderer/fixtures/index.ts"]));
  const fixture = (recording) => JSON.stringify(fixtures.dashboard(recording));
  return [
    ["lesson 1 (T 5)", JSON.stringify((await lessonOne(lab)).payload)],
    ["vanishing (T 50)", fixture(fixtures.vanishingRun())],
    ["long (T 1000, 500 kept steps)", fixture(fixtures.longRun())],
  ];
}

/** The run that lesson 1 shows. */
async function lessonOne({ cells, dashboard, init, sgd, tasks, train }) {
  const lyric = tasks.text("想要有直升机");
  const sizes = { x: lyric.size, s: 16, y: lyric.size };
  const model = cells.elman.build(sizes, { seed: 7, init: { W: init.spectral(1.1) } });
  return dashboard(await train(model, lyric, { steps: 300, optimizer: sgd({ lr: 0.1 }), clipNorm: 5 }));
}

async function bundles() {
  const { themes } = await import(await bundleForNode("themes.js", ["test/renderer/page/themes.ts"]));
  return {
    theme: themes.light,
    "/host.js": await bundleForBrowser("test/renderer/page/host.ts"),
    ...(await bundleRenderer()),
  };
}

async function measurePayload(browser, code, name, json) {
  const paints = [];
  const formulas = [];
  for (let i = 0; i < FIRST_PAINTS; i++) {
    const page = await openPage(browser, code);
    paints.push(await page.evaluate(drawFirst, json));
    formulas.push(await page.evaluate(setFormulas));
    if (i < FIRST_PAINTS - 1) await page.close();
    else
      return [
        paint("first picture", name, json, paints),
        paint("its formulas set", name, json, formulas),
        ...scrubFigures(name, await page.evaluate(scrub, SCRUBS)),
      ];
  }
}

async function openPage(browser, code) {
  const page = await browser.newPage({ viewport: { width: 1024, height: 900 } });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.route("**/*", (route) => answer(route, code));
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => window.host !== undefined);
  await page.evaluate(({ bodyClass, variables }) => {
    for (const [key, value] of Object.entries(variables))
      document.documentElement.style.setProperty(`--vscode-${key}`, value);
    document.body.className = bodyClass;
  }, code.theme);
  return page;
}

function answer(route, code) {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/") return route.fulfill({ contentType: "text/html", body: PAGE });
  if (code[pathname]) return route.fulfill({ contentType: "text/javascript", body: code[pathname] });
  if (pathname.startsWith("/katex/"))
    return route.fulfill({ path: path.join(KATEX, pathname.slice("/katex/".length)) });
  return route.fulfill({ status: 404, body: "" });
}

const paint = (what, name, json, times) => ({
  name: `${what}, ${name}`,
  value: median(times),
  p95: quantile(times, 0.95),
  unit: "ms",
  note: `${(json.length / 1024).toFixed(0)} kB payload; ${times.length} fresh pages`,
});

function scrubFigures(name, { work, laidOut }) {
  const figure = (what, times, note) => ({
    name: `${what}, ${name}`,
    value: median(times),
    p95: quantile(times, 0.95),
    unit: "ms",
    note: `${times.length} moves; ${note}`,
  });
  return [
    figure("scrub repaint", work, "event, drawing and layout"),
    figure("key to new layout", laidOut, "the wait for the next frame (60 Hz) included"),
  ];
}
