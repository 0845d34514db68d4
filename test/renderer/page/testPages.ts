/** Pages for the tests of one file. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { type PageOptions, RendererPages } from "./rendererPage.js";

export interface TestPageOptions extends PageOptions {
  /** What the page has to complain about, by vitest's matchers; default: nothing. */
  readonly complaints?: readonly unknown[];
}

/** Opens a page, runs a test's body in it, and wants no complaint but those named. */
export type WithPage = (body: (page: Page) => Promise<void>, options?: TestPageOptions) => Promise<void>;

/** To be called once, at the top of a test file. */
export function testPages(): WithPage {
  let pages: RendererPages | undefined;
  beforeAll(async () => {
    pages = await RendererPages.open();
  });
  afterAll(() => pages?.close());
  return async (body, { complaints: expected = [], ...options } = {}) => {
    const open = await pages!.newPage(options);
    await body(open.page);
    expect(open.complaints).toEqual(expected);
    await pages!.release(open);
  };
}
