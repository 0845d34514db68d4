/** Texts that were once read as another network than their authors meant, each with its kind: refused, with what to write. */
import { describe, expect, it } from "vitest";
import { type Batch, backward, DataError, Definition, EquationError, type Sizes } from "../../src/engine/index.js";

/** What typing a network, giving it sizes and data, and differentiating it comes to. */
function lossOf(text: string, sizes: Sizes, batch: Batch, values: Record<string, number[][] | number[]> = {}): number {
  return backward(new Definition(text).build(sizes, { seed: 3 }).set(values), batch).loss;
}

function refusal(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was refused");
}

const GATES = ["i", "f", "o"].map((gate) => `${gate}[t] = sigmoid(W_${gate} x[t] + U_${gate} h[t-1] + b_${gate})`);
const lstm = (cell: string, output = "h[t] = o[t] .* tanh(c[t])"): string =>
  [...GATES, "g[t] = tanh(W_g x[t] + U_g h[t-1] + b_g)", cell, output, "E[t] = squaredError(target[t], h[t])"].join(
    "\n",
  );
const vectors = (steps: number, size: number): number[][] =>
  Array.from({ length: steps }, (_, t) => Array.from({ length: size }, (_, i) => Math.sin(3 * t + i)));
const DATA = { x: vectors(4, 3), target: vectors(4, 2) };

describe("the LSTM of a Python user, with * between vectors", () => {
  const meant = lossOf(lstm("c[t] = f[t] .* c[t-1] + i[t] .* g[t]"), { x: 3, h: 2 }, DATA);
  const written = "c[t] = f[t] * c[t-1] + i[t] * g[t]";

  it.each([
    [lstm(written)],
    [lstm(written, "h[t] = o[t] * tanh(c[t])")],
    [lstm("c[t] = f[t] · c[t-1] + i[t] · g[t]")],
    [lstm("c[t] = f[t] c[t-1] + i[t] g[t]")],
    // the cell before its gates
    [[written, lstm("q[t] = c[t]")].join("\n")],
  ])("is refused: * is the matrix product", (text) => {
    const error = refusal(() => new Definition(text).build({ x: 3, h: 2 }));
    expect(error).toBeInstanceOf(EquationError);
    expect(error.message).toContain("is the matrix product, but f[t] and c[t-1] are both vectors");
    expect(error.message).toContain("Between two vectors write .* or ⊙: c[t] = f[t] .* c[t-1] + i[t] .* g[t]");
  });

  it("is what was meant when the suggestion is followed", () => {
    const [, suggestion] = /⊙: (.*)/u.exec(refusal(() => new Definition(lstm(written)).build({ x: 3, h: 2 })).message)!;
    expect(lossOf(lstm(suggestion!), { x: 3, h: 2 }, DATA)).toBe(meant);
  });

  it("computes with single numbers, where * and .* are one", () => {
    const sizes = { x: 1, h: 1, c: 1, f: 1, i: 1, o: 1, g: 1 };
    const data = { x: [0.5, -1, 2], target: [0.1, 0.2, 0.3] };
    expect(lossOf(lstm(written), sizes, data)).toBe(lossOf(lstm(written.replaceAll("*", ".*")), sizes, data));
  });
});

describe("a mask of one number a step", () => {
  const text =
    "n[t] = tanh(U x[t] + W h[t-1])\nh[t] = m[t] .* n[t] + (1 - m[t]) .* h[t-1]\nE[t] = squaredError(target[t], h[t])";
  const data = { x: [1, 2, 3, 4, 5], target: vectors(5, 2), m: [1, 1, 1, 0, 0] };

  it("is no class of a one-hot vector", () => {
    const error = refusal(() => lossOf(text, { x: 1, h: 2 }, data));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatchInlineSnapshot(
      `"m gives 5 numbers for a sequence of 2 rows. Class indices are read for targets of a cross-entropy, and for inputs that nothing but matrix products and concat reads. A scalar sequence is m: 1 in build; otherwise give 2 numbers for each time step"`,
    );
  });

  it("is a scalar sequence when it is given its size, and equals that mask written out", () => {
    const wide = { ...data, m: data.m.map((m) => [m, m]) };
    expect(lossOf(text, { x: 1, h: 2, m: 1 }, data)).toBeCloseTo(lossOf(text, { x: 1, h: 2 }, wide), 14);
  });

  it.each([
    ["of several sequences", { x: [[1, 2, 3]], target: [vectors(3, 2)], m: [[1, 0, 1]] }],
    ["for a single step", { x: [1], target: vectors(1, 2), m: [1] }],
  ])("is refused %s, too", (_, batch) => {
    expect(() => lossOf(text, { x: 1, h: 2 }, batch)).toThrow(/m gives \d numbers? for a sequence of 2 rows/u);
  });
});

describe("a function that the language does not have", () => {
  it.each([
    ["leaky_relu(U x[t])", "leaky_relu(x) is written relu(x) - 0.01 * relu(-x)."],
    ["hard_sigmoid(U x[t])", "hard_sigmoid(x) is written (relu(x + 3) - relu(x - 3)) / 6."],
    ["log_softmax(U x[t])", "The loss is written crossEntropy(target[t], softmax(z[t]));"],
    ["layer_norm(U x[t])", "layer_norm(x) is written (x - mean(x)) ./ (mean((x - mean(x)) .^ 2) + 0.00001) .^ 0.5."],
    ["stop_gradient(U x[t])", "The functions are tanh, sigmoid,"],
    ["H(U x[t])", "The functions are tanh, sigmoid,"],
    ["sin (U x[t])", "The functions are tanh, sigmoid,"],
    ["LeakyReLU(U x[t])", "LeakyReLU(x) is written relu(x) - 0.01 * relu(-x)."],
    ["gain (x[t] + b)", "For a product write gain * (…), or give gain a size in build."],
  ])("is no matrix: %s", (expression, hint) => {
    const error = refusal(() =>
      lossOf(`h[t] = ${expression}\nE[t] = squaredError(target[t], h[t])`, { x: 3, h: 3 }, DATA),
    );
    expect(error.message).toContain("there is no function");
    expect(error.message).toContain(hint);
  });
});

describe("a matrix before a bracket", () => {
  it.each(["U", "U_n", "W_hh", "A2"])("stays a product: %s (…)", (name) => {
    const text = (product: string): string => `h[t] = tanh(${product})\nE[t] = squaredError(target[t], h[t])`;
    const values = { [name]: vectors(2, 3) };
    const found = lossOf(text(`${name} (x[t] + x[t-1])`), { x: 3, h: 2 }, DATA, values);
    expect(found).toBeCloseTo(lossOf(text(`${name} x[t] + ${name} x[t-1]`), { x: 3, h: 2 }, DATA, values), 14);
  });
});

describe("a coefficient", () => {
  const leaky = "h[t] = (1 - α) * h[t-1] + α * tanh(W x[t] + U h[t-1])\nE[t] = squaredError(target[t], h[t])";

  it.each([
    [leaky, "α may be one number or a 2×2 matrix", "build({ α: 1 })", "build({ α: [2, 2] })"],
    [leaky.replaceAll("α", "λ"), "λ may be", "build({ λ: 1 })", "build({ λ: [2, 2] })"],
    [leaky.replaceAll("α", "a"), "a may be", "build({ a: 1 })", "build({ a: [2, 2] })"],
    [
      leaky.replace("(1 - α)", "(1 - dt/tau)").replace("α *", "dt/tau *"),
      "dt and tau may each be one number or a square matrix",
      "build({ dt: 1, tau: 1 })",
      "build({ dt: [2, 2], tau: [2, 2] })",
    ],
  ])("may be a matrix, so the text is refused until a size says which", (text, problem, number, matrix) => {
    const { message } = refusal(() => new Definition(text).build({ x: 3, h: 2 }));
    expect(message).toContain(problem);
    expect(message).toContain(`For a number give ${number}, for a matrix ${matrix}.`);
  });

  it("may be a number where no matrix is known that would fit, too", () => {
    const text = "h[t] = h[t-1] + dt/tau * tanh(W x[t] + U h[t-1])";
    const { message } = refusal(() => new Definition(text).build({ x: 3, h: 2 }));
    expect(message).toContain("For a number give build({ dt: 1 }), for a matrix build({ dt: [rows, columns] }).");
    expect(() => new Definition(text).build({ x: 3, h: 2, dt: 1, tau: 1 })).not.toThrow();
  });

  it("is either, as its size says", () => {
    const values = {
      W: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      U: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    };
    const asNumber = lossOf(leaky, { x: 3, h: 2, α: 1 }, DATA, { ...values, α: [0.3] });
    const asMatrix = lossOf(leaky, { x: 3, h: 2, α: [2, 2] }, DATA, {
      ...values,
      α: [
        [0.3, 0.7],
        [0.7, 0.3],
      ],
    });
    const written = lossOf(leaky.replaceAll("α", "0.3"), { x: 3, h: 2 }, DATA, values);
    expect(asNumber).toBeCloseTo(written, 13);
    expect(asMatrix).not.toBeCloseTo(written, 3);
  });

  it("set as a number where it has more names the size to give", () => {
    const model = new Definition("h[t] = α .* h[t-1] + x[t]").build({ h: 4 });
    expect(() => model.set({ α: 0.1 } as never)).toThrow(
      "α has 1 number, expected 4 numbers. If α is one number, say so when you build the network: build({ α: 1 })",
    );
  });
});

describe("the row convention, with vectors to the left of matrices", () => {
  const text = (hidden: string): string => `h[t] = tanh(${hidden})\nE[t] = squaredError(target[t], h[t])`;
  const sizes = { x: 2, h: 2 };

  it.each([
    ["x[t] Wx + h[t-1] Wh", sizes, "write Wx x[t], or Wx' x[t]"],
    ["x[t] * Wx + h[t-1] * Wh", sizes, "write Wx x[t], or Wx' x[t]"],
    ["x[t] Wx + h[t-1] Wh", { x: 3, h: 2 }, "write Wx x[t], or Wx' x[t]"],
    ["x[t] W_ih' + b + h[t-1] W_hh'", sizes, "write W_ih' x[t], or W_ih x[t]"],
    ["x[t] W_ih' + b + h[t-1] W_hh'", { x: 3, h: 2 }, "write W_ih' x[t], or W_ih x[t]"],
    ["x[t] (A + B)", sizes, "write (A + B) x[t], or (A + B)' x[t]"],
    ["-x[t] A", sizes, "write A (-x[t]), or A' (-x[t])"],
    ["x[t] Wx", { x: 2, h: 2, Wx: [2, 2] }, "write Wx x[t], or Wx' x[t]"],
  ] as const)("is refused: %s", (hidden, given, hint) => {
    const { message } = refusal(() => new Definition(text(hidden)).build(given));
    expect(message).toContain("stands to the right of");
    expect(message).toContain("Vectors are columns, so a matrix stands to their left:");
    expect(message).toContain(hint);
  });

  it("works with the matrix on the left", () => {
    const data = { x: vectors(4, 3), target: vectors(4, 2) };
    const values = {
      Wx: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      Wh: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    };
    const transposed = {
      Wx: [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
      Wh: [
        [0.1, 0.3],
        [0.2, 0.4],
      ],
    };
    const left = lossOf(text("Wx x[t] + Wh h[t-1]"), { x: 3, h: 2 }, data, values);
    expect(lossOf(text("Wx' x[t] + Wh' h[t-1]"), { x: 3, h: 2 }, data, transposed)).toBe(left);
    // rows as rows: their sizes are given as such
    const rows = "h[t] = tanh(x[t] Wx + h[t-1] Wh)\nE[t] = squaredError(target[t], h[t])";
    const asRows = lossOf(rows, { x: [1, 3], h: [1, 2], target: [1, 2] }, data, transposed);
    expect(asRows).toBeCloseTo(left, 14);
  });
});

describe("a penalty that no loss reads", () => {
  const network = "h[t] = tanh(U x[t] + W h[t-1])\nE[t] = squaredError(target[t], h[t])";

  it.each([
    ["R = 0.5*sum(W .^ 2)", "E_R = 0.5*sum(W .^ 2)"],
    ["penalty = sum(W .* W)", "E_penalty = sum(W .* W)"],
  ])("is warned of, with the name that makes it a loss: %s", (line, suggestion) => {
    const { warnings } = new Definition(`${network}\n${line}`);
    expect(warnings).toMatchObject([{ kind: "unreadStatement", suggestion, span: { line: 3 } }]);
    expect(warnings[0]!.message).toContain(`To add it to the loss, give it a loss's name: ${suggestion}`);
  });

  it("counts once when the suggestion is followed", () => {
    const without = lossOf(network, { x: 3, h: 2 }, DATA);
    const { W } = new Definition(network).build({ x: 3, h: 2 }, { seed: 3 }).parameters;
    const penalty = 0.5 * Array.from(W!.data).reduce((sum, w) => sum + w * w, 0);
    const { suggestion } = new Definition(`${network}\nR = 0.5*sum(W .^ 2)`).warnings[0]!;
    expect(lossOf(`${network}\n${suggestion}`, { x: 3, h: 2 }, DATA)).toBeCloseTo(without + penalty, 12);
  });
});

describe("data for a name that stands without an index", () => {
  const text = "h[t] = tanh(U x[t] + W h[t-1] + P f)\nE[t] = squaredError(target[t], h[t])";
  const data = { ...DATA, f: [0.5, -1, 2, 0.25] };

  it("is refused, since it is a parameter there", () => {
    expect(() => lossOf(text, { x: 3, h: 2, f: 4 }, data)).toThrow(
      "the batch gives f, but on line 1 of the equations f has no index, so it is a parameter, which is learned. Write f[T] for one value for the whole sequence, f[t] for one at each time step.",
    );
  });

  it("is read when the suggestion is followed", () => {
    const values = {
      P: [
        [1, 2, 3, 4],
        [4, 3, 2, 1],
      ],
    };
    const once = lossOf(text.replace("P f", "P f[T]"), { x: 3, h: 2, f: 4 }, data, values);
    const always = lossOf(
      text.replace("P f", "P f[t]"),
      { x: 3, h: 2, f: 4 },
      { ...data, f: DATA.x.map(() => data.f) },
      values,
    );
    expect(once).toBe(always);
    expect(once).not.toBeCloseTo(
      lossOf(text.replace("P f", "P f[T]"), { x: 3, h: 2, f: 4 }, { ...data, f: [0, 0, 0, 0] }, values),
      3,
    );
  });
});

describe("a cross-entropy", () => {
  const state = "h[t] = tanh(U x[t] + W h[t-1])";
  const right = `${state}\nE[t] = crossEntropy(target[t], softmax(V h[t] + c))`;
  const data = { x: vectors(3, 3), target: [1, 0, 1] };
  const sizes = { x: 3, h: 4, target: 2 };

  it("of logits is refused", () => {
    const { message } = refusal(() => lossOf(`${state}\nE[t] = crossEntropy(target[t], V h[t] + c)`, sizes, data));
    expect(message).toContain("crossEntropy compares the target with a distribution, but V h[t] + c is affine");
    expect(message).toContain("Write crossEntropy(target[t], softmax(V h[t] + c)).");
  });

  it("with its arguments in PyTorch's order is refused", () => {
    const { message } = refusal(() =>
      lossOf(`${state}\ny[t] = softmax(V h[t] + c)\nE[t] = crossEntropy(y[t], target[t])`, sizes, data),
    );
    expect(message).toContain("target[t] is given and stands where the prediction should");
    expect(message).toContain("The target stands first: write crossEntropy(target[t], y[t]).");
  });

  it("is what was meant when either suggestion is followed", () => {
    const meant = lossOf(right, sizes, data);
    expect(lossOf(`${state}\ny[t] = softmax(V h[t] + c)\nE[t] = crossEntropy(target[t], y[t])`, sizes, data)).toBe(
      meant,
    );
    expect(meant).toBeGreaterThan(0);
  });
});
