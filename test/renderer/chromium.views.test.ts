/** Every view in a real browser: its still picture and its widths. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { renderStatic } from "../../src/renderer/static.js";
import { warned } from "./fixtures/views.js";
import { addAxe, fullWidth, scrollAreas, violations } from "./page/checks.js";
import { render, SCREENS, setTheme, show } from "./page/rendererPage.js";
import { testPages } from "./page/testPages.js";
import { VIEWS } from "./page/views.js";

const withPage = testPages();

describe("the static picture", () => {
  it.each(Object.entries(VIEWS))("of %s can be drawn by a browser", (name, make) =>
    withPage(async (page) => {
      const { svg } = renderStatic(JSON.stringify(make()));
      const size = await page.evaluate(async (source) => {
        const image = new Image();
        image.src = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
        await image.decode();
        document.body.replaceChildren(image);
        return [image.naturalWidth, image.naturalHeight > 60];
      }, svg);
      expect(size).toEqual([960, true]);
      await page.screenshot({ path: `${SCREENS}/static-${name}.png`, fullPage: true });
    }),
  );
});

describe("every view", () => {
  it.each(Object.entries(VIEWS))("%s fits 600, 1000 and 1600 px", (name, make) =>
    withPage(async (page) => {
      const payload = make();
      for (const width of [600, 1000, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        await show(page, payload);
        expect(await fullWidth(page)).toBeLessThanOrEqual(width);
        await page.screenshot({ path: `${SCREENS}/${name}-${width}.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 600, height: 900 });
      await show(page, payload);
      await expectNodesToFit(page, 600);
      expect(await page.locator(".katex-error").count()).toBe(0);
      expect(await scrollAreas(page)).toEqual([]);
    }),
  );

  it.each(Object.entries(VIEWS))("%s fits 600 px before its formulas are set", (_, make) =>
    withPage(async (page) => {
      await page.route("**/katex-*.js", () => {}); // KaTeX never comes
      await page.setViewportSize({ width: 600, height: 900 });
      await render(page, make());
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      expect(await fullWidth(page)).toBeLessThanOrEqual(600);
      await expectNodesToFit(page, 600);
    }),
  );

  /** Opens the numbers of one node of each row. @param width px */
  const expectNodesToFit = async (page: Page, width: number) => {
    for (const sequence of await sequencesOf(page)) {
      await page.locator(`[data-node^="${sequence}@"]`).last().dispatchEvent("click");
      await page.waitForSelector('[data-panel="inspector"]');
      expect(await fullWidth(page), sequence).toBeLessThanOrEqual(width);
    }
  };

  /** Names of the rows of nodes. */
  const sequencesOf = (page: Page) =>
    page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll<SVGElement>("[data-node]")].map((found) => found.dataset.node!.split("@")[0]!),
      ),
    ]);

  it("tells the names, roles and sizes when they are asked for, by keyboard too", () =>
    withPage(async (page) => {
      await page.setViewportSize({ width: 600, height: 900 });
      await addAxe(page);
      await show(page, warned());
      expect(await page.locator(".unroll-warnings").textContent()).toContain("Warning, line 3: R is no loss");
      expect(await page.locator(".unroll-names table").count()).toBe(0);
      await page.locator(".unroll-names summary").press("Enter");
      const row = page.locator(".unroll-names tbody tr", { hasText: "parameter" }).first();
      expect((await row.locator("td").allInnerTexts()).slice(0, 3)).toEqual([
        "parameter",
        "4×3",
        "from s and x, inferred from line 1",
      ]);
      await page.getByRole("rowheader", { name: "target", exact: true }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await fullWidth(page)).toBeLessThanOrEqual(600);
      await page.screenshot({ path: `${SCREENS}/names-open.png`, fullPage: true });
    }));

  it("takes a new theme without a new payload", () =>
    withPage(async (page) => {
      await show(page, VIEWS.lyric());
      const colour = () => page.evaluate(() => getComputedStyle(document.querySelector(".unroll")!).color);
      const light = await colour();
      await setTheme(page, "dark");
      expect(await colour()).not.toBe(light);
    }));
});
