import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, cells, type Definition, init, Model, notation, rnn } from "../../src/lab/index.js";
import { randomNetwork } from "../engine/randomNetwork.js";
import { holds } from "../support/property.js";

const OURS = { s: "a", U: "W_ax", W: "W_aa", b: "b_a", V: "W_y", c: "b_y", y: "ŷ", target: "y", E: "L" };

/** Each name but the losses takes the place of the next one, every third gets a new one. */
function symbolsFor({ inputs, parameters, checked }: Definition): Record<string, string> {
  const losses = new Set(checked.losses);
  const names = [...inputs, ...parameters, ...checked.statements.map(({ name }) => name)].filter((n) => !losses.has(n));
  return Object.fromEntries(names.map((name, i) => [name, i % 3 === 2 ? `q_${i}` : names[(i + 1) % names.length]!]));
}

const inOther = <Value>(values: Readonly<Record<string, Value>>, names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] ?? name, value]));

describe("notation", () => {
  it("gives a preset in the symbols of a course", () => {
    const before = cells.elman.source;
    const renamed = notation(OURS)(cells.elman);
    expect(renamed.equations).toEqual([
      "a[t] = tanh(W_ax x[t] + W_aa a[t-1] + b_a)",
      "ŷ[t] = softmax(W_y a[t] + b_y)",
      "L[t] = crossEntropy(y[t], ŷ[t])",
    ]);
    expect(renamed.tex()).toContain("W_{aa}");
    expect(cells.elman.source).toBe(before);
  });

  it("gives one letter for each arrow of a folded network a name of two", () => {
    const folded = rnn`
      h[t] = tanh(U x[t] + V h[t-1] + b)      # the hidden state
      o[t] = W h[t]                           # the output
      L[t] = crossEntropy(target[t], softmax(o[t]))
    `;
    expect(notation({ U: "W_hx", V: "W_hh", W: "W_qh", b: "b_h" })(folded).source).toBe(
      [
        "h[t] = tanh(W_hx x[t] + W_hh h[t-1] + b_h)      # the hidden state",
        "o[t] = W_qh h[t]                           # the output",
        "L[t] = crossEntropy(target[t], softmax(o[t]))",
      ].join("\n"),
    );
  });

  it("can be applied to many definitions", () => {
    const inMine = notation({ s: "h" });
    expect(inMine(cells.elman).equations[0]).toBe("h[t] = tanh(U x[t] + W h[t-1] + b)");
    expect(inMine(cells.irnn).equations[0]).toBe("h[t] = relu(U x[t] + W h[t-1] + b)");
  });

  it("takes recommended initialisers along", () => {
    const model = notation({ W: "W_hh", s: "W" })(cells.irnn).build({ x: 2, W: 2, y: 2 });
    expect(model.parameters.W_hh!.toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(Object.keys(cells.irnn.init)).toEqual(["W"]);
    expect(notation({ b_f: "β" })(cells.lstm).build({ x: 1, h: 2, y: 1 }).parameters.β!.toArray()).toEqual([1, 1]);
  });

  it.each(Object.keys(cells))("goes there and back for %s", (name) => {
    const cell = cells[name as keyof typeof cells];
    const names = symbolsFor(cell);
    const back = Object.fromEntries(Object.entries(names).map(([old, n]) => [n, old]));
    const there = notation(names)(cell);
    expect(there.source).not.toBe(cell.source);
    const home = notation(back)(there);
    expect(home.source).toBe(cell.source);
    expect(home.init).toEqual(cell.init);
  });

  it("changes no number: the same values give the same loss and the same gradients", () => {
    const law = fc.property(randomNetwork, ({ text, sizes, batch, seed }) => {
      const definition = rnn(text);
      const names = symbolsFor(definition);
      const model = definition.build(sizes, { seed });
      // a small letter for a matrix needs its size, since it may be a number
      const all = Object.fromEntries(
        model.places.map(({ name, shape }) => [name, [shape.rows, shape.columns] as const]),
      );
      const other = notation(names)(definition).build(inOther({ ...all, ...sizes }, names));
      other.set(inOther(model.toJSON().parameters, names));
      const [one, two] = [backward(model, batch), backward(other, inOther(batch, names))];
      expect(two.loss).toBe(one.loss);
      for (const parameter of definition.parameters)
        expect(two.gradient(names[parameter] ?? parameter).toArray(), text).toEqual(one.gradient(parameter).toArray());
    });
    holds(law, 40);
  });

  it("survives JSON with its names", () => {
    const model = notation(OURS)(cells.elman).build({ x: 2, a: 3, ŷ: 2 }, { init: { W_aa: init.identity() } });
    expect(model).toBeInstanceOf(Model);
    expect(model.toJSON().equations).toContain("W_aa a[t-1]");
  });
});

describe("notation refuses", () => {
  it.each([[null], [["s"]], ["s"], [undefined]])("%j for the names", (names) => {
    expect(() => notation(names as never)).toThrow(
      /expected new names by old ones: notation\(\{ s: "a", W: "W_aa" \}\)/u,
    );
  });

  it("bad names at once, before there is a definition", () => {
    expect(() => notation({ s: "tanh" })).toThrow("s cannot become tanh");
    expect(() => notation({ s: "a", z: "a" })).toThrow("s and z both become a");
  });

  it("what is no definition", () => {
    const model = cells.elman.build({ x: 1, s: 1, y: 1 });
    expect(() => notation({ s: "a" })(model as never)).toThrow(/renames a definition, before it is built/u);
  });

  it("a name that the definition does not have", () => {
    expect(() => notation({ h: "a" })(cells.elman)).toThrow("nothing in these equations is called h.");
  });
});
