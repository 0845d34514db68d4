/** Measures the live renderer in Chromium: an output's first picture, and moves of its training-step slider. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { launchChromium } from "../vscode/browser.mjs";
import { ROOT } from "../vscode/project.mjs";
import { bundleForBrowser, bundleForNode, bundleRenderer } from "./bundle.mjs";
import { timesFigure } from "./figure.mjs";
import { drawFirst, drawWhole, firstPaint, scrub } from "./inPage.mjs";

const ORIGIN = "http://bench.test"; // answered from memory: nothing goes to a network
const FIRST_PAINTS = 9;
const SCRUBS = 100;
/** A megabyte is the most that an output should hold. */
const PAINT_GOAL = { name: "a megabyte", goal: 150 };
const FRAME_GOAL = 16;
const KATEX = path.join(ROOT, "node_modules", "katex", "dist");
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><style>.output { padding: 8px 12px; }</style>
<main id="container"></main>
<script type="module">import { start } from "./host.js"; await start("${ORIGIN}/renderer.js");</script>`;

/** @returns {Promise<import("./figure.mjs").Figure[]>} */
export async function measureRenderer() {
  const [payloads, code] = [await makePayloads(), await bundles()];
  const browser = await launchChromium();
  try {
    const figures = [];
    for (const [name, json] of payloads) figures.push(...(await measurePayload(browser, code, name, json)));
    return [...figures, await katexOutOfSight(browser, code, payloads[0][1]), size()];
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
    [PAINT_GOAL.name, fixture(fixtures.megabyteRun())],
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
  const times = { layout: [], paint: [], whole: [] };
  let page;
  for (let i = 0; i < FIRST_PAINTS; i++) {
    await page?.close();
    page = await openPage(browser, code);
    times.layout.push(await page.evaluate(drawFirst, json));
    times.paint.push(await page.evaluate(firstPaint));
    times.whole.push(await page.evaluate(drawWhole));
  }
  const note = `${(json.length / 1000).toFixed(0)} kB payload; ${FIRST_PAINTS} fresh pages`;
  const goal = name === PAINT_GOAL.name ? PAINT_GOAL.goal : undefined;
  return [
    timesFigure(`drawn and laid out, ${name}`, times.layout, { note }),
    timesFigure(`first paint, ${name}`, times.paint, { note, goal }),
    timesFigure(`all panels and formulas, ${name}`, times.whole, { note }),
    ...scrubFigures(name, await page.evaluate(scrub, SCRUBS)),
  ];
}

/** How often KaTeX is asked for while no formula is in sight; it must come once one is. */
async function katexOutOfSight(browser, code, json) {
  const page = await openPage(browser, code);
  let asked = 0;
  page.on("request", (request) => (asked += new URL(request.url()).pathname.startsWith("/katex-") ? 1 : 0));
  await page.evaluate(() => (document.querySelector("#container").style.paddingTop = "3000px"));
  await page.evaluate(drawFirst, json);
  await page.waitForTimeout(300);
  const value = asked;
  await page.evaluate(() => document.querySelector(".unroll-formula").scrollIntoView());
  await page.waitForSelector(".katex-html");
  const note = `a picture below the window; scrolled to it, ${asked} chunk of KaTeX was loaded`;
  return { name: "KaTeX loaded with no formula in sight", value, unit: "", goal: 0, note };
}

/** What the editor loads for the first formula, fonts aside. Wants a build. */
function size() {
  const folder = path.join(ROOT, "dist", "renderer");
  const files = [...readdirSync(folder).filter((file) => file.endsWith(".js")), "katex/katex.min.css"];
  const bytes = files.map((file) => gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length);
  const value = bytes.reduce((a, b) => a + b, 0) / 1000;
  return { name: "renderer with KaTeX, gzipped", value, unit: "kB", goal: 130, note: "without fonts" };
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

function scrubFigures(name, { work, laidOut }) {
  const note = `${work.length} moves; `;
  return [
    timesFigure(`scrub repaint, ${name}`, work, {
      goal: FRAME_GOAL,
      always: true,
      note: `${note}event, drawing and layout`,
    }),
    timesFigure(`key to new layout, ${name}`, laidOut, { note: `${note}the wait for the next frame (60 Hz) included` }),
  ];
}
