/** Parameters that no loss depends on: zero, and said so, wherever a derivative by them is asked for. */
import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { backward, Derivation, findPaths, learned, OptionError } from "../../../src/engine/index.js";
import { network } from "./support.js";

const model = network(
  "s[t] = tanh(U x[t])\nq[t] = tanh(P x[t] + Q q[t-1])\nE[t] = squaredError(d[t], s[t])",
  { x: 2, s: 2, q: 3 },
  { initial: { q: learned } },
);
const trace = backward(model, { x: [[0.2, 0.4]], d: [[0.1, 0.3]] });

describe("of a parameter that no loss depends on", () => {
  it.each(["P", "Q", "q[0]"])("the derivation of %s is zero and says why", (name) => {
    for (const derived of [new Derivation(model, name, trace), new Derivation(model, name, null)]) {
      expect(derived.lines).toHaveLength(1);
      expect(derived.lines[0]).toMatchObject({ kind: "gradient", name, notes: ["noLoss"] });
      expect(derived.text).toBe(`dE_d${name} = 0 * ${name}`);
    }
    expect(new Derivation(model, name, trace).largestDifference).toBe(0);
    expect([...new Derivation(model, name, trace).gradient(name).data].every((x) => x === 0)).toBe(true);
  });

  it("all parameters together are derived, the others as ever", () => {
    const derived = new Derivation(model, null, trace);
    const noted = derived.lines.filter(({ notes }) => notes.includes("noLoss")).map(({ name }) => name);
    expect(noted).toEqual(["P", "Q", "q[0]"]);
    expect(derived.largestDifference).toBeLessThan(1e-12);
    expect(checkByHand(trace, derived.text).passed).toBe(true);
  });

  it("zero is right in a check by hand, and nothing else", () => {
    expect(checkByHand(trace, "dE_dP[t] = 0 * P").passed).toBe(true);
    expect(checkByHand(trace, "dE_dP[t] = q[t] x[t]'").passed).toBe(false);
  });

  it("no path leads there", () => {
    expect(() => findPaths(trace, "E", "P")).toThrow(OptionError);
    expect(() => findPaths(trace, "E", "P")).toThrow(
      "no path leads from E to P: nothing that E is computed from depends on P.",
    );
  });
});

describe("a network without parameters", () => {
  it("has nothing to derive, and says so", () => {
    const none = network("s[t] = tanh(x[t])\nE[t] = squaredError(d[t], s[t])", { x: 1, s: 1 });
    const given = backward(none, { x: [0.2], d: [0.3] });
    expect(() => new Derivation(none, null, given)).toThrow(
      "derivation: the network has no parameter, so there is no gradient to derive",
    );
    expect(new Derivation(none, "x", given).largestDifference).toBeLessThan(1e-12);
  });
});
