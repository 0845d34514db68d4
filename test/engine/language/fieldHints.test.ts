/**
 * Mistakes that people make in course work and questions. Where the message says what was meant, doing so must give the
 * network that was meant, with its loss; a hint never drops brackets, and names only what exists.
 */
import { describe, expect, it } from "vitest";
import { backward, Definition, type Sizes } from "../../../src/engine/index.js";
import { batchFor, errorOf, followHints, isSound, lossWith } from "./followHints.js";

const SIZES = { x: 2, h: 3, y: 2 };
const LOSS = "y[t] = softmax(V h[t])\nE[t] = crossEntropy(target[t], y[t])";
const RNN = "h[t] = tanh(U x[t] + W h[t-1])";
const GATES = "z[t] = sigmoid(P x[t] + Q h[t-1])\nn[t] = tanh(A x[t] + B h[t-1])";
const gru = (line: string): string => `${GATES}\n${line}\n${LOSS}`;
const rnn = (line: string): string => `${line}\n${LOSS}`;
const withLoss = (lines: string): string => `${RNN}\n${LOSS}\n${lines}`;

/** As typed; what the first message says; as meant. */
const MEANT: Readonly<Record<string, readonly [typed: string, says: string, meant: string]>> = {
  "(1 - z[t]) * h[t-1]": [
    gru("h[t] = z[t] .* n[t] + (1 - z[t]) * h[t-1]"),
    "(1 - z[t]) .* h[t-1]",
    gru("h[t] = z[t] .* n[t] + (1 - z[t]) .* h[t-1]"),
  ],
  "every product of a gate with *": [
    gru("h[t] = z[t] * n[t] + (1 - z[t]) * h[t-1]"),
    "(1 - z[t]) .* h[t-1]",
    gru("h[t] = z[t] .* n[t] + (1 - z[t]) .* h[t-1]"),
  ],
  "r[t] * h[t-1] inside a matrix product": [
    `r[t] = sigmoid(P x[t])\nh[t] = tanh(U x[t] + W (r[t] * h[t-1]))\n${LOSS}`,
    "(r[t] .* h[t-1])",
    `r[t] = sigmoid(P x[t])\nh[t] = tanh(U x[t] + W (r[t] .* h[t-1]))\n${LOSS}`,
  ],
  "r[t] h[t-1] behind a matrix": [
    `r[t] = sigmoid(P x[t])\nh[t] = tanh(U x[t] + W r[t] h[t-1])\n${LOSS}`,
    "(r[t] .* h[t-1])",
    `r[t] = sigmoid(P x[t])\nh[t] = tanh(U x[t] + W (r[t] .* h[t-1]))\n${LOSS}`,
  ],
  "L = sum(E[t])": [withLoss("L = sum(E[t])"), "the losses E[t] of all time steps add up by themselves", withLoss("")],
  "a loss without its index": [
    `${RNN}\ny[t] = softmax(V h[t])\nL = sum(crossEntropy(target[t], y[t]))`,
    "Write L[t] = …, the loss of one time step: their sum over time is minimised",
    `${RNN}\ny[t] = softmax(V h[t])\nL[t] = crossEntropy(target[t], y[t])`,
  ],
  "\\tanh": [rnn("h[t] = \\tanh(U x[t] + W h[t-1])"), "Without LaTeX it is written tanh.", rnn(RNN)],
  "\\sigma": [
    rnn("h[t] = \\sigma(U x[t] + W h[t-1])"),
    "Without LaTeX it is written sigmoid.",
    rnn("h[t] = sigmoid(U x[t] + W h[t-1])"),
  ],
  "\\sigma\\left( … \\right)": [
    rnn("h[t] = \\sigma\\left(U x[t] + W h[t-1]\\right)"),
    "Without LaTeX it is written sigmoid.",
    rnn("h[t] = sigmoid(U x[t] + W h[t-1])"),
  ],
  "sigma(…)": [
    rnn("h[t] = sigma(U x[t] + W h[t-1])"),
    "sigma(x) is written sigmoid(x).",
    rnn("h[t] = sigmoid(U x[t] + W h[t-1])"),
  ],
  "W_f [h[t-1], x[t]]": [
    rnn("h[t] = tanh(W_f [h[t-1], x[t]] + b)"),
    "W_f concat(h[t-1], x[t])",
    rnn("h[t] = tanh(W_f concat(h[t-1], x[t]) + b)"),
  ],
  "W_f[h[t-1],x[t]]": [
    rnn("h[t] = tanh(W_f[h[t-1],x[t]]+b)"),
    "W_f concat(h[t-1],x[t])",
    rnn("h[t] = tanh(W_f concat(h[t-1], x[t]) + b)"),
  ],
  "[h[t-1]; x[t]]": [
    rnn("h[t] = tanh(W_f · [h[t-1]; x[t]])"),
    "concat(h[t-1], x[t])",
    rnn("h[t] = tanh(W_f concat(h[t-1], x[t]))"),
  ],
  "W_f(h[t-1], x[t])": [
    rnn("h[t] = tanh(W_f(h[t-1], x[t]) + b)"),
    "concat(h[t-1], x[t])",
    rnn("h[t] = tanh(W_f concat(h[t-1], x[t]) + b)"),
  ],
  "self.W": [rnn("h[t] = tanh(self.U x[t] + self.W.T h[t-1])"), "Write U.", rnn("h[t] = tanh(U x[t] + W' h[t-1])")],
  "np.tanh": [rnn("h[t] = np.tanh(U x[t] + W h[t-1])"), "Write tanh.", rnn(RNN)],
  "torch.sigmoid": [
    rnn("h[t] = torch.sigmoid(U x[t] + W h[t-1])"),
    "Write sigmoid.",
    rnn("h[t] = sigmoid(U x[t] + W h[t-1])"),
  ],
  "W.T": [
    rnn("h[t] = tanh(U x[t] + W.T h[t-1])"),
    "The transpose is written W'.",
    rnn("h[t] = tanh(U x[t] + W' h[t-1])"),
  ],
  "W @ x": [rnn("h[t] = tanh(U @ x[t] + W @ h[t-1])"), "The matrix product is written U x[t].", rnn(RNN)],
  "W.T @ h": [
    rnn("h[t] = tanh(U @ x[t] + W.T @ h[t-1])"),
    "The matrix product is written U x[t].",
    rnn("h[t] = tanh(U x[t] + W' h[t-1])"),
  ],
  "s^{t-1}": [rnn("h[t] = tanh(U x[t] + W h^{t-1})"), "A time index stands in square brackets: h[t-1].", rnn(RNN)],
  "s^{(t)}": [rnn("h^{(t)} = tanh(U x^{(t)} + W h^{(t-1)})"), "square brackets: h[t].", rnn(RNN)],
  "a<t>": [rnn("h<t> = tanh(U x<t> + W h<t-1>)"), "square brackets: h[t].", rnn(RNN)],
  "s_{t-1}": [rnn("h_{t} = tanh(U x_{t} + W h_{t-1})"), "square brackets: h[t].", rnn(RNN)],
  "sₜ₋₁": [rnn("hₜ = tanh(U xₜ + W hₜ₋₁)"), "square brackets: h[t].", rnn(RNN)],
  "s(t-1)": [rnn("h(t) = tanh(U x(t) + W h(t-1))"), "square brackets: h[t].", rnn(RNN)],
  s_t: [rnn("h_t = tanh(U x_t + W h[t-1])"), "square brackets: h[t].", rnn(RNN)],
  "0,5 U": [
    rnn("h[t] = tanh(0,5 U x[t] + W h[t-1])"),
    "A number is written with a point: 0.5.",
    rnn("h[t] = tanh(0.5 U x[t] + W h[t-1])"),
  ],
  "0,5 in a function of several": [
    rnn("h[t] = tanh(R concat(0,5 x[t], h[t-1]))"),
    "A number is written with a point: 0.5.",
    rnn("h[t] = tanh(R concat(0.5 x[t], h[t-1]))"),
  ],
};

describe.each(Object.entries(MEANT))("%s", (_, [typed, says, meant]) => {
  const found = followHints(typed, SIZES);

  it("is answered with what to write", () => {
    expect(found.errors[0]!.message).toContain(says);
    for (const error of found.errors)
      for (const suggestion of error.suggestions) expect(error.hint, error.message).toContain(suggestion.text.trim());
  });

  it("leads to the network that was meant", () => {
    expect(found.errors.map(({ message }) => message).join("\n"), typed).not.toBe("");
    expect(found.model, found.errors.at(-1)?.message).toBeDefined();
    const right = new Definition(meant).build(SIZES, { seed: 3 });
    const batch = batchFor(right, 4);
    expect(lossWith(found.model!, right, batch)).toBeCloseTo(lossWith(right, right, batch), 12);
  });
});

/** As typed, and what the message must say, where only the writer knows what was meant. */
const ASKED: readonly (readonly [typed: string, says: string, sizes: Sizes])[] = [
  [withLoss("L = mean(E[t])"), 'for their mean give { reduction: "mean" } to backward and train', SIZES],
  [
    withLoss("J = sum(E[t]) + λ * sum(W .^ 2)"),
    "What counts once is a line of its own, with a number as its factor: E_w = 0.01 * sum(W .^ 2).",
    SIZES,
  ],
  [withLoss("L = sum(E[t]) / T"), 'give { reduction: "mean" } to backward and train', SIZES],
  [rnn("h[t] = tanh(x[t] W_xh + W h[t-1])"), "a matrix stands to their left: write W_xh x[t], or W_xh' x[t]", SIZES],
  [
    rnn("h[t] = tanh(x[t] W_xh + h[t-1] W_hh + b_h)"),
    "a matrix stands to their left: write W_xh x[t], or W_xh' x[t]",
    SIZES,
  ],
  [rnn("h[t] = dropout(U x[t] + W h[t-1])"), "give a mask in the batch, m[t] .* h[t]", SIZES],
  [rnn("h[t] = sin(U x[t] + W h[t-1])"), "The functions are tanh, sigmoid,", SIZES],
  [rnn("h[t] = elu(U x[t] + W h[t-1])"), "elu(x) is written relu(x) + exp(-relu(-x)) - 1.", SIZES],
  [
    rnn("h[t] = gelu(U x[t] + W h[t-1])"),
    "gelu(x) is written 0.5 * x .* (1 + tanh(0.7978845608028654 * (x + 0.044715 * x .^ 3))).",
    SIZES,
  ],
  [rnn("h[t] = leaky_relu(U x[t] + W h[t-1], 0.2)"), "leaky_relu(x) is written relu(x) - 0.01 * relu(-x).", SIZES],
  [rnn("h[t] = max(0, U x[t] + W h[t-1])"), "max(a, b) is written a + relu(b - a).", SIZES],
  [rnn("h[t] = max(U x[t] + W h[t-1])"), "max(a, b) is written a + relu(b - a).", SIZES],
  [rnn("h[t] = σ(U x[t]) + σ h[t-1]"), "Write sigmoid( … ) or σ * ( … ).", { ...SIZES, σ: 1 }],
  [rnn("h[t] = tanh(1/2 x[t])"), "Write (1 / 2) x[t] or 1 / (2 x[t]).", SIZES],
];

it.each(ASKED)("%s is asked about", (typed, says, sizes) => {
  const error = errorOf(typed, sizes)!;
  expect(error.message).toContain(says);
  for (const suggestion of error.suggestions) expect(isSound(typed, error, suggestion), error.message).toBe(true);
});

it.each(["W_xh", "W_hh"])("x[t] W_xh is the product with %s on the left, by rows or by columns", () => {
  const typed = rnn("h[t] = tanh(x[t] W_xh + h[t-1] W_hh)");
  const columns = followHints(typed, SIZES, 0).model!;
  const rows = followHints(typed, SIZES, 1).model!;
  expect(columns.definition.source).toContain("W_xh x[t] + W_hh h[t-1]");
  expect(rows.definition.source).toContain("W_xh' x[t] + W_hh' h[t-1]");
  const { W_xh, W_hh, ...others } = columns.parameters;
  const turned = (m: NonNullable<typeof W_xh>): number[][] => {
    const [r, c] = m.shape as [number, number];
    return Array.from({ length: c }, (_, j) => Array.from({ length: r }, (_, i) => m.data[i * c + j]!));
  };
  rows.set({ ...others, W_xh: turned(W_xh!), W_hh: turned(W_hh!) } as never);
  const batch = batchFor(rows, 4);
  expect(backward(rows, batch).loss).toBeCloseTo(backward(columns, batch).loss, 12);
});

describe("over time", () => {
  const typed = (total: string): string => `${RNN}\np = ${total}\nE = squaredError(target, V p)`;
  const sizes = { x: 2, h: 3, target: 2 };

  it.each([
    ["mean(h[t])", "p_sum[t] = p_sum[t-1] + h[t]\np_steps[t] = p_steps[t-1] + 1", "p_sum[T] / p_steps[T]", 1 / 5],
    ["sum(h[t])", "p_sum[t] = p_sum[t-1] + h[t]", "p_sum[T]", 1],
  ])("%s is found on the way, and is what was meant", (total, onTheWay, atEnd, factor) => {
    const hint = errorOf(typed(total), sizes)!.hint!;
    expect(hint).toContain("runs over the rows of one time step");
    for (const part of [...onTheWay.split("\n"), atEnd]) expect(hint).toContain(part);
    const model = new Definition(`${onTheWay}\n${typed(atEnd)}`).build(sizes);
    const forward = model.forward(batchFor(model, 5));
    const states = Array.from({ length: 5 }, (_, t) => [...forward.value("h", t + 1).data]);
    [...forward.value("p", 5).data].forEach((value, i) => {
      expect(value).toBeCloseTo(factor * states.reduce((sum, state) => sum + state[i]!, 0), 14);
    });
  });

  it("a part of a statement is named too", () => {
    expect(errorOf(typed("2 * sum(h[t] - h[t-1]) + q"), sizes)!.hint).toContain(
      "total_sum[t] = total_sum[t-1] + h[t] - h[t-1], read at its end as total_sum[T].",
    );
  });
});

describe("σ", () => {
  it("before a bracket is the sigmoid, in the text, in TeX, and in numbers", () => {
    const [sign, word] = [rnn("h[t] = σ(U x[t] + W h[t-1])"), rnn("h[t] = sigmoid(U x[t] + W h[t-1])")].map(
      (text) => new Definition(text),
    );
    expect(sign!.parameters).toEqual(word!.parameters);
    expect(sign!.tex()).toBe(word!.tex());
    expect(sign!.equations[0]).toBe("h[t] = σ(U x[t] + W h[t-1])");
    const [a, b] = [sign!.build(SIZES), word!.build(SIZES)];
    const batch = batchFor(a, 3);
    expect(backward(a, batch).loss).toBe(backward(b, batch).loss);
  });

  it.each([
    ["without a bracket", "h[t] = tanh(σ x[t] + W h[t-1])", { x: 3, h: 3, y: 2, σ: 1 }],
    ["with a sign", "h[t] = tanh(σ * (x[t] + W h[t-1]))", { x: 3, h: 3, y: 2, σ: 1 }],
    ["assigned", "σ = exp(g)\nh[t] = tanh(σ .* (x[t] + W h[t-1]))", { x: 3, h: 3, y: 2, g: 1 }],
    ["with an index", "σ[t] = softplus(G x[t])\nh[t] = tanh(σ[t] .* (x[t] + W h[t-1]))", { x: 3, h: 3, y: 2 }],
  ])("%s is a quantity", (_, line, sizes) => {
    const definition = new Definition(rnn(line));
    expect([...definition.parameters, ...definition.checked.statements.map(({ name }) => name)]).toContain("σ");
    expect(definition.build(sizes).parameterCount).toBeGreaterThan(0);
  });

  it("as a quantity and before a bracket is asked about, whichever of the two", () => {
    for (const line of ["h[t] = σ(x[t]) + σ h[t-1]", "σ = exp(g)\nh[t] = σ (x[t] + h[t-1])"])
      expect(() => new Definition(rnn(line))).toThrow("a product or the function sigmoid");
  });

  it("of a size is told to be a function", () => {
    expect(() => new Definition(rnn("h[t] = σ(U x[t])")).build({ ...SIZES, σ: 1 })).toThrow(
      "σ(…) is the function sigmoid; a product with a quantity σ is written σ * (…).",
    );
  });
});

describe("a loss that is none by its name", () => {
  it.each([
    [`${RNN}\ncost[t] = sum((target[t] - V h[t]) .^ 2)`, "cost"],
    [`${RNN}\nmse[t] = mean((target[t] - V h[t]) .^ 2)`, "mse"],
    [`${RNN}\nrisk[T] = 0.5 * sum((goal[T] - V h[T]) .^ 2)`, "risk"],
    [`${RNN}\nC[t] = sum((target[t] - V h[t]) .^ 2)`, "C"],
  ])("%s is told how a loss is called", (text, name) => {
    const sizes = { x: 2, h: 3, ...(text.includes("goal") ? { goal: 2 } : { target: 2 }) };
    const model = new Definition(text).build(sizes);
    expect(() => backward(model, batchFor(model, 3))).toThrow(
      `A loss calls a loss function, or is called E, L, J or loss, perhaps with digits or a subscript: if ${name} is the loss, call it E, L or J.`,
    );
  });

  it("and where nothing looks like one, the example fits what is computed last", () => {
    const hint = (line: string): string => {
      try {
        const model = new Definition(`${RNN}\n${line}`).build({ x: 2, h: 3, y: 2 });
        backward(model, { x: [[1, 2]] });
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(hint("y[t] = softmax(V h[t])")).toContain("E[t] = crossEntropy(target[t], y[t])");
    expect(hint("y[t] = sigmoid(V h[t])")).toContain("E[t] = binaryCrossEntropy(target[t], y[t])");
    expect(hint("y[t] = V h[t]")).toContain("E[t] = squaredError(target[t], y[t])");
  });
});
