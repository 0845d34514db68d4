import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { kernelsText } from "../../wasm/buildKernels.mjs";

it("the committed kernels are what their sources compile to, bit by bit", async () => {
  const committed = await readFile(new URL("../../../src/engine/simd/wasm.ts", import.meta.url), "utf8");
  expect(await kernelsText()).toBe(committed);
}, 120_000);
