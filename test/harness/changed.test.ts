/** The tests that `npm run check -- --changed` takes for the nearest. */
import { expect, it } from "vitest";
import { nearestTests } from "../changed.mjs";

const SOURCES = new Map([
  [
    "test/engine/clipping.test.ts",
    'import { norm } from "../../src/engine/clipping.js";\nimport { close } from "./golden.js";',
  ],
  ["test/engine/random.test.ts", 'import { Random } from "../../src/engine/index.js";'],
  ["test/engine/golden.ts", 'import type { Trace } from "../../src/engine/trace.js";'],
  ["test/engine/simd/rows.test.ts", 'import { rowsOf } from "../../../src/engine/simd/rows.js";'],
  [
    "test/lab/train.test.ts",
    'import { train } from "../../src/lab/index.js";\nimport { norm } from "../../src/engine/clipping.js";',
  ],
  ["test/renderer/panels/text.test.ts", 'import { Text } from "../../../src/renderer/panels/text.js";'],
  ["test/renderer/panels/chromium.panels.test.ts", 'import { Text } from "../../../src/renderer/panels/text.js";'],
]);

it.each([
  ["a test", ["test/lab/train.test.ts"], ["test/lab/train.test.ts"]],
  [
    "a source: the tests of its folder and those that import it",
    ["src/engine/clipping.ts"],
    ["test/engine/clipping.test.ts", "test/engine/random.test.ts", "test/lab/train.test.ts"],
  ],
  ["what tests share", ["test/engine/golden.ts"], ["test/engine/clipping.test.ts"]],
  ["a source below the tests' folders", ["src/engine/simd/wasm/gemm.ts"], ["test/engine/simd/rows.test.ts"]],
  ["a component, without the browser's tests", ["src/renderer/panels/text.tsx"], ["test/renderer/panels/text.test.ts"]],
  ["a page of the manual", ["README.md"], []],
])("of %s", (_what, changed, expected) => expect(nearestTests(changed, SOURCES)).toEqual(expected));
