import { expect, it } from "vitest";
import { drawText, wrongWith } from "./texts.js";

it("random and mutated texts are definitions, or errors that point into the text", () => {
  const wrong = Array.from({ length: 1500 }, (_, index) => drawText(1, index)).flatMap((text) => {
    const found = wrongWith(text);
    return found === undefined ? [] : [`${JSON.stringify(text)}: ${found}`];
  });
  expect(wrong).toEqual([]);
});
