import { afterAll, beforeAll, it } from "vitest";
import * as f from "./fixtures/index.js";
import { RendererPages, SCREENS, show } from "./page/rendererPage.js";
let pages: RendererPages;
beforeAll(async () => { pages = await RendererPages.open(); });
afterAll(() => pages?.close());
it("shoots", async () => {
  const { page, complaints } = await pages.newPage("light", 1024);
  await show(page, f.dashboard(f.lyricRun()));
  await page.screenshot({ path: `${SCREENS}/dev-light.png`, fullPage: true });
  console.log(complaints);
});
