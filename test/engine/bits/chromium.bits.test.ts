/** The bits of trained parameters in a web page, in a real Chromium. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Build, bitsInNode, DTYPES, STORED, writeProgram } from "./program.js";

declare global {
  interface Window {
    trainedBits(build: Build, dtype: string): Promise<string>;
  }
}

const PAGE = `<!doctype html><title>Bits</title><link rel="icon" href="data:,"><script type="module">
import { trainedBits } from "./bits.js";
window.trainedBits = trainedBits;
</script>`;

let folder: string;
let browser: Browser;
let server: Server;
let inNode: Readonly<Record<string, string>>;
const inPage: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-bits-"));
  await writeProgram(folder);
  inNode = (await bitsInNode(folder)).all;
  await writeFile(join(folder, "index.html"), PAGE);
  server = createServer(async ({ url = "/" }, response) => {
    const name = url === "/" ? "index.html" : url.slice(1).replace(/\?.*/u, "");
    const type = name.endsWith(".html") ? "text/html" : "text/javascript";
    response.writeHead(200, { "content-type": type }).end(await readFile(join(folder, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => typeof window.trainedBits === "function");
  for (const build of ["reference", "plain"] as const)
    for (const dtype of DTYPES)
      inPage[`${build} ${dtype}`] = await page.evaluate(([b, d]) => window.trainedBits(b as Build, d!), [build, dtype]);
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

it.each(DTYPES)("by the reference are those of every engine, %s", (dtype) => {
  expect(inPage[`reference ${dtype}`]).toBe(STORED[dtype]);
});

it.each(DTYPES)("without fused multiply-add are those of Node, %s", (dtype) => {
  expect(inPage[`plain ${dtype}`]).toBe(inNode[`plain ${dtype}`]);
});
