import { expect, it } from "vitest";
import { nearestName } from "../../../src/engine/language/index.js";

const KNOWN = ["tanh", "sigmoid", "softmax", "exp", "crossEntropy"];

it.each([
  ["tahn", "tanh"],
  ["Tanh", "tanh"],
  ["sfotmx", "softmax"],
  ["sigmod", "sigmoid"],
  ["cross_entropy", "crossEntropy"],
  ["thnx", undefined],
  ["swish", undefined],
  ["x", undefined],
])("takes %s for %s", (written, meant) => {
  expect(nearestName(written, KNOWN)).toBe(meant);
});

it("prefers the nearest of two", () => {
  expect(nearestName("softmaxx", ["softplusx", "softmax"])).toBe("softmax");
});
