/** A page like the frame in which VS Code shows outputs, in a real Chromium. */
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { inject } from "vitest";
import { PATIENCE } from "../../support/patience.cjs";
import { PAGE_FOLDER, SCREENS } from "./folders.js";
import { type ThemeName, themes } from "./themes.js";

export { SCREENS };

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
  readonly complaints: string[];
}

/** Pages one after the other. A test's page is loaded anew for the next: to open another takes four times as long. */
export class RendererPages {
  #idle: OpenPage | undefined;

  private constructor(private readonly browser: Browser) {}

  /** Of the browser that all files of tests share. */
  static async open(): Promise<RendererPages> {
    return new RendererPages(await chromium.connect(inject("chromium")));
  }

  /** To be given back with `release`, unless something went wrong in it. */
  async newPage({
    theme = "light",
    width = 1024,
    reducedMotion = "no-preference",
  }: PageOptions = {}): Promise<OpenPage> {
    const open = this.#idle ?? (await this.#another());
    this.#idle = undefined;
    const { page } = open;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ reducedMotion });
    await page.goto(inject("rendererPage"));
    await page.waitForFunction(() => window.host !== undefined);
    await setTheme(page, theme);
    return open;
  }

  /** Of a page, nothing is left for the next test; one whose clock a test has taken over is closed. */
  async release(open: OpenPage): Promise<void> {
    const { page, complaints } = open;
    const hasOwnTime = await page.evaluate(() => !/native code/.test(String(setTimeout)));
    if (hasOwnTime) return page.close();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.goto("about:blank");
    await page.mouse.move(0, 0);
    complaints.length = 0;
    this.#idle = open;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  async #another(): Promise<OpenPage> {
    const page = await this.browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on(
      "response",
      (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
    );
    return { page, complaints };
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

/** Characters from which on a payload is fetched by the page: the browser's debugger takes a second for two million. */
const LARGE = 1_000_000;

/** Renders a payload into the output `name`, and waits for nothing. */
export async function render(page: Page, payload: unknown, name = "a"): Promise<void> {
  const json = JSON.stringify(payload);
  if (json.length < LARGE) return page.evaluate(([output, text]) => window.host.render(output!, text!), [name, json]);
  const file = `${randomUUID()}.json`;
  await writeFile(`${PAGE_FOLDER}/${file}`, json);
  await page.evaluate(
    async ([output, url]) => window.host.render(output!, await (await fetch(url!)).text()),
    [name, file],
  );
  await rm(`${PAGE_FOLDER}/${file}`);
}

/** Shows a payload in the output `name`. */
export async function show(page: Page, payload: unknown, name = "a"): Promise<void> {
  await render(page, payload, name);
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.waitForFunction(noneAwaited);
  await page.evaluate(() => document.fonts.ready);
}

/** Lets the page draw frames, in which it would do what it is not to do. @param frames default: 10 */
export const drawFrames = (page: Page, frames = 10): Promise<void> =>
  page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestIdleCallback(resolve));
  }, frames);

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
