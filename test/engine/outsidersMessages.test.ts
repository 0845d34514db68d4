/** What outsiders were told by messages that were missing, or led astray; each row stands for its kind. */
import { describe, expect, it } from "vitest";
import { backward, Definition, type EquationError } from "../../src/engine/index.js";

describe("a message", () => {
  const answer = (text: string, sizes: Record<string, number | [number, number]> = {}): EquationError => {
    try {
      new Definition(text).build(sizes);
    } catch (error) {
      return error as EquationError;
    }
    throw new Error("nothing was refused");
  };

  it("of a product without a blank says so, not that the data have another name", () => {
    const text = "s[t] = tanh(Ux[t])\nE[t] = squaredError(d[t], s[t])";
    const hint = "Ux is one name: for the product put a blank, U x.";
    expect(answer(text, { x: 3 }).message).toContain(hint);
    const model = new Definition(text).build({ d: 2 });
    expect(() => backward(model, { x: [[1, 2]], d: [[1, 2]] })).toThrow(hint);
  });

  it.each([
    ["1,000", ["1000", "1.000"]],
    ["0,5", ["0.5"]],
    ["12,3456", ["12.3456"]],
    ["0,125", ["0.125"]],
  ])("of %s has every number that it may be", (number, readings) => {
    expect(answer(`s[t] = ${number} * x[t]`).suggestions.map(({ text }) => text)).toEqual(readings);
  });

  it.each(["a < b", "x[t] >= 0", "x[t] ≤ 0", "[x[t] < 0] .* x[t]"])(
    "of a comparison says what there is: %s",
    (right) => {
      const { hint, suggestions } = answer(`s[t] = ${right}`);
      expect([hint, suggestions]).toEqual([expect.stringContaining("Nothing is compared here: relu(a) is 0"), []]);
    },
  );

  it("of three vectors side by side says how they are grouped, and what is suggested builds", () => {
    const text = (right: string) => `q[t] = Q x[t]\nk[t] = K x[t]\nv[t] = V x[t]\na[t] = ${right}`;
    for (const v of [2, 3]) {
      const [suggestion] = answer(text("q[t]' k[t] v[t]"), { x: 3, q: 2, k: 2, v }).suggestions;
      expect(suggestion!.text).toBe("(q[t]' k[t]) v[t]");
      const { shapes } = new Definition(text(suggestion!.text)).build({ x: 3, q: 2, k: 2, v });
      expect(shapes.ofName.get("a")).toEqual({ rows: v, columns: 1 });
    }
  });

  it("of a gate that a later line makes is that of one made before", () => {
    const lines = ["z[t] = sigmoid(W x[t] + U h[t-1])", "h[t] = (1 - z[t]) * h[t-1] + z[t] * x[t]"];
    for (const order of [lines, lines.toReversed()])
      expect(answer(order.join("\n"), { x: 2, h: 2 }).message).toContain(
        "Between two vectors write .* or ⊙: h[t] = (1 - z[t]) .* h[t-1] + z[t] .* x[t]",
      );
  });

  it("of a loss by its function does not send to another name", () => {
    const { hint } = answer("q0[t] = x[t] + squaredError(d[t], W x[t])", { x: 3, d: 2 });
    expect(hint).toContain("It is a loss because a loss function stands in it");
  });

  it.each([
    ["y[t] = x[t] x[t]'", "build({ y: [3, 3] })"],
    ["y[t] = tanh(x[t]' W)", "a row is turned by ': (x[t]' W)'"],
  ])("of a matrix or a row for a vector says what to write: %s", (text, hint) => {
    expect(answer(text, { x: 3, y: 3, ...(text.includes("W") ? { W: [3, 3] } : {}) }).hint).toContain(hint);
  });
});

describe("data", () => {
  const model = () =>
    new Definition("h[t] = tanh(W x[t] + U h[t-1])\nE[t] = squaredError(d[t], h[t])").build({ x: 3, h: 2 });
  const [x, d] = [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ];

  it.each<[string, object, string]>([
    [
      "ragged rows",
      {
        x: [
          [1, 2, 3],
          [4, 5],
        ],
        d,
      },
      "x[1] has 2 numbers but x[0] has 3",
    ],
    ["no row", { x: [[1, 2, 3], null], d }, "x[1] should be a list, got null"],
    [
      "one sequence beside two",
      { x, d: [d, d] },
      "d gives 2 sequences of 2 steps. Give one sequence for each name, or as many for all",
    ],
    ["nothing", { x: [], d: [] }, "the batch is empty"],
  ])("that are %s are told as they are", (_, batch, problem) => {
    expect(() => backward(model(), batch as never)).toThrow(problem);
  });

  it("may be called by a name in any of Unicode's forms", () => {
    const [name, written] = ["é".normalize("NFD"), "é".normalize("NFC")];
    const text = `${written}[t] = W µ[t] + ${written}[t-1]\nE[t] = squaredError(d[t], ${written}[t])`;
    const model = new Definition(text).build({ µ: 3, [name]: 2 }, { initial: { [name]: [1, 2] } });
    expect(model.sizes).toEqual({ μ: 3, [written]: 2 });
    expect(backward(model, { µ: x, d }).loss).toBe(backward(model, { μ: x, d }).loss);
    expect(() => new Definition(`s[t] = ${written} x[t]`).build({ x: 1, s: 1 }).set({ [name]: [[1]] })).not.toThrow();
  });

  it.each([[class Secret {}], [class extends Map {}]])("never show a class's name, which packing shortens", (Kind) => {
    expect(() => model().set({ W: new Kind() as never })).not.toThrow(/Secret|a [a-zA-Z]{1,2},/u);
    expect(() => model().set({ W: new Kind() as never })).toThrow("expected 2×3 numbers");
  });

  it("before the first step is given by the state's name", () => {
    const build = () => new Definition("h[t] = h[t-1] + x[t]").build({ x: 2 }, { initial: { "h[0]": [1, 2] } });
    expect(build).toThrow("Did you mean h?");
  });
});
