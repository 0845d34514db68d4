/** The renderer as the editor loads it, in a page like the one in which the editor shows outputs. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderStatic } from "../../src/renderer/static.js";
import * as fixtures from "./fixtures/index.js";
import { check, definition } from "./fixtures/views.js";
import { type OpenPage, RendererPages, SCREENS, setTheme, show } from "./page/rendererPage.js";
import { type ThemeName, themes } from "./page/themes.js";

const { dashboard } = fixtures;
const THEMES = Object.keys(themes) as ThemeName[];

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.open();
});
afterAll(() => pages?.close());

/** Opens a page with one payload, runs the body, and wants no complaint. */
async function withPage(
  body: (open: OpenPage["page"]) => Promise<void>,
  ...options: Parameters<RendererPages["newPage"]>
): Promise<void> {
  const { page, complaints } = await pages.newPage(...options);
  await body(page);
  expect(complaints).toEqual([]);
  await page.close();
}

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
  it("is drawn when renderOutputItem returns", () =>
    withPage(async (page) => {
      const height = await page.evaluate(
        (json) => {
          window.host.render("a", json);
          return window.host.elements.a!.getBoundingClientRect().height;
        },
        JSON.stringify(dashboard(fixtures.lyricRun())),
      );
      expect(height).toBeGreaterThan(500);
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
      const drawings = await page.evaluate(async () => {
        let count = 0;
        new MutationObserver(() => count++).observe(window.host.elements.a!, {
          subtree: true,
          childList: true,
          attributes: true,
        });
        await new Promise((resolve) => setTimeout(resolve, 300));
        return count;
      });
      expect(drawings).toBe(0);
    }));
});

describe("the cross-hair", () => {
  const slider = (page: Page, name: "column" | "frame") => page.locator(`[data-slider="${name}"]`);
  const readingOf = (page: Page, name: "column" | "frame") => slider(page, name).getAttribute("aria-valuenow");

  it("moves by keys, which stay in the output", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricRun()));
      await page.evaluate(() => {
        const keys: string[] = [];
        Object.assign(window, { keys });
        document.addEventListener("keydown", (event) => keys.push(event.key));
      });
      await slider(page, "frame").focus();
      await page.keyboard.press("ArrowUp");
      await expect.poll(() => readingOf(page, "frame")).toBe("59");
      await page.keyboard.press("Home");
      await expect.poll(() => readingOf(page, "frame")).toBe("0");
      expect(await page.textContent('[data-panel="diagnosis"]')).toContain("at the start");
      await slider(page, "column").focus();
      await page.keyboard.press("ArrowLeft");
      await expect.poll(() => readingOf(page, "column")).toBe("3");
      expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual([]);
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
      await page.evaluate(() => {
        const keys: string[] = [];
        Object.assign(window, { keys });
        document.addEventListener("keydown", (event) => keys.push(event.key));
      });
      await node(page, "y", 1).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('[data-panel="inspector"]');
      expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual([]);
    }));
});

describe("the play", () => {
  it("runs forward, then backward, and ends by itself", () =>
    withPage(async (page) => {
      await show(page, dashboard(fixtures.lyricTrace()));
      await button(page, "Play").click();
      await page.waitForSelector('button[aria-label="Pause"]');
      await page.waitForSelector('button[aria-label="Play"]', { timeout: 60_000 });
    }));

  it("is one step a press where motion is not wanted", () =>
    withPage(
      async (page) => {
        await show(page, dashboard(fixtures.lyricTrace()));
        await button(page, "Play").click();
        await page.waitForTimeout(700);
        expect(await page.locator('button[aria-label="Pause"]').count()).toBe(0);
      },
      "light",
      1024,
      "reduce",
    ));
});

/** Made once: a long run's numbers take a while. */
const once = <Value>(make: () => Value) => {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const VIEWS = {
  lyric: () => dashboard(fixtures.lyricRun()),
  vanishing: () => dashboard(fixtures.vanishingRun()),
  exploding: () => dashboard(fixtures.explodingRun()),
  lstm: () => dashboard(fixtures.lstmRun()),
  bidirectional: () => dashboard(fixtures.bidirectionalRun()),
  manyToOne: () => dashboard(fixtures.manyToOneRun()),
  feedForward: () => dashboard(fixtures.feedForwardTrace()),
  trace: () => dashboard(fixtures.lyricTrace()),
  long: once(() => dashboard(fixtures.longRun())),
  comparison: once(fixtures.comparison),
  equations: () => ({ ...dashboard(fixtures.lyricRun()), view: "equations" }),
  unrolled: () => ({ ...dashboard(fixtures.lyricRun()), view: "unrolled" }),
  losses: () => ({ ...dashboard(fixtures.lyricRun()), view: "losses" }),
  gradientNorms: () => ({ ...dashboard(fixtures.vanishingRun()), view: "gradientNorms" }),
  definition,
  check,
};

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
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.screenshot({ path: `${SCREENS}/${name}-${width}.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 600, height: 900 });
      for (const sequence of await sequencesOf(page)) {
        await page.locator(`[data-node^="${sequence}@"]`).last().dispatchEvent("click");
        await page.waitForSelector('[data-panel="inspector"]');
        expect(await page.evaluate(() => document.documentElement.scrollWidth), sequence).toBeLessThanOrEqual(600);
      }
      expect(await page.locator(".katex-error").count()).toBe(0);
      expect(await scrollAreas(page)).toEqual([]);
    }),
  );

  /** Names of the rows of nodes. */
  const sequencesOf = (page: Page) =>
    page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll<SVGElement>("[data-node]")].map((found) => found.dataset.node!.split("@")[0]!),
      ),
    ]);

  /** Elements that scroll by themselves: a notebook scrolls as a whole. */
  const scrollAreas = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".unroll, .unroll *")]
        .filter(
          (element) =>
            ["auto", "scroll"].includes(getComputedStyle(element).overflowX) ||
            ["auto", "scroll"].includes(getComputedStyle(element).overflowY),
        )
        .map((element) => element.className),
    );

  it.each(THEMES)("is accessible in %s", (theme) =>
    withPage(async (page) => {
      await page.addScriptTag({ path: "node_modules/axe-core/axe.min.js" });
      for (const [name, make] of Object.entries(VIEWS)) {
        await show(page, make());
        if (name === "lyric") await node(page, "s", 2).click();
        expect(await violations(page), `${name} in ${theme}`).toEqual([]);
      }
      await show(page, VIEWS.lyric());
      await page.screenshot({ path: `${SCREENS}/theme-${theme}.png`, fullPage: true });
    }, theme),
  );

  it("takes a new theme without a new payload", () =>
    withPage(async (page) => {
      await show(page, VIEWS.lyric());
      const colour = () => page.evaluate(() => getComputedStyle(document.querySelector(".unroll")!).color);
      const light = await colour();
      await setTheme(page, "dark");
      expect(await colour()).not.toBe(light);
    }));
});

/** What axe-core finds wrong with the outputs, as one line each. */
function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run("#container", { rules: { region: { enabled: false } } });
    return violations.flatMap((violation) =>
      violation.nodes.map((found) => `${violation.id}: ${found.html.slice(0, 160)} ${found.failureSummary ?? ""}`),
    );
  });
}
