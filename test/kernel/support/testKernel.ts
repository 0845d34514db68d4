/** The kernel for the tests of one file; to be awaited once, at its top. All is ended and removed after its last test. */
import { afterAll } from "vitest";
import { type BundledKernel, bundleKernel } from "./bundleKernel.js";
import { TestSession } from "./testSession.js";

export async function testKernel(): Promise<BundledKernel> {
  const kernel = await bundleKernel();
  afterAll(() => kernel.remove());
  return kernel;
}

/** One session that all tests of the file share. */
export function sharedSession(kernel: BundledKernel): TestSession {
  const session = new TestSession(kernel);
  afterAll(() => session.close());
  return session;
}
