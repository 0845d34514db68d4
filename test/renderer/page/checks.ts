/** What is asked of every page: that it is accessible, that it fits, and that its keys stay in it. */
import type { Page } from "playwright-core";

/** Brings axe-core into a page, before `violations` is asked. */
export const addAxe = (page: Page) => page.addScriptTag({ path: "node_modules/axe-core/axe.min.js" });

/** What axe-core finds wrong, as one line each; with a name: in that output alone. */
export function violations(page: Page, name?: string): Promise<string[]> {
  const place = name === undefined ? "#container" : `[data-output="${name}"]`;
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(selector, {
      resultTypes: ["violations"],
      rules: { region: { enabled: false } },
    });
    return violations.flatMap((violation) =>
      violation.nodes.map((found) => `${violation.id}: ${found.html.slice(0, 160)} ${found.failureSummary ?? ""}`),
    );
  }, place);
}

/** Classes of the elements that scroll by themselves: a notebook scrolls as a whole. */
export const scrollAreas = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".unroll, .unroll *")]
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        return [overflowX, overflowY].some((value) => value === "auto" || value === "scroll");
      })
      .map((element) => element.className),
  );

/** Width of all that is in the page, which is more than the page's own when something sticks out. px */
export const fullWidth = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

/** Begins to listen; gives the keys pressed since then that left the output. */
export async function escapingKeys(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const keys: string[] = [];
    Object.assign(window, { keys });
    document.addEventListener("keydown", (event) => keys.push(event.key));
  });
  return () => page.evaluate(() => (window as unknown as { keys: string[] }).keys);
}
