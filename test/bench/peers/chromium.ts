/**
 * Unroll in Chromium: hands the requests on to a page, a new one for each case. `program.js PAGE`: the peer's bundle for
 * a page. Its clock is finest where the page is isolated from others.
 */
import { existsSync, readFileSync } from "node:fs";
import { type Browser, chromium, type Page, type Route } from "playwright-core";
import type { Answer, Request } from "../versus/protocol.js";
import { answerLines } from "./serve.js";

const ORIGIN = "http://localhost"; // answered from memory: nothing goes to a network
const PATH = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const PAGE = '<!doctype html><meta charset="utf-8"><title>Unroll</title><script type="module" src="page.js"></script>';

class Pages {
  #page: Page | undefined;

  constructor(
    readonly browser: Browser,
    readonly code: string,
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
    await page.route("**/*", (route) => this.#fulfill(route));
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction(() => window.answer !== undefined);
    return page;
  }

  #fulfill(route: Route): Promise<void> {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", headers: ISOLATED, body: PAGE });
    if (pathname !== "/page.js") return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: "text/javascript", headers: ISOLATED, body: this.code });
  }
}

if (existsSync(PATH)) {
  const browser = await chromium.launch({ executablePath: PATH, args: ["--no-sandbox", "--disable-gpu"] });
  const pages = new Pages(browser, readFileSync(process.argv[2]!, "utf8"));
  await answerLines((request) => pages.answer(request));
  await browser.close();
} else {
  await answerLines(() => ({
    text: "",
    refuses: `no Chromium at ${PATH}: apt-get install chromium, or set $CHROMIUM`,
  }));
}
