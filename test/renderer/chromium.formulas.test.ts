/** KaTeX comes when a formula is in sight, and nothing moves when it does. */
import type { Page, Route } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as fixtures from "./fixtures/index.js";
import { definition } from "./fixtures/views.js";
import { drawFrames, show } from "./page/rendererPage.js";
import { testPages } from "./page/testPages.js";

const withPage = testPages();

/** Names of KaTeX's chunks that the page asked for. */
const chunks = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name.split("/").pop()!)
      .filter((name) => name.startsWith("katex-")),
  );
/** px */
const height = (page: Page) => page.evaluate(() => window.host.elements.a!.getBoundingClientRect().height);

/** The page once more, where requests for KaTeX's style sheet are answered so. */
async function reloadWith(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route("**/katex.min.css", answer);
  await page.reload({ waitUntil: "commit" }); // the page is complete only when it has its style sheet
  await page.waitForFunction(() => window.host !== undefined);
}

describe("KaTeX", () => {
  it("is not loaded for a picture without formulas, nor for one out of sight", () =>
    withPage(async (page) => {
      await show(page, { ...fixtures.dashboard(fixtures.lyricRun()), view: "losses" });
      expect(await chunks(page)).toEqual([]);
      await page.evaluate(() => (document.querySelector<HTMLElement>("#container")!.style.paddingTop = "3000px"));
      await show(page, definition(), "b");
      await drawFrames(page);
      expect(await chunks(page)).toEqual([]);
      await page.locator('[data-output="b"]').scrollIntoViewIfNeeded();
      await page.waitForSelector(".katex-html");
      expect(await chunks(page)).toHaveLength(1);
    }));

  it.each([
    ["a definition", definition],
    ["a dashboard", () => fixtures.dashboard(fixtures.lyricRun())],
    ["an LSTM", () => fixtures.dashboard(fixtures.lstmRun())],
  ])("leaves %s as high as its stand-ins, however late its style sheet comes", (_, make) =>
    withPage(async (page) => {
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      await reloadWith(page, async (route) => {
        await released;
        await route.continue();
      });
      await page.evaluate((json) => window.host.render("a", json), JSON.stringify(make()));
      const first = await height(page);
      await expect.poll(() => chunks(page)).toHaveLength(1);
      await drawFrames(page);
      expect([await page.locator(".katex-html").count(), await height(page)]).toEqual([0, first]);
      release();
      await page.waitForSelector(".katex-html");
      await page.evaluate(() => document.fonts.ready);
      expect(Math.abs((await height(page)) - first)).toBeLessThan(1);
    }),
  );

  it("is set without its style sheet where that cannot be read", () =>
    withPage(
      async (page) => {
        await reloadWith(page, (route) => route.abort());
        await show(page, definition());
        expect(await page.locator(".katex-html").count()).toBeGreaterThan(0);
      },
      { complaints: ["Failed to load resource: net::ERR_FAILED"] },
    ));

  it("is there at once for the next drawing", () =>
    withPage(async (page) => {
      await show(page, definition());
      const awaited = await page.evaluate((json) => {
        window.host.render("b", json);
        return document.querySelectorAll(".unroll-awaited").length;
      }, JSON.stringify(definition()));
      expect(awaited).toBe(0);
    }));

  it("leaves the formulas' source where its chunk cannot be read", () =>
    withPage(
      async (page) => {
        await page.route("**/katex-*.js", (route) => route.abort());
        await show(page, definition());
        expect(await page.textContent(".unroll-formula code")).toContain("_");
      },
      { complaints: ["Failed to load resource: net::ERR_FAILED"] },
    ));
});
