// Chromium, and a VS Code workbench open in it.
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { PATIENCE } from "../support/patience.cjs";
import { STILL, writeSettings } from "./settings.mjs";
import { waitUntil } from "./wait.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
const DEBIAN_PACKAGES = ["chromium", "fonts-noto-cjk"];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none", // the same glyph widths everywhere, for golden pictures
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost", // a test must not need a network
];

/**
 * Finds Chromium; as root on Debian it installs it when it is missing.
 * @returns {Promise<string>} the executable's path
 * @throws {Error} one line that says what is missing
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found && hasChineseFont()) return found;
  if (process.getuid?.() === 0 && onPath("apt-get"))
    installFromDebian(found ? DEBIAN_PACKAGES.slice(1) : DEBIAN_PACKAGES);
  const chromium = findChromium();
  if (chromium) return chromium;
  throw new Error(
    `Chromium is missing: install it (Debian: apt-get install ${DEBIAN_PACKAGES.join(" ")}) or name its path in $CHROMIUM.`,
  );
}

function findChromium() {
  const named = process.env.CHROMIUM;
  if (named && !isExecutable(named)) throw new Error(`$CHROMIUM is ${named}, which is no executable file.`);
  return named || NAMES.map(onPath).find(Boolean);
}

/** @param {string} name */
function onPath(name) {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin"];
  return folders
    .filter(Boolean)
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Without one, Chinese text becomes boxes in screenshots. Where fontconfig is missing we cannot know, and go on. */
function hasChineseFont() {
  const list = spawnSync("fc-list", [":lang=zh-cn"], { encoding: "utf8" });
  return list.status !== 0 || list.stdout.trim() !== "";
}

/** @param {string[]} packages */
function installFromDebian(packages) {
  console.log(`vscode: installing ${packages.join(", ")} with apt-get`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "inherit"],
  };
  const apt = ["-o", `DPkg::Lock::Timeout=${PATIENCE / 1000}`, "-qq"]; // another installation may be under way
  execFileSync("apt-get", [...apt, "update"], options);
  execFileSync("apt-get", [...apt, "install", "-y", "--no-install-recommends", ...packages], options);
}

/** @returns {Promise<import("playwright-core").Browser>} */
export async function launchChromium() {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
}

/**
 * @typedef {object} WorkbenchOptions
 * @property {string} folder  the folder to open
 * @property {string} [file]  a file to open in it; a notebook opens as a notebook
 * @property {string} [extensionPath]  an extension to load from source (the server needs its smoke-test driver)
 * @property {string} [testsPath]  a CommonJS module with `run(): Promise<void>`, run inside the extension host
 * @property {string} [theme]  "light", "dark", "hc", "hc-light" or a theme's own id; default "light"
 * @property {{ width: number, height: number }} [viewport]  px; default 1400 × 900
 * @property {Record<string, unknown>} [settings]  user settings on top of the quiet ones
 * @property {import("./server.mjs").Payload} [payloadExtra]
 * @property {(type: string, args: unknown[]) => void} [onLog]  the extension host's console
 * @property {(code: number) => void} [onExit]  the extension host ended: the tests are over
 * @property {import("playwright-core").Browser} [browser]  reuse this one; default: a new one, closed with the page
 */

/**
 * Opens a workbench and waits until its extension host is up (and `file` is open).
 * @param {import("./server.mjs").Server} server @param {WorkbenchOptions} options
 * @returns {Promise<import("playwright-core").Page>} its `close()` closes the browser too, unless you passed one
 */
export async function openWorkbench(server, options) {
  const browser = options.browser ?? (await launchChromium());
  try {
    const page = await newPage(browser, options);
    await writeSettings(server, { theme: options.theme, settings: { ...STILL, ...options.settings } });
    await server.opener.prepare(options.file);
    await page.goto(server.address({ folder: options.folder, payload: payloadOf(server, options) }));
    // A test run says by itself when it is over; waiting here could outlive it.
    if (!options.testsPath) await waitUntilReady(server, page);
    return page;
  } catch (error) {
    if (!options.browser) await browser.close();
    throw error;
  }
}

/** @param {import("playwright-core").Browser} browser @param {WorkbenchOptions} options */
async function newPage(browser, { viewport = { width: 1400, height: 900 }, onLog, onExit, ...options }) {
  const context = await browser.newContext({
    viewport,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("close", () => (options.browser ? context.close() : browser.close()).catch(() => {}));
  if (onLog) await page.exposeFunction("codeAutomationLog", onLog);
  if (onExit) await page.exposeFunction("codeAutomationExit", onExit);
  return page;
}

/** @param {import("./server.mjs").Server} server @param {WorkbenchOptions} options @returns {import("./server.mjs").Payload} */
function payloadOf(server, { extensionPath, testsPath, payloadExtra = [] }) {
  /** @type {import("./server.mjs").Payload} */
  const payload = [["skipWelcome", "true"], ...payloadExtra];
  if (extensionPath) payload.push(["extensionDevelopmentPath", server.remote(extensionPath)]);
  if (testsPath) payload.push(["extensionTestsPath", server.remote(testsPath)]);
  return payload;
}

/** @param {import("./server.mjs").Server} server @param {import("playwright-core").Page} page */
async function waitUntilReady(server, page) {
  await page.locator(".monaco-workbench").waitFor();
  const what = () => `the extension host. The server printed:\n${server.log().slice(-2000)}`;
  await waitUntil(what, () => server.opener.isReady());
}
