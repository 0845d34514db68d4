/** Threads in a web page, in a real Chromium: the library and the two scripts that the README speaks of. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { PATIENCE } from "../support/patience.cjs";
import { bundleLibrary } from "./bundleLibrary.js";

interface Trained {
  readonly isShared: boolean;
  readonly losses: readonly number[];
}

declare global {
  interface Window {
    /** @param threads that passes may use */
    trainWith(threads: number): Promise<Trained>;
  }
}

const HELPER = `
import { HelperThread } from "./library.js";
const thread = new HelperThread();
onmessage = ({ data }) => {
  if (data.kind === "join") postMessage("joined");
  thread.receive(data);
};`;

/** Trains until the helper has been there for a while, if there is one. */
const PAGE = `<!doctype html><title>Threads</title><link rel="icon" href="data:,"><script type="module">
import { cells, Random, setThreadHost, sgd, train } from "./library.js";
window.trainWith = async (threads) => {
  let joined = threads === 1 || !crossOriginIsolated;
  const start = () => {
    const worker = new Worker(new URL("helper.js", location.href), { type: "module" });
    worker.onmessage = () => { joined = true; };
    return worker;
  };
  setThreadHost({ threads, start });
  const model = cells.elman.build({ x: 16, s: 64, y: 16 }, { seed: 1 });
  const random = new Random(2);
  const sequences = () => Array.from({ length: 32 }, () => Array.from({ length: 10 }, () => Array.from({ length: 16 }, () => random.uniform(0, 1))));
  const batch = { x: sequences(), target: sequences() };
  const { buffer } = model.execution(10, 32).values;
  const isShared = !(buffer instanceof ArrayBuffer);
  const losses = [];
  for (let i = 0; i < 40 || !joined; i++) losses.push(...(await train(model, batch, { steps: 10, optimizer: sgd({ lr: 0.01 }) })).losses);
  return { isShared, losses };
};
</script>`;

let folder: string;
let browser: Browser;
const servers: Server[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-page-"));
  await bundleLibrary(join(folder, "library.js"));
  await writeFile(join(folder, "helper.js"), HELPER);
  browser = await chromium.connect(inject("chromium"));
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

/** @returns the page's address */
async function serve(headers: Record<string, string>): Promise<string> {
  const server = createServer(async (request, response) => {
    if (request.url === "/") response.writeHead(200, { ...headers, "content-type": "text/html" }).end(PAGE);
    else
      response
        .writeHead(200, { ...headers, "content-type": "text/javascript" })
        .end(await readFile(join(folder, request.url!)));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function trainedIn(address: string, threads: number): Promise<Trained> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address);
  await page.waitForFunction(() => typeof window.trainWith === "function");
  const trained = await page.evaluate((count) => window.trainWith(count), threads);
  await page.close();
  return trained;
}

const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

it("a page that is cross-origin isolated has threads, and the numbers of one", async () => {
  const address = await serve(ISOLATED);
  const [one, two] = [await trainedIn(address, 1), await trainedIn(address, 2)];
  expect([one.isShared, two.isShared]).toEqual([false, true]);
  expect(two.losses.slice(0, one.losses.length)).toEqual(one.losses);
});

it("any other page has one thread, and trains as well", async () => {
  const [one, two] = [await trainedIn(await serve(ISOLATED), 1), await trainedIn(await serve({}), 2)];
  expect(two.isShared).toBe(false);
  expect(two.losses).toEqual(one.losses);
});
