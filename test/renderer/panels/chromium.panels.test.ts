/** The panels in a real browser: the pointer moves the cross-hair, and no text, as it is really set, is cut off. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Payload } from "../../../src/trace/index.js";
import * as fixtures from "../fixtures/index.js";
import { show } from "../page/rendererPage.js";
import { testPages } from "../page/testPages.js";

const withPage = testPages();

const slider = (page: Page, name: "column" | "frame") => page.locator(`[data-slider="${name}"]`);
const indexOf = async (page: Page, name: "column" | "frame") =>
  Number(await slider(page, name).getAttribute("aria-valuenow"));

async function boxOf(locator: Locator) {
  const box = (await locator.boundingBox())!;
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

describe("the pointer", () => {
  it("drags the cursor's column through the panels", () =>
    withPage(async (page) => {
      await show(page, fixtures.dashboard(fixtures.lyricRun()));
      const last = await boxOf(slider(page, "column"));
      const losses = await boxOf(page.locator('[data-panel="losses"]'));
      const first = await boxOf(page.locator('[data-node="s@0"]'));
      await page.mouse.move(last.x + last.width / 2, losses.y + 20);
      await page.mouse.down();
      await page.mouse.move(first.x + first.width / 2, losses.y + 20, { steps: 4 });
      await expect.poll(() => indexOf(page, "column")).toBe(0);
      await page.mouse.up();
      await page.mouse.move(last.x, losses.y + 20);
      expect(await indexOf(page, "column")).toBe(0);
    }));

  it("drags the scrubber by its handle, the column staying where it is", () =>
    withPage(async (page) => {
      await show(page, fixtures.dashboard(fixtures.lyricRun()));
      const column = await indexOf(page, "column");
      const handle = await boxOf(page.locator('[data-slider="frame"] circle'));
      await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
      await page.mouse.down();
      await page.mouse.move(handle.x + 2, handle.y - 600, { steps: 5 });
      await page.mouse.up();
      await expect.poll(() => indexOf(page, "frame")).toBe(0);
      expect(await indexOf(page, "column")).toBe(column);
    }));
});

/** Texts that end outside their picture, by their true extent. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("svg.unroll-picture")].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")].flatMap((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const isInside =
          left >= frame.left - 0.5 &&
          right <= frame.right + 0.5 &&
          top >= frame.top - 1.5 &&
          bottom <= frame.bottom + 1.5;
        return isInside ? [] : [`${text.textContent} ${left.toFixed(0)}…${right.toFixed(0)} of ${frame.width}`];
      });
    }),
  );

describe("no text is cut off", () => {
  const { comparison, dashboard, lyricRunning: _, ...recordings } = fixtures;
  const payloads: Readonly<Record<string, () => Payload>> = {
    ...Object.fromEntries(Object.entries(recordings).map(([name, make]) => [name, () => dashboard(make())])),
    comparison,
  };
  it.each(Object.keys(payloads))("in %s", (name) =>
    withPage(async (page) => {
      const payload = payloads[name]!();
      await show(page, payload);
      for (const width of [600, 1000, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        await expect
          .poll(() => page.locator("svg.unroll-picture").first().getAttribute("width"))
          .toBe(String(width - 24));
        expect(await cutOff(page)).toEqual([]);
      }
    }),
  );
});
