/** KaTeX comes when a formula is in sight, and nothing moves when it does. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fixtures from "./fixtures/index.js";
import { definition } from "./fixtures/views.js";
import { RendererPages, show } from "./page/rendererPage.js";

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.open();
});
afterAll(() => pages?.close());

/** Names of KaTeX's chunks that the page asked for. */
const chunks = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name.split("/").pop()!)
      .filter((name) => name.startsWith("katex-")),
  );
/** Heights of the output as soon as it is drawn, and with its formulas set. px */
async function heights(page: Page, payload: unknown): Promise<[number, number]> {
  const first = await page.evaluate((json) => {
    window.host.render("a", json);
    return window.host.elements.a!.getBoundingClientRect().height;
  }, JSON.stringify(payload));
  await page.waitForSelector(".katex-html");
  await page.evaluate(() => document.fonts.ready);
  return [first, await page.evaluate(() => window.host.elements.a!.getBoundingClientRect().height)];
}

describe("KaTeX", () => {
  it("is not loaded for a picture without formulas, nor for one out of sight", async () => {
    const { page } = await pages.newPage();
    await show(page, { ...fixtures.dashboard(fixtures.lyricRun()), view: "losses" });
    expect(await chunks(page)).toEqual([]);
    await page.evaluate(() => (document.querySelector<HTMLElement>("#container")!.style.paddingTop = "3000px"));
    await show(page, definition(), "b");
    await page.waitForTimeout(200);
    expect(await chunks(page)).toEqual([]);
    await page.locator('[data-output="b"]').scrollIntoViewIfNeeded();
    await page.waitForSelector(".katex-html");
    expect(await chunks(page)).toHaveLength(1);
    await page.close();
  });

  it.each([
    ["a definition", definition],
    ["a dashboard", () => fixtures.dashboard(fixtures.lyricRun())],
    ["an LSTM", () => fixtures.dashboard(fixtures.lstmRun())],
  ])("leaves %s as high as its stand-ins", async (_, make) => {
    const { page } = await pages.newPage();
    const [first, set] = await heights(page, make());
    expect(Math.abs(set - first)).toBeLessThan(8);
    await page.close();
  });

  it("is there at once for the next drawing", async () => {
    const { page } = await pages.newPage();
    await show(page, definition());
    const awaited = await page.evaluate((json) => {
      window.host.render("b", json);
      return document.querySelectorAll(".unroll-awaited").length;
    }, JSON.stringify(definition()));
    expect(awaited).toBe(0);
    await page.close();
  });

  it("leaves the formulas' source where its chunk cannot be read", async () => {
    const { page } = await pages.newPage();
    await page.route("**/katex-*.js", (route) => route.abort());
    await show(page, definition());
    expect(await page.textContent(".unroll-formula code")).toContain("_");
    await page.close();
  });
});
