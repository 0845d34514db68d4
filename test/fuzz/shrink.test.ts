import { describe, expect, it } from "vitest";
import { Definition } from "../../src/engine/index.js";
import { drawNetwork } from "./draw/generate.js";
import type { Network } from "./network.js";
import { shrink } from "./shrink.js";
import { shortestText } from "./texts.js";

const isLegal = ({ text, sizes }: Network): boolean => {
  try {
    new Definition(text).build(sizes);
    return true;
  } catch {
    return false;
  }
};

describe("shrinking", () => {
  it("leaves what makes a network fail, and nothing else", () => {
    const fails = (network: Network): boolean => isLegal(network) && /softmax\([^\s()]+\[t-\d\]\)/u.test(network.text);
    for (let index = 0, found = 0; found < 3; index++) {
      const network = drawNetwork(9, index);
      if (!fails(network)) continue;
      found++;
      const small = shrink(network, fails);
      expect(small.text, network.text).toMatch(/^\S+ = softmax\(\S+\[t-1\]\)$/u);
      expect(small.T).toBe(1);
      expect(small.B).toBeNull();
      expect(
        Object.values(small.sizes)
          .flat()
          .every((n) => n <= 1),
      ).toBe(true);
    }
  });

  it("keeps the time steps and sequences that it takes", () => {
    const network = { ...drawNetwork(9, 0), T: 5, B: 4 };
    const small = shrink(network, (candidate) => isLegal(candidate) && candidate.T >= 3 && (candidate.B ?? 0) >= 2);
    expect([small.T, small.B]).toEqual([3, 2]);
  });

  it("gives back a network that fails no more", () => {
    const network = drawNetwork(9, 1);
    expect(shrink(network, () => false)).toEqual(network);
  });

  it("cuts texts down to the characters that count", () => {
    expect(shortestText("s[t] = tanh(W x[t]) @ b", (text) => text.includes("@"))).toBe("@");
  });
});
