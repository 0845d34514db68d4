/**
 * Unroll in Chromium: hands the requests on to a page, a new one for each case. `program.js FOLDER`: of the bundles for a
 * page. One that is isolated from other origins may share memory between threads, and its clock is finest.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Answer, Request } from "../versus/protocol.js";
import { answerLines } from "./serve.js";

const PATH = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Unroll</title><script type="module" src="unroll.js"></script>';

class Pages {
  #page: Page | undefined;

  constructor(
    readonly browser: Browser,
    readonly address: string,
  ) {}

  async answer(request: Request): Promise<Answer> {
    if (request.ask !== "run" || !this.#page) this.#page = await this.#next();
    const answer = await this.#page.evaluate((asked) => window.answer!(asked), request);
    if (request.ask !== "about" || !("text" in answer)) return answer;
    return { text: `Chromium ${this.browser.version()}; ${answer.text}` };
  }

  /** In a context, so a process, of its own: what V8 learned in the page before is gone. */
  async #next(): Promise<Page> {
    await this.#page?.context().close();
    const page = await (await this.browser.newContext()).newPage();
    await page.goto(this.address);
    await page.waitForFunction(() => window.answer !== undefined);
    return page;
  }
}

/** The page, and the bundles `unroll.js` and `helper.js`. */
function filesOf(folder: string): RequestListener {
  const scripts = new Map(["/unroll.js", "/helper.js"].map((name) => [name, readFileSync(folder + name)]));
  return ({ url = "" }, response) => {
    const script = scripts.get(url);
    if (script) response.writeHead(200, { ...ISOLATED, "content-type": "text/javascript" }).end(script);
    else if (url === "/") response.writeHead(200, { ...ISOLATED, "content-type": "text/html" }).end(PAGE);
    else response.writeHead(404).end();
  };
}

if (existsSync(PATH)) {
  const browser = await chromium.launch({ executablePath: PATH, args: ["--no-sandbox", "--disable-gpu"] });
  const server = createServer(filesOf(process.argv[2]!));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const pages = new Pages(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await answerLines((request) => pages.answer(request));
  await browser.close();
  server.close();
} else {
  await answerLines(() => ({
    text: "",
    refuses: `no Chromium at ${PATH}: apt-get install chromium, or set $CHROMIUM`,
  }));
}
