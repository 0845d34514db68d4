import { describe, expect, it } from "vitest";
import { type Expression, parse } from "../../src/engine/language/index.js";
import { drawNetwork } from "./draw/generate.js";
import { textOf } from "./render.js";

/** A tree without its places in the text. */
const bare = (text: string): unknown =>
  JSON.parse(JSON.stringify(parse(text), (key, value: unknown) => (/span|^text$/iu.test(key) ? undefined : value)));

describe("a tree as text", () => {
  it("is the tree again when it is read, each sign as it was", () => {
    for (let index = 0; index < 100; index++) {
      const { text } = drawNetwork(5, index);
      const again = textOf(parse(text));
      expect(bare(again), text).toEqual(bare(text));
      expect(again).toBe(text);
    }
  });

  it.each([
    ["a minus behind a blank", "s[t] = W (-x[t])"],
    ["a chain behind a stroke", "s[t] = x[t] / (2 y[t])"],
    ["a product behind a chain", "s[t] = (A * B) x[t] - (b - c)"],
    ["exponents that are made of numbers", "s[t] = (x[t] + 1) .^ (1 / 2) + x[t] ^ -1"],
    ["a turned product", "s[t] = (W x[t])' .* -y[t]'"],
  ])("keeps %s", (_what, text) => {
    expect(bare(textOf(parse(text)))).toEqual(bare(text));
  });

  it("has no brackets that it does not need", () => {
    const [{ expression }] = parse("s[t] = a + (b .* (c d[t]))") as unknown as readonly [{ expression: Expression }];
    expect(textOf([{ name: "s", time: "t", expression }])).toBe("s[t] = a + b .* c d[t]");
  });
});
