/** The paths in a real browser: what is lit, by pointer and by keys, and that nothing is cut off in any width or theme. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as fixtures from "../fixtures/paths.js";
import { addAxe, escapingKeys, fullWidth, violations } from "../page/checks.js";
import { SCREENS, show } from "../page/rendererPage.js";
import { testPages } from "../page/testPages.js";
import { type ThemeName, themes } from "../page/themes.js";
import * as lab from "./labPaths.js";

const VIEWS: Readonly<Record<string, () => fixtures.PathsPayload>> = {
  twoLayers: fixtures.twoLayerPaths,
  linear: () => fixtures.linearPaths(),
  recurrent: () => fixtures.linearPaths("W_hh"),
  state: () => fixtures.linearPaths("h[1]"),
  dense: () => fixtures.scalarPaths(12),
  long: fixtures.longPaths,
  many: () => fixtures.manyPaths(),
  countless: fixtures.countlessPaths,
  meanLoss: lab.meanLossPaths,
  elman: lab.elmanPaths,
  elmanOfThreeHundred: () => lab.elmanPaths(300),
  batch: lab.batchPaths,
  lstmState: lab.lstmStatePaths,
  lstm: lab.lstmPaths,
  lstmOfFifty: () => lab.lstmPaths(50),
  bidirectional: lab.bidirectionalPaths,
  timeless: lab.timelessPaths,
};

/** One of each kind of row; axe is slow. */
const KINDS = ["twoLayers", "linear", "state", "dense", "long", "countless", "elman", "batch"];

const withPage = testPages();

/** Numbers of the paths that are not faded; of the lines on the graph, and of the rows. */
const litLines = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<SVGElement>("[data-path]:not([opacity])")]
      .map((line) => Number(line.dataset.path))
      .sort(),
  );
const litRows = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[data-row]:not(.unroll-pale)")].map((row) => Number(row.dataset.row)),
  );
const row = (page: Page, number: number) => page.locator(`[data-row="${number}"]`);
const stop = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`^${name}: `) });
const readout = (page: Page) => page.locator(".unroll-readout");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function expectLit(page: Page, numbers: number[]): Promise<void> {
  await expect.poll(() => litLines(page)).toEqual(numbers);
  expect(await litRows(page)).toEqual(numbers);
}

describe("a row", () => {
  it("lights its path while it is pointed at, and stays lit when it is clicked", () =>
    withPage(async (page) => {
      await show(page, fixtures.linearPaths());
      await expectLit(page, [1, 2, 3, 4, 5, 6]);
      await row(page, 3).hover();
      await expectLit(page, [3]);
      expect(await readout(page).textContent()).toMatch(/^Path 3 of 6/);
      await page.mouse.move(2, 2);
      await expectLit(page, [1, 2, 3, 4, 5, 6]);
      await row(page, 3).click();
      await page.mouse.move(2, 2);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await expectLit(page, [3]);
      expect(await row(page, 3).getAttribute("aria-selected")).toBe("true");
    }));

  it("does not move anything by being pointed at", () =>
    withPage(
      async (page) => {
        for (const make of [lab.batchPaths, lab.lstmStatePaths, () => lab.elmanPaths(300)]) {
          await show(page, make());
          const top = () => row(page, 1).evaluate((element) => element.getBoundingClientRect().top + scrollY);
          const before = await top();
          for (const number of [1, 5, 10]) {
            await row(page, number).hover();
            await expectLit(page, [number]);
            expect(await top()).toBe(before);
          }
          await page.mouse.move(2, 2);
        }
      },
      { width: 600 },
    ));

  it("is reached by the arrow keys, which stay in the output", () =>
    withPage(async (page) => {
      await show(page, fixtures.linearPaths());
      const escaping = await escapingKeys(page);
      await row(page, 1).focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await expectLit(page, [3]);
      await page.keyboard.press("End");
      await expectLit(page, [6]);
      await page.keyboard.press("Enter");
      await expect.poll(() => row(page, 6).getAttribute("aria-selected")).toBe("true");
      await page.keyboard.press("ArrowUp");
      await expectLit(page, [5]);
      await page.keyboard.press("Escape");
      await expectLit(page, [1, 2, 3, 4, 5, 6]);
      expect(await escaping()).toEqual([]);
      expect(await page.locator('[data-row][tabindex="0"]').count()).toBe(1);
    }));

  it("is one of all when they are asked for", () =>
    withPage(async (page) => {
      await show(page, fixtures.scalarPaths(12));
      expect(await page.locator("[data-row]").count()).toBe(12);
      await button(page, "Show all 78 paths").click();
      await expect.poll(() => page.locator("[data-row]").count()).toBe(78);
      await button(page, "Show fewer").click();
      await expect.poll(() => page.locator("[data-row]").count()).toBe(12);
    }));
});

describe("the graph", () => {
  it("lights the paths that pass a node or an arrow, and counts them", () =>
    withPage(async (page) => {
      await show(page, fixtures.linearPaths());
      await stop(page, "h\\[1\\]").hover();
      await expectLit(page, [3, 5, 6]);
      expect(await readout(page).textContent()).toContain("3 of 6 paths pass here");
      const arrow = (await stop(page, "h\\[3\\] → h\\[2\\]").boundingBox())!;
      await page.mouse.move(arrow.x + arrow.width / 2, arrow.y + arrow.height / 2 + 5);
      await expectLit(page, [2, 3]);
    }));

  it("shows the time steps in which the chosen path begins, also after a node is pointed at", () =>
    withPage(async (page) => {
      await show(page, lab.elmanPaths(300));
      const name = (await row(page, 2).locator(".unroll-hidden").textContent())!
        .match(/E\[(\d+)\]/)![0]
        .replace(/[[\]]/g, "\\$&");
      expect(await stop(page, name).count()).toBe(0);
      await row(page, 2).click();
      await expect.poll(() => stop(page, name).count()).toBe(1);
      await stop(page, name).click();
      await page.mouse.move(2, 2);
      await expectLit(page, [2]);
    }));

  it("is walked over with the arrow keys from one tab stop", () =>
    withPage(async (page) => {
      await show(page, fixtures.linearPaths());
      expect(await page.locator('[data-stop][tabindex="0"]').count()).toBe(1);
      await stop(page, "E\\[3\\]").focus();
      for (let press = 0; press < 4; press++) await page.keyboard.press("ArrowDown");
      expect(await readout(page).textContent()).toContain("3 of 6 paths pass here");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(/^h\[3\]: /);
      await page.keyboard.press("ArrowLeft");
      await expectLit(page, [2, 3]);
      await page.keyboard.press(" ");
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await expectLit(page, [2, 3]);
    }));
});

describe("the walk", () => {
  it("lights one path after the other, and ends with all", () =>
    withPage(async (page) => {
      await show(page, fixtures.twoLayerPaths());
      await page.clock.install();
      await button(page, "One after the other").click();
      await page.mouse.move(2, 2);
      for (const number of [1, 2, 3]) {
        await expectLit(page, [number]);
        await page.clock.runFor(1900);
      }
      await expectLit(page, [1, 2, 3]);
      expect(await button(page, "Pause").count()).toBe(0);
    }));

  it("goes by its buttons alone where motion is not wanted", () =>
    withPage(
      async (page) => {
        await show(page, fixtures.twoLayerPaths());
        expect(await button(page, "One after the other").count()).toBe(0);
        await button(page, "Next path").click();
        await button(page, "Next path").click();
        await expectLit(page, [2]);
        await button(page, "Previous path").click();
        await expectLit(page, [1]);
      },
      { reducedMotion: "reduce" },
    ));
});

/** Texts and rows that end outside what holds them, by their true extent. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const svg = document.querySelector("svg.unroll-picture")!;
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      return (
        left < frame.left - 0.5 || right > frame.right + 0.5 || top < frame.top - 1.5 || bottom > frame.bottom + 1.5
      );
    });
    const cells = [...document.querySelectorAll<HTMLElement>(".unroll-path-row > div, .unroll-path-total > span")];
    const wide = cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0);
    return [...texts, ...wide].map((found) => found.textContent);
  });

describe("every view of paths", () => {
  it.each(Object.entries(VIEWS))("%s fits 600, 1000 and 1600 px, a path pinned or none", (name, make) =>
    withPage(async (page) => {
      await show(page, make());
      for (const width of [600, 1000, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => page.locator("svg.unroll-picture").getAttribute("width")).toBe(String(width - 24));
        expect(await fullWidth(page)).toBeLessThanOrEqual(width);
        expect(await cutOff(page), `${width}`).toEqual([]);
        await page.screenshot({ path: `${SCREENS}/paths-${name}-${width}.png`, fullPage: true });
        await row(page, 1).click();
        expect(await fullWidth(page)).toBeLessThanOrEqual(width);
        expect(await cutOff(page), `${width}, pinned`).toEqual([]);
        await row(page, 1).click();
      }
      expect(await page.locator(".katex-error").count()).toBe(0);
    }),
  );

  it.each(Object.keys(themes) as ThemeName[])("is accessible in %s, also while a path is lit", (theme) =>
    withPage(
      async (page) => {
        await addAxe(page);
        for (const name of KINDS) {
          await show(page, VIEWS[name]!(), name);
          expect(await violations(page), `${name} in ${theme}`).toEqual([]);
          await row(page, 1).click();
          expect(await violations(page), `${name} in ${theme}, lit`).toEqual([]);
          if (name === "linear") await page.screenshot({ path: `${SCREENS}/paths-${theme}.png`, fullPage: true });
          await page.evaluate((output) => window.host.dispose(output), name);
        }
      },
      { theme },
    ),
  );
});
