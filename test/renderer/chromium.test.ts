/** The renderer as the editor loads it, in a page like the one in which the editor shows outputs. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as fixtures from "./fixtures/index.js";
import { escapingKeys } from "./page/checks.js";
import { drawFrames, SCREENS, show } from "./page/rendererPage.js";
import { testPages } from "./page/testPages.js";

const { dashboard } = fixtures;
const withPage = testPages();

const node = (page: Page, name: string, column: number) => page.locator(`[data-node="${name}@${column}"]`);
/** px, rounded: an outline may grow thicker. */
async function centreOf(page: Page, name: string, column: number): Promise<[number, number]> {
  const { x, y, width, height } = (await node(page, name, column).boundingBox())!;
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Counts what a drawing must not make anew. */
const rootNodes = (page: Page) =>
  page.evaluate(() => ({
    root: document.querySelectorAll(".unroll").length,
    children: window.host.elements.a!.children.length,
    styles: document.head.querySelectorAll("[data-unroll-styles]").length,
  }));

describe("an output", () => {
  it("is drawn when renderOutputItem returns: all but the lower panels, whose places are kept", () =>
    withPage(async (page) => {
      const first = await page.evaluate(
        (json) => {
          window.host.render("a", json);
          const panels = [...document.querySelectorAll("[data-panel]")].map((panel) =>
            panel.getAttribute("data-panel"),
          );
          return { panels, height: window.host.elements.a!.getBoundingClientRect().height };
        },
        JSON.stringify(dashboard(fixtures.lyricRun())),
      );
      expect(first.panels).toEqual(["equations", "facts", "cursor", "unrolled", "diagnosis"]);
      expect(first.height).toBeGreaterThan(500);
      const heights = page.evaluate(
        () =>
          new Promise<number[]>((resolve) => {
            const seen: number[] = [];
            const look = () => {
              seen.push(window.host.elements.a!.getBoundingClientRect().height);
              if (document.querySelector('[data-panel="timeAxis"]')) resolve(seen);
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
      for (const height of await heights) expect(height).toBe(first.height);
      for (const panel of ["losses", "gradientNorms", "heatmap", "totalLoss", "scrubber"])
        expect(await page.locator(`[data-panel="${panel}"]`).count(), panel).toBe(1);
    }));

  it("goes on in the same nodes when its payload is replaced, and follows the newest frame", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRunning(50)));
      await page.evaluate(() => {
        (document.querySelector(".unroll") as HTMLElement & { mark?: number }).mark = 7;
      });
      const before = await rootNodes(page);
      for (const done of [100, 150, 200]) await show(page, dashboard(fixtures.lyricRunning(done)));
      expect(await rootNodes(page)).toEqual(before);
      expect(
        await page.evaluate(() => (document.querySelector(".unroll") as HTMLElement & { mark?: number }).mark),
      ).toBe(7);
      expect(await page.textContent('[data-panel="facts"]')).toContain("training step 200 of 300");
    }));

  it("does not touch its neighbours", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()), "a");
      await show(page, dashboard(fixtures.vanishingRun()), "b");
      await page.locator('[data-output="a"]').getByRole("button", { name: "folded" }).click();
      const pressed = (name: string) =>
        page.locator(`[data-output="${name}"]`).getByRole("button", { name: "folded" }).getAttribute("aria-pressed");
      await expect.poll(() => pressed("a")).toBe("true");
      expect(await pressed("b")).toBe("false");
      await page.evaluate(() => window.host.dispose("a"));
      expect(await page.locator(".unroll").count()).toBe(1);
      expect(await page.locator("[data-unroll-styles]").count()).toBe(2);
    }));

  it("says what is wrong with a malformed payload, and recovers", () =>
    withPage(async (page) => {
      const broken = {
        ...dashboard(fixtures.lyricTrace()),
        recording: { ...fixtures.lyricTrace(), timeSteps: "five" },
      };
      await show(page, broken);
      expect(await page.textContent('[data-panel="error"] code')).toMatch(/^recording\.timeSteps: /);
      await page.evaluate(() => window.host.render("a", "{ not JSON"));
      expect(await page.locator('[data-panel="error"]').count()).toBe(1);
      await show(page, dashboard(fixtures.lyricTrace()));
      expect(await page.locator('[data-panel="error"]').count()).toBe(0);
      expect(await node(page, "s", 0).count()).toBe(1);
    }));

  it("speaks the editor's language once it is told", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      expect(await page.evaluate(() => window.host.sent)).toEqual([{ type: "hello" }]);
      expect(await page.textContent('[data-panel="diagnosis"]')).toMatch(/^Vanishing: /);
      await page.evaluate(() => window.host.post({ type: "locale", locale: "zh-cn" }));
      expect(await page.textContent('[data-panel="diagnosis"]')).toMatch(/^梯度消失：/);
    }));

  it("draws anew when its width changes, and comes to rest", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      const width = () => page.evaluate(() => document.querySelector(".unroll-picture")!.getAttribute("width"));
      const wide = await width();
      await page.setViewportSize({ width: 640, height: 900 });
      await expect.poll(width).not.toBe(wide);
      const drawings = await page.evaluateHandle(() => {
        const seen = { count: 0 };
        new MutationObserver(() => seen.count++).observe(window.host.elements.a!, {
          subtree: true,
          childList: true,
          attributes: true,
        });
        return seen;
      });
      const drawnMeanwhile = async () => {
        const before = await drawings.evaluate(({ count }) => count);
        await drawFrames(page);
        return (await drawings.evaluate(({ count }) => count)) - before;
      };
      await expect.poll(drawnMeanwhile).toBe(0);
    }));
});

describe("the cross-hair", () => {
  const slider = (page: Page, name: "column" | "frame") => page.locator(`[data-slider="${name}"]`);
  const readingOf = (page: Page, name: "column" | "frame") => slider(page, name).getAttribute("aria-valuenow");

  it("moves by keys, which stay in the output", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      const escaping = await escapingKeys(page);
      await slider(page, "frame").focus();
      await page.keyboard.press("ArrowUp");
      await expect.poll(() => readingOf(page, "frame")).toBe("59");
      await page.keyboard.press("Home");
      await expect.poll(() => readingOf(page, "frame")).toBe("0");
      expect(await page.textContent('[data-panel="diagnosis"]')).toContain("at the start");
      await slider(page, "column").focus();
      await page.keyboard.press("ArrowLeft");
      await expect.poll(() => readingOf(page, "column")).toBe("3");
      expect(await escaping()).toEqual([]);
    }));

  it("stays on its time and training step while the training goes on", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRunning(100)));
      await slider(page, "column").focus();
      await page.keyboard.press("Home");
      await slider(page, "frame").focus();
      await page.keyboard.press("PageUp");
      await expect.poll(() => readingOf(page, "frame")).toBe("18");
      const said = await slider(page, "frame").getAttribute("aria-valuetext");
      for (const done of [150, 200]) await show(page, dashboard(fixtures.lyricRunning(done)));
      expect(await slider(page, "frame").getAttribute("aria-valuetext")).toBe(said);
      expect(await readingOf(page, "column")).toBe("0");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("data-slider"))).toBe("frame");
    }));

  it("goes where the heatmap is pressed", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      const box = (await page.locator('[data-panel="heatmap"]').boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await expect.poll(() => readingOf(page, "column")).not.toBe("4");
      expect(Number(await readingOf(page, "frame"))).toBeLessThan(50);
    }));
});

describe("the inspector", () => {
  it("opens on a click with the numbers of the node, and closes", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      const before = await centreOf(page, "s", 2);
      await node(page, "s", 2).click();
      await page.waitForSelector('[data-panel="inspector"]');
      expect(await centreOf(page, "s", 2)).toEqual(before);
      expect(await page.locator('[data-panel="inspector"] .katex-error').count()).toBe(0);
      expect(await page.textContent('[data-panel="inspector"] .unroll-vectors')).toContain("16 numbers · norm");
      await page.screenshot({ path: `${SCREENS}/inspector.png`, fullPage: true });
      await button(page, "Close").click();
      await expect.poll(() => page.locator('[data-panel="inspector"]').count()).toBe(0);
    }));

  it("opens from the keyboard, whose keys stay in the output", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      const escaping = await escapingKeys(page);
      await node(page, "y", 1).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('[data-panel="inspector"]');
      expect(await escaping()).toEqual([]);
    }));
});

describe("the play", () => {
  it("runs forward, then backward, and ends by itself", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricTrace()));
      await page.clock.install();
      await button(page, "Play").click();
      await page.waitForSelector('button[aria-label="Pause"]');
      await page.clock.runFor(10_000);
      await page.waitForSelector('button[aria-label="Play"]');
    }));

  it("is one step a press where motion is not wanted", () =>
    withPage(
      async (page) => {
        await show(page, dashboard(fixtures.lyricTrace()));
        await page.clock.install();
        await button(page, "Play").click();
        await page.clock.runFor(700);
        expect(await page.locator('button[aria-label="Pause"]').count()).toBe(0);
      },
      { reducedMotion: "reduce" },
    ));
});
