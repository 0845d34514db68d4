import { expect, it } from "vitest";
import { fuzzTexts } from "./texts.js";

it("random and mutated texts are definitions, or errors that point into the text", () => {
  const { wrong, definitions, errors } = fuzzTexts({ count: 1500, seed: 1 });
  expect(wrong).toEqual([]);
  expect(Math.min(definitions, errors)).toBeGreaterThan(30);
});
