/** Before the first test in Chromium: one browser for all of them, and the page, bundled and served. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { rendererBundle } from "../../../esbuild.renderer.mjs";
import { PATIENCE } from "../../support/patience.cjs";
import { PAGE_FOLDER, SCREENS } from "./folders.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the browser listens. */
    chromium: string;
    /** The page's address. */
    rendererPage: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = chromiumPath();
  await Promise.all([bundle(), mkdir(SCREENS, { recursive: true })]);
  const server = await serve();
  const browser = await chromium.launchServer({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
    timeout: PATIENCE,
  });
  project.provide("chromium", browser.wsEndpoint());
  project.provide("rendererPage", `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`);
  return async () => {
    await browser.close();
    server.close();
  };
}

/** Where Chromium is. @throws Error that says what to install */
function chromiumPath(): string {
  const path = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(path))
    throw new Error(`No Chromium at ${path}: install the package "chromium", or set $CHROMIUM to its path.`);
  return path;
}

/** The renderer as it is shipped, and the page's own script. */
async function bundle(): Promise<void> {
  await rm(PAGE_FOLDER, { recursive: true, force: true });
  await mkdir(`${PAGE_FOLDER}/katex/fonts`, { recursive: true });
  const common = {
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
  } as const;
  await Promise.all([
    build({ ...rendererBundle, outdir: PAGE_FOLDER }),
    build({ ...common, entryPoints: ["test/renderer/page/host.ts"], outfile: `${PAGE_FOLDER}/host.js` }),
    copyFile("node_modules/katex/dist/katex.min.css", `${PAGE_FOLDER}/katex/katex.min.css`),
    ...(await readdir("node_modules/katex/dist/fonts"))
      .filter((font) => font.endsWith(".woff2"))
      .map((font) => copyFile(`node_modules/katex/dist/fonts/${font}`, `${PAGE_FOLDER}/katex/fonts/${font}`)),
    writeFile(`${PAGE_FOLDER}/index.html`, PAGE),
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
    const path = join(PAGE_FOLDER, new URL(request.url ?? "/", "http://page").pathname);
    try {
      const body = await readFile(path);
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
