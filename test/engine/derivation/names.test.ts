/** The law of typed derivations for names that look like something else: like signs of formulas, or like gradients. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { isFunctionName } from "../../../src/engine/functions/index.js";
import { type Batch, backward, Definition, Derivation } from "../../../src/engine/index.js";
import { holds } from "../../support/property.js";
import { type RandomNetwork, randomNetwork } from "../randomNetwork.js";

const NASTY = [
  ..."τ Σ Σ_τ ΣΣ_x δ δ_ δ_s δδ_s1 ones ℒ loss d d_ dE_ds dE_ds1 dE_dW ddE_ds dE_d dL_ds1 sum1 s0 E_d π x1 _ M".split(
    " ",
  ),
];

/** The network with other names, and the sizes that its own names told: what has a small name needs them. */
function renamed({ text, sizes, batch, seed }: RandomNetwork, order: readonly number[]) {
  const built = new Definition(text).build(sizes, { seed });
  const { losses, statements, inputs, parameters } = built.definition.checked;
  const names = [...statements, ...inputs, ...parameters].map(({ name }) => name);
  const free = order.map((i) => NASTY[i]!);
  const others = names.filter((name) => !losses.includes(name));
  const called = new Map(others.map((name, i) => [name, free[i] ?? name]));
  const by = (name: string): string => called.get(name) ?? name;
  const sizeOf = (name: string) => {
    const { rows, columns } = built.shapeOf(name);
    return columns === 1 ? rows : ([rows, columns] as const);
  };
  const written = (name: string): boolean => !isFunctionName(name) && !/^[tT]$/u.test(name);
  return {
    text: text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (name) => (written(name) ? by(name) : name)),
    sizes: Object.fromEntries(others.map((name) => [by(name), sizeOf(name)])),
    batch: Object.fromEntries(Object.entries(batch).map(([name, data]) => [by(name), data])) as Batch,
  };
}

it("is accepted and passes, whatever its names look like", () => {
  const orders = fc.shuffledSubarray(NASTY.map((_, i) => i));
  const law = (network: RandomNetwork, order: readonly number[]): void => {
    const { text, sizes, batch } = renamed(network, order);
    const trace = backward(new Definition(text).build(sizes, { seed: network.seed }), batch);
    const typed = new Derivation(trace.model, null, trace).text;
    expect(checkByHand(trace, typed).passed, `${typed}\nof\n${text}`).toBe(true);
  };
  holds(fc.property(randomNetwork, orders, law), 8);
});

it("is accepted and passes for a text that is as long as a text may be", () => {
  const count = 499;
  const chain = Array.from({ length: count }, (_, i) => `a${i + 1}[t] = tanh(w${i} * a${i}[t])`);
  const text = ["a0[t] = u * x[t]", ...chain, `E[t] = squaredError(target[t], a${count}[t])`].join("\n");
  const ones = Object.fromEntries(Array.from({ length: count }, (_, i) => [`w${i}`, 1]));
  const trace = backward(new Definition(text).build({ x: 1, u: 1, a0: 1, ...ones }), { x: [[1]], target: [[1]] });
  const check = checkByHand(trace, new Derivation(trace.model, null, trace).text);
  expect(check.passed).toBe(true);
  expect(check.rows.length).toBe(2 * count + 2);
});
