/** The gradient check in a real browser: that everything fits, can be read, and is told to those who do not see it. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { allAgree, forgottenFactor, manySteps, notFinite, wide } from "../fixtures/handCheck.js";
import { check } from "../fixtures/views.js";
import { addAxe, fullWidth, violations } from "../page/checks.js";
import { remove, SCREENS, show } from "../page/rendererPage.js";
import { testPages } from "../page/testPages.js";
import { type ThemeName, themes } from "../page/themes.js";

const VIEWS = { differences: check, forgottenFactor, allAgree, manySteps, notFinite, wide };

const withPage = testPages();

/** What is read in each, breaking spaces or not. */
const texts = async (found: Locator) => (await found.allInnerTexts()).map((text) => text.replaceAll("\u00a0", " "));

describe("the table", () => {
  it("names each claim as it was typed, and its columns", () =>
    withPage(async (page) => {
      await show(page, forgottenFactor());
      const row = page.getByRole("row", { name: /dE_dW/ });
      expect(await row.locator("code").textContent()).toBe("dE_dW");
      expect(await texts(row.getByRole("cell"))).toEqual([
        "3 × 3",
        "0.27",
        "t = 3, row 1, column 3",
        "−0.0217",
        "0.004112",
        "fail",
      ]);
      expect(await page.getByRole("columnheader").allInnerTexts()).toEqual([
        "formula",
        "size",
        "largest relative difference",
        "where to look",
        "yours",
        "backpropagation",
        "result",
      ]);
    }));

  it("has central differences as the judge", () =>
    withPage(async (page) => {
      await show(page, check());
      const cells = page.getByRole("row", { name: /^b / }).getByRole("cell");
      expect((await texts(cells)).slice(3)).toEqual(["−0.5", "−0.51", "fail"]);
    }));
});

describe("the time steps", () => {
  it("stand in the same columns for every claim, a sign for each", () =>
    withPage(async (page) => {
      await show(page, forgottenFactor());
      const strips = page.locator(".unroll-remarks svg");
      const lefts = await strips.evaluateAll((list) => list.map((strip) => strip.getBoundingClientRect().left));
      expect(lefts).toHaveLength(3);
      expect(new Set(lefts).size).toBe(1);
      const labels = page.locator(".unroll-check-axis text");
      expect(await labels.allTextContents()).toEqual(["1", "2", "3", "4"]);
      const first = await labels.first().evaluate((label) => {
        const { left, right } = label.getBoundingClientRect();
        return (left + right) / 2;
      });
      expect(Math.abs(first - lefts[0]! - 9)).toBeLessThan(1);
    }));

  it("are told in words, in Chinese too", () =>
    withPage(async (page) => {
      await show(page, forgottenFactor());
      expect(await page.getByRole("listitem").allInnerTexts()).toContain(
        "dE_ds agrees at t = 4 and differs from t = 3 backward.",
      );
      await page.evaluate(() => window.host.post({ type: "locale", locale: "zh-cn" }));
      await expect
        .poll(() => page.getByRole("listitem").allInnerTexts())
        .toContain("dE_ds 在 t = 4 一致，从 t = 3 起沿时间往回都不一致。");
      await page.screenshot({ path: `${SCREENS}/check-zh.png`, fullPage: true });
    }));
});

/** What ends outside the output, or runs into its neighbour in the table. */
const clipped = (page: Page) =>
  page.evaluate(() => {
    const frame = document.querySelector(".unroll")!.getBoundingClientRect();
    const outside = [...document.querySelectorAll(".unroll :is(th, td, p, caption, li, li > *, text, .base)")].filter(
      (element) => element.getBoundingClientRect().right > frame.right + 0.5,
    );
    const overflowing = [...document.querySelectorAll<HTMLElement>(".unroll :is(th, td)")].filter(
      (cell) => cell.scrollWidth > cell.clientWidth + 1,
    );
    return [...outside, ...overflowing].map((element) => element.textContent);
  });

describe("every check", () => {
  it.each(Object.entries(VIEWS))("%s fits 600, 1000 and 1600 px", (name, make) =>
    withPage(async (page) => {
      for (const width of [600, 1000, 1600]) {
        await page.setViewportSize({ width, height: 700 });
        await show(page, make(), `at${width}`);
        expect(await clipped(page), `${width} px`).toEqual([]);
        expect(await fullWidth(page)).toBeLessThanOrEqual(width);
        expect(await page.locator(".katex-error").count()).toBe(0);
        await page.screenshot({ path: `${SCREENS}/check-${name}-${width}.png`, fullPage: true });
        await remove(page, `at${width}`);
      }
    }),
  );

  it.each(Object.keys(themes) as ThemeName[])("is accessible in %s", (theme) =>
    withPage(
      async (page) => {
        await addAxe(page);
        for (const [name, make] of Object.entries(VIEWS)) {
          await show(page, make(), name);
          expect(await violations(page, name), `${name} in ${theme}`).toEqual([]);
          await page.screenshot({ path: `${SCREENS}/check-${name}-theme-${theme}.png`, fullPage: true });
          await page.evaluate((output) => window.host.dispose(output), name);
        }
      },
      { theme },
    ),
  );
});
