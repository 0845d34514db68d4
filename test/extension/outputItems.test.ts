import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { errorItem, outputItems } from "../../src/extension/outputItems.js";

vi.mock("vscode", () => import("./fixtures/vscode.js"));

const UNROLL = "application/vnd.unroll.v1+json";
const types = [UNROLL, "image/svg+xml", "text/plain", "text/html", "image/png", "application/json"];

describe("outputItems", () => {
  it("puts our type first, the picture next and plain text last, whatever the order they come in", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(types, { minLength: 1 }), (given) => {
        const mimes = outputItems(Object.fromEntries(given.map((mime) => [mime, ""]))).map(({ mime }) => mime);
        expect([...mimes].sort()).toEqual([...given].sort());
        const ranks = mimes.map((mime) => (mime === "text/plain" ? 3 : [UNROLL, "image/svg+xml"].indexOf(mime)));
        const asRanks = ranks.map((rank) => (rank < 0 ? 2 : rank));
        expect(asRanks).toEqual([...asRanks].sort());
      }),
    );
  });

  it("keeps JSON as it is and turns base64 into bytes", () => {
    const items = outputItems({ [UNROLL]: '{"b":1,"a":2}', "image/png": "iVBORw==" });
    expect(new TextDecoder().decode(items[0]!.data)).toBe('{"b":1,"a":2}');
    expect([...items[1]!.data]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it("keeps an error's stack, by which VS Code links the cell", () => {
    const error = { name: "Error", message: "m", stack: "Error: m\nCell In [2], line 1" };
    expect(JSON.parse(new TextDecoder().decode(errorItem(error).data))).toEqual(error);
  });
});
