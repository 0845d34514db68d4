/** The same tests on each backend, in each number type. */
import { afterAll, beforeAll, describe, expect, type MockInstance, vi } from "vitest";
import { type Backend, referenceBackend } from "../../../src/engine/program/backend.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { simdBackend } from "../../../src/engine/simd/execution.js";
import * as fastest from "../../../src/engine/simd/fastestBackend.js";
import * as kernels from "../../../src/engine/simd/kernels.js";

/** As one engine has vectors in WebAssembly, and another has none. */
const BACKENDS = [referenceBackend, simdBackend];
const DTYPES = ["float64", "float32"] as const;

/** @param suite  describes tests that build their models with this number type */
export function onEveryBackend(suite: (dtype: Dtype) => void): void {
  for (const backend of BACKENDS)
    for (const dtype of DTYPES)
      describe(`${backend.name}, ${dtype}`, () => {
        use(backend);
        suite(dtype);
      });
}

/** Everything that the tests of this block compute for traces and training. Fails when nothing was. */
function use(backend: Backend): void {
  let choice: MockInstance<typeof fastest.fastestBackend>;
  beforeAll(() => {
    choice = vi.spyOn(fastest, "fastestBackend").mockReturnValue(backend);
    if (backend === referenceBackend) vi.spyOn(kernels, "builds").mockReturnValue([]);
  });
  afterAll(() => {
    const calls = choice.mock.calls.length;
    vi.restoreAllMocks();
    expect(calls, `uses of ${backend.name}`).toBeGreaterThan(0);
  });
}
