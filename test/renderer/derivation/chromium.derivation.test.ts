/** The derivation in a real browser: what opens, what the keys do, and that everything fits and can be read. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { elmanDerivation, scalarDerivation } from "../fixtures/derivation.js";
import { labDerivation } from "../fixtures/labDerivation.js";
import { addAxe, escapingKeys, fullWidth, scrollAreas, violations } from "../page/checks.js";
import { remove, SCREENS, show } from "../page/rendererPage.js";
import { testPages } from "../page/testPages.js";
import { type ThemeName, themes } from "../page/themes.js";

const VIEWS = {
  elman: () => elmanDerivation(),
  wrong: () => elmanDerivation({ factor: 1.2 }),
  noTrace: () => elmanDerivation({ trace: false }),
  scalar: scalarDerivation,
  lstm: () => labDerivation("lstm"),
  manyToOne: () => labDerivation("manyToOne"),
  bidirectional: () => labDerivation("bidirectional"),
  feedForward: () => labDerivation("feedForward"),
};

const withPage = testPages();

const all = (page: Page) => page.getByRole("button", { name: "All with numbers" });
const numbersOf = (page: Page, line: string) => page.getByRole("button", { name: `with numbers: ${line}` });
const opened = (page: Page) => page.locator(".unroll-numbers");
const W = "∂E/∂W = Σ_t δs[t] s[t-1]'";

describe("a line", () => {
  it("opens with the numbers of the latest time step, and closes", () =>
    withPage(async (page) => {
      await show(page, elmanDerivation());
      const button = numbersOf(page, W);
      expect(await button.getAttribute("aria-expanded")).toBe("false");
      expect(await opened(page).count()).toBe(0);
      await button.click();
      await expect.poll(() => button.getAttribute("aria-expanded")).toBe("true");
      const text = (await opened(page).textContent())!;
      expect(text).toContain("time step 3 adds");
      expect(text).toContain("summed over all 3 time steps");
      expect(text.match(/both sides agree to the last digit/g)).toHaveLength(2);
      await button.click();
      await expect.poll(() => opened(page).count()).toBe(0);
    }));

  it("is gone through by the keyboard, whose keys stay in the output", () =>
    withPage(async (page) => {
      await show(page, elmanDerivation());
      const escaping = await escapingKeys(page);
      await numbersOf(page, W).focus();
      await page.keyboard.press("Enter");
      const time = () => page.locator("output").getAttribute("aria-label");
      await expect.poll(time).toBe("Time step 3");
      const later = page.getByRole("button", { name: "Later time step" });
      expect(await later.getAttribute("aria-disabled")).toBe("true");
      await page.getByRole("button", { name: "Earlier time step" }).focus();
      await page.keyboard.press("Space");
      await expect.poll(time).toBe("Time step 2");
      await page.keyboard.press("ArrowLeft");
      await expect.poll(time).toBe("Time step 1");
      expect(await opened(page).textContent()).toContain("time step 1 adds");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("End");
      await expect.poll(time).toBe("Time step 3");
      await page.keyboard.press("Home");
      await expect.poll(time).toBe("Time step 1");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Earlier time step");
      expect(await escaping()).toEqual([]);
    }));

  it("says in the error's colour that its sides differ", () =>
    withPage(async (page) => {
      await show(page, elmanDerivation({ factor: 1.2 }));
      await numbersOf(page, "∂E/∂s[t]").click();
      const words = page.locator(".unroll-differ");
      await expect.poll(() => words.textContent()).toBe("the two sides do not agree (relative difference 0.17)");
      expect(await words.evaluate((element) => getComputedStyle(element).color)).toBe("rgb(199, 46, 15)");
    }));

  it("is red where it is a gradient, in the theme's own red", () =>
    withPage(
      async (page) => {
        await show(page, elmanDerivation());
        const colours = await page.evaluate(() => {
          const letters = [...document.querySelectorAll<HTMLElement>('.unroll-derived .katex-html [style*="color"]')];
          return [...new Set(letters.map((letter) => getComputedStyle(letter).color))];
        });
        expect(colours).toEqual(["rgb(241, 76, 76)"]);
      },
      { theme: "dark" },
    ));
});

describe("all lines", () => {
  it("open together and show one time step, which is stepped in any of them", () =>
    withPage(async (page) => {
      await show(page, elmanDerivation());
      await all(page).click();
      await expect.poll(() => opened(page).count()).toBe(7);
      await page.getByRole("button", { name: "Earlier time step" }).nth(2).click();
      const times = () =>
        page.locator("output").evaluateAll((list) => list.map((one) => one.getAttribute("aria-label")));
      await expect.poll(times).toEqual(Array(7).fill("Time step 2"));
      await all(page).click();
      await expect.poll(() => opened(page).count()).toBe(0);
    }));

  it("have no buttons without a trace", () =>
    withPage(async (page) => {
      await show(page, elmanDerivation({ trace: false }));
      expect(await page.getByRole("button").count()).toBe(0);
      expect(await page.textContent('[data-panel="verdict"]')).toContain("run backward(model, batch)");
    }));

  it("speak Chinese", () =>
    withPage(async (page) => {
      await show(page, elmanDerivation());
      await page.evaluate(() => window.host.post({ type: "locale", locale: "zh-cn" }));
      await page.getByRole("button", { name: "全部代入数值" }).click();
      await expect.poll(() => opened(page).first().textContent()).toContain("两边完全一致");
      await page.screenshot({ path: `${SCREENS}/derivation-zh.png`, fullPage: true });
    }));
});

/** Formulas and words that end outside the output, or that run into what stands to their right. */
const clipped = (page: Page) =>
  page.evaluate(() => {
    const frame = document.querySelector(".unroll")!.getBoundingClientRect();
    const right = (element: Element) => element.getBoundingClientRect().right;
    const outside = [...document.querySelectorAll(".unroll .katex-html .base, .unroll button, .unroll p, .unroll h3")]
      .filter((element) => right(element) > frame.right + 0.5)
      .map((element) => `outside: ${element.textContent}`);
    const colliding = [...document.querySelectorAll(".unroll-derived-button")].flatMap((cell) => {
      const formula = cell.previousElementSibling!;
      const start = cell.getBoundingClientRect().left;
      const ends = [...formula.querySelectorAll(".base")].map(right);
      return Math.max(0, ...ends) > start + 0.5 ? [`collides: ${formula.textContent}`] : [];
    });
    return [...outside, ...colliding];
  });

describe("every derivation", () => {
  it.each(Object.entries(VIEWS))("of %s fits 600, 1000 and 1600 px, closed and open", (name, make) =>
    withPage(async (page) => {
      for (const width of [600, 1000, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        await show(page, make(), `at${width}`);
        expect(await clipped(page), `${width} px`).toEqual([]);
        await page.screenshot({ path: `${SCREENS}/derivation-${name}-${width}-closed.png`, fullPage: true });
        if ((await all(page).count()) > 0) {
          await all(page).click();
          await page.waitForSelector(".unroll-numbers");
        }
        expect(await clipped(page), `${width} px, open`).toEqual([]);
        expect(await fullWidth(page)).toBeLessThanOrEqual(width);
        expect(await page.locator(".katex-error").count()).toBe(0);
        expect(await scrollAreas(page)).toEqual([]);
        await page.screenshot({ path: `${SCREENS}/derivation-${name}-${width}.png`, fullPage: true });
        await remove(page, `at${width}`);
      }
    }),
  );

  it.each(Object.entries(VIEWS))("of %s fits 600 and 1000 px before its formulas are set", (_, make) =>
    withPage(async (page) => {
      await page.route("**/katex-*.js", () => {}); // KaTeX never comes
      for (const width of [600, 1000]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(([name, json]) => window.host.render(name!, json!), [`at${width}`, JSON.stringify(make())]);
        if ((await all(page).count()) > 0) {
          await all(page).click();
          await page.waitForSelector(".unroll-numbers");
        }
        expect(await fullWidth(page)).toBeLessThanOrEqual(width);
        await remove(page, `at${width}`);
      }
    }),
  );

  it.each(Object.keys(themes) as ThemeName[])("is accessible in %s", (theme) =>
    withPage(
      async (page) => {
        await addAxe(page);
        for (const name of ["elman", "wrong", "noTrace", "manyToOne"] as const) {
          await show(page, VIEWS[name](), name);
          const output = page.locator(`[data-output="${name}"]`);
          expect(await violations(page, name), `${name} in ${theme}`).toEqual([]);
          const button = output.getByRole("button", { name: "All with numbers" });
          if ((await button.count()) > 0) {
            await button.click();
            await output.locator(".unroll-numbers").first().waitFor();
          }
          expect(await violations(page, name), `${name}, open, in ${theme}`).toEqual([]);
          if (name === "elman")
            await page.screenshot({ path: `${SCREENS}/derivation-theme-${theme}.png`, fullPage: true });
          await page.evaluate((output) => window.host.dispose(output), name);
        }
      },
      { theme },
    ),
  );
});
