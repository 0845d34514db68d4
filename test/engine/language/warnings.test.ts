import { describe, expect, it } from "vitest";
import { check, warningsOf } from "../../../src/engine/language/index.js";
import { cells } from "../../../src/lab/index.js";

const warned = (text: string): string[] => warningsOf(check(text)).map(({ kind, name }) => `${kind} ${name}`);
const NETWORK = "h[t] = tanh(U x[t] + W h[t-1])\nE[t] = squaredError(target[t], h[t])\n";

describe("a statement that acts on no loss is warned of", () => {
  it.each<[string, string, string[]]>([
    ["a penalty", "R = 0.5*sum(W .^ 2)", ["R"]],
    ["an output that nothing compares", "p[t] = softmax(V h[t])", ["p"]],
    ["one that only reads itself", "m[t] = 0.9 * m[t-1] + h[t]", ["m"]],
    ["the end of a chain, not its links", "a[t] = A h[t]\nb[t] = B a[t]", ["b"]],
    ["both ends of a chain", "a[t] = A h[t]\nb[t] = B a[t]\nc[t] = C a[t]", ["b", "c"]],
    ["one of those that read each other", "a[t] = A h[t]\nc[t] = d[t-1] + a[t]\nd[t] = c[t]", ["d"]],
  ])("%s", (_, lines, names) => {
    expect(warned(NETWORK + lines)).toEqual(names.map((name) => `unreadStatement ${name}`));
  });

  it("at its name", () => {
    const text = `${NETWORK}R = 0.5*sum(W .^ 2)`;
    const { span } = warningsOf(check(text))[0]!;
    expect([text.slice(span!.start, span!.end), span!.line]).toEqual(["R", 3]);
  });

  it("with a loss's name that is free", () => {
    const [warning] = warningsOf(check(`${NETWORK}E_R[t] = squaredError(h[t], x[t])\nR = 0.5*sum(W .^ 2)`));
    expect(warning).toMatchObject({ name: "R", suggestion: "L_R = 0.5*sum(W .^ 2)" });
  });

  it("without a suggestion where it is no number", () => {
    expect(warningsOf(check(`${NETWORK}p[t] = softmax(V h[t])`))[0]).toMatchObject({ suggestion: null });
  });
});

describe("nothing is warned of", () => {
  it.each<[string, string]>([
    [
      "in a network without a loss: its last values are what it is for",
      "h[t] = tanh(U x[t] + W h[t-1])\ny[t] = V h[t]",
    ],
    ["where all is read", NETWORK],
    ["where a second loss reads it", `${NETWORK}E_w = 0.5*sum(W .^ 2)`],
    ["where it is read at another time only", "h[t] = U x[t] + g[t-1]\ng[t] = W h[t]\nE[t] = squaredError(d[t], h[t])"],
  ])("%s", (_, text) => expect(warned(text)).toEqual([]));

  it.each(Object.entries(cells))("in the preset %s", (_, { warnings }) => expect(warnings).toEqual([]));
});

it("warns of what build refuses as a function", () => {
  const [warning] = warningsOf(check("h[t] = leaky_relu(U x[t])"));
  expect(warning).toMatchObject({
    kind: "unknownFunction",
    name: "leaky_relu",
    suggestion: "relu(x) - 0.01 * relu(-x)",
  });
});
