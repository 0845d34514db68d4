/** Every view in a real browser, in every theme, as axe-core judges it for those who do not see it. */
import { describe, expect, it } from "vitest";
import { addAxe, violations } from "./page/checks.js";
import { SCREENS, show } from "./page/rendererPage.js";
import { testPages } from "./page/testPages.js";
import { type ThemeName, themes } from "./page/themes.js";
import { VIEWS } from "./page/views.js";

const withPage = testPages();

describe("every view", () => {
  it.each(Object.keys(themes) as ThemeName[])("is accessible in %s", (theme) =>
    withPage(
      async (page) => {
        await addAxe(page);
        for (const [name, make] of Object.entries(VIEWS)) {
          await show(page, make());
          if (name === "lyric") await page.locator('[data-node="s@2"]').click();
          expect(await violations(page), `${name} in ${theme}`).toEqual([]);
        }
        await show(page, VIEWS.lyric());
        await page.screenshot({ path: `${SCREENS}/theme-${theme}.png`, fullPage: true });
      },
      { theme },
    ),
  );
});
