/** The lab's own sentences in a session: in the language that the editor gives to its kernel. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { UNROLL_MIME } from "../../src/trace/index.js";
import { type BundledKernel, bundleKernel } from "./support/bundleKernel.js";
import { TestSession } from "./support/testSession.js";

let kernel: BundledKernel;
beforeAll(async () => {
  kernel = await bundleKernel({ withLab: true });
});
afterAll(() => kernel.remove());

it.each([
  ["zh-cn", /\. 14 个参数。$/],
  ["en", /\. 14 parameters\.$/],
])("a payload speaks %s", async (UNROLL_LANGUAGE, sentence) => {
  const session = new TestSession(kernel, { env: { UNROLL_LANGUAGE } });
  try {
    const { events } = await session.run("cells.elman.build({ x: 1, s: 2, y: 2 })");
    const payloads = events.flatMap((event) => (event.type === "display" ? [event.data[UNROLL_MIME]!] : []));
    expect(payloads.map((json) => (JSON.parse(json) as { alt: string }).alt)).toEqual([
      expect.stringMatching(sentence),
    ]);
  } finally {
    session.close();
  }
});
