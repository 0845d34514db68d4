import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesOurKernel, newMetadata, withOurKernel } from "../../src/extension/notebookMetadata.js";

const metadata = fc.dictionary(fc.string(), fc.jsonValue());

describe("a notebook's metadata", () => {
  it("names our kernel once it was said, and keeps all else", () => {
    fc.assert(
      fc.property(metadata, metadata, (outer, file) => {
        const ours = withOurKernel({ ...outer, metadata: file });
        expect(namesOurKernel(ours)).toBe(true);
        const { kernelspec, language_info, ...kept } = ours.metadata as Record<string, unknown>;
        const { kernelspec: _, language_info: __, ...before } = file;
        expect(kept).toEqual(before);
        expect({ ...ours, metadata: undefined }).toEqual({ ...outer, metadata: undefined });
      }),
    );
  });

  it("is that of a new notebook of ours", () => expect(namesOurKernel(newMetadata())).toBe(true));

  it.each([
    {},
    { metadata: null },
    { metadata: { kernelspec: "unroll" } },
    { metadata: { kernelspec: { name: "python3" } } },
  ])("%j does not name our kernel", (other) => expect(namesOurKernel(other)).toBe(false));
});
