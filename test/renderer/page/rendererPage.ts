/** A page like the frame in which VS Code shows outputs, in a real Chromium: bundled, served and opened. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { rendererBundle } from "../../../esbuild.renderer.mjs";
import { type ThemeName, themes } from "./themes.js";

const FOLDER = "out/page";
export const SCREENS = "out/screens";

/** Where Chromium is. @throws Error that says what to install */
function chromiumPath(): string {
  const path = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(path))
    throw new Error(`No Chromium at ${path}: install the package "chromium", or set $CHROMIUM to its path.`);
  return path;
}

/** The renderer as it is shipped, and the page's own script. */
async function bundle(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(`${FOLDER}/katex/fonts`, { recursive: true });
  const common = {
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
  } as const;
  await Promise.all([
    build({ ...rendererBundle, outdir: FOLDER }),
    build({ ...common, entryPoints: ["test/renderer/page/host.ts"], outfile: `${FOLDER}/host.js` }),
    copyFile("node_modules/katex/dist/katex.min.css", `${FOLDER}/katex/katex.min.css`),
    ...(await readdir("node_modules/katex/dist/fonts"))
      .filter((font) => font.endsWith(".woff2"))
      .map((font) => copyFile(`node_modules/katex/dist/fonts/${font}`, `${FOLDER}/katex/fonts/${font}`)),
    writeFile(`${FOLDER}/index.html`, PAGE),
  ]);
}

/** VS Code's own rules for outputs that a renderer has to live with: striped, right-aligned tables; a padded cell. */
const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Outputs</title><link rel="icon" href="data:,"><style>
html, body { margin: 0; padding: 0; background: var(--vscode-editor-background); }
body { font: 13px system-ui, sans-serif; color: var(--vscode-foreground); }
.output { padding: 8px 12px; }
table { width: 100%; border-collapse: collapse; text-align: right; }
tbody tr:nth-child(even) { background: rgba(128, 128, 128, 0.1); }
</style></head><body><main id="container"></main>
<script type="module">import { start } from "./host.js"; await start(new URL("./renderer.js", location.href).href);</script>
</body></html>`;

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

function serve(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = join(FOLDER, new URL(request.url ?? "/", "http://page").pathname);
    try {
      const body = await readFile(path);
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

export interface PageOptions {
  /** Default: light. */
  readonly theme?: ThemeName;
  /** px; an output is 24 px narrower. Default: 1024. */
  readonly width?: number;
  /** Default: no preference. */
  readonly reducedMotion?: "reduce" | "no-preference";
}

/** A page with the renderer in it, and what it complained about. */
export interface OpenPage {
  readonly page: Page;
  /** Console errors, uncaught errors and requests that failed. */
  readonly complaints: readonly string[];
}

export class RendererPages {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  static async open(): Promise<RendererPages> {
    const executablePath = chromiumPath();
    await Promise.all([bundle(), mkdir(SCREENS, { recursive: true })]);
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
    });
    return new RendererPages(browser, await serve());
  }

  async newPage({
    theme = "light",
    width = 1024,
    reducedMotion = "no-preference",
  }: PageOptions = {}): Promise<OpenPage> {
    const page = await this.browser.newPage({ viewport: { width, height: 900 }, reducedMotion });
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on(
      "response",
      (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
    );
    await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/index.html`);
    await page.waitForFunction(() => window.host !== undefined);
    await setTheme(page, theme);
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }
}

/** Changes the theme as the editor does: variables on the root, a class on the body. */
export async function setTheme(page: Page, name: ThemeName): Promise<void> {
  await page.evaluate(({ bodyClass, variables }) => {
    document.documentElement.removeAttribute("style");
    for (const [key, value] of Object.entries(variables))
      document.documentElement.style.setProperty(`--vscode-${key}`, value);
    document.body.className = bodyClass;
  }, themes[name]);
}

/** Shows a payload in the output `name`. */
export async function show(page: Page, payload: unknown, name = "a"): Promise<void> {
  await page.evaluate(([output, json]) => window.host.render(output!, json!), [name, JSON.stringify(payload)]);
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.waitForFunction(noneAwaited);
  await page.evaluate(() => document.fonts.ready);
}

/** Disposes of the output `name` as the editor does, and takes its place out of the page. */
export async function remove(page: Page, name: string): Promise<void> {
  await page.evaluate((output) => {
    window.host.dispose(output);
    window.host.elements[output]!.remove();
  }, name);
}

/** Whether every formula in sight is set: KaTeX comes with the first of them. */
const noneAwaited = () =>
  [...document.querySelectorAll(".unroll-awaited")].every((place) => {
    const { top, bottom, height } = place.getBoundingClientRect();
    return height === 0 || bottom <= 0 || top >= innerHeight;
  });
