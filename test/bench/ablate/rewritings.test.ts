import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { patchedTexts } from "./engines.js";
import { REWRITINGS } from "./rewritings.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

describe("the rewritings", () => {
  it.each(REWRITINGS.map((one) => [one.name, one] as const))(
    "%s: can be turned off in the sources as they are",
    (_, one) => {
      const texts = patchedTexts(ROOT, one.patches);
      expect([...texts.keys()].sort()).toEqual([...new Set(one.patches.map(({ file }) => file))].sort());
    },
  );

  it("have names of their own", () => {
    expect(new Set(REWRITINGS.map(({ name }) => name)).size).toBe(REWRITINGS.length);
  });
});

describe("a patch", () => {
  const file = "test/bench/ablate/rewriting.ts";

  it("replaces its text, after the patches before it", () => {
    const patches = [
      { file, find: "interface Patch {", replace: "interface Edit {" },
      { file, find: "interface Edit {", replace: "interface Change {" },
    ];
    expect(patchedTexts(ROOT, patches).get(file)).toContain("export interface Change {");
  });

  it.each([
    ["is not there", "interface Patch ($", "0 times"],
    ["stands there more than once", "readonly", "times, expected once: readonly"],
  ])("whose text %s is an error", (_, find, message) => {
    expect(() => patchedTexts(ROOT, [{ file, find, replace: "" }])).toThrow(message);
  });
});
