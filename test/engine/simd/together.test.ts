/** Networks whose operations once went together, or might: the fast backend computes them as the reference does. */
import { describe, expect, it } from "vitest";
import { Definition, type Sizes } from "../../../src/engine/index.js";
import { differences } from "./backends.js";
import { batchFor } from "./batches.js";

const OUTPUT = "y[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

function differencesOf(text: string, sizes: Sizes): string[] {
  const definition = new Definition(text);
  return differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3));
}

describe("the fast backend agrees with the reference", () => {
  it("where many gates multiply one vector", () => {
    const gates = ["a", "b", "d", "e", "f", "g"];
    const text = [
      ...gates.map((name) => `${name}[t] = sigmoid(U_${name} x[t] + W_${name} s[t-1])`),
      `s[t] = ${gates.map((name) => `${name}[t]`).join(" + ")}`,
      OUTPUT,
    ].join("\n");
    expect(differencesOf(text, { x: 3, s: 4, y: 2 })).toEqual([]);
  });

  it("where a loss's target is the softmax that it judges", () => {
    expect(differencesOf("q[t] = softmax(U x[t])\nE[t] = crossEntropy(q[t], q[t])", { x: 3, q: 4 })).toEqual([]);
  });

  it("where terms of a sum have others between them", () => {
    const text = `a[t] = W s[t-1] .* (P x[t])\ns[t] = tanh(W s[t-1] + (s[t-1] .* a[t]) + Q s[t-1])\n${OUTPUT}`;
    expect(differencesOf(text, { x: 3, s: 4, a: 4, y: 2 })).toEqual([]);
  });
});
