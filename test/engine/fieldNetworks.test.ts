/**
 * Networks that people have written in public and whose gradients were wrong: a function of a sum of two computed terms, of
 * which only one hears of the recurrence. Each against central differences, on both backends and in both number types.
 */
import { describe, expect, it } from "vitest";
import { EquationError, type Model } from "../../src/engine/index.js";
import { SeededLoss, seedsFor } from "../../src/engine/observe.js";
import { referenceBackend } from "../../src/engine/program/backend.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import type { Network } from "../fuzz/network.js";
import { Subject, Unfit } from "../fuzz/subject.js";

type Sizes = Network["sizes"];

const squared = (layer: string, state = "h"): string => `${layer}\nE[t] = squaredError(target[t], ${state}[t])`;

/** A layer of two units, `h`, of two inputs; its loss is the squared error. */
const layer = (name: string, text: string, sizes: Sizes = {}): readonly [string, string, Sizes] => [
  name,
  squared(`h[t] = ${text}`),
  { x: 2, h: 2, ...sizes },
];

const lstm = `i[t] = sigmoid(A' x[t] + P' h[t-1])
f[t] = sigmoid(B' x[t] + Q' h[t-1])
o[t] = sigmoid(C' x[t] + R' h[t-1])
g[t] = tanh(D' x[t] + S' h[t-1])
c[t] = f[t] .* c[t-1] + i[t] .* g[t]
h[t] = o[t] .* tanh(c[t])`;

const gru = `z[t] = sigmoid(A' x[t] + P' h[t-1])
r[t] = sigmoid(B' x[t] + Q' h[t-1])
n[t] = tanh(C' x[t] + r[t] .* (R' h[t-1]))
h[t] = (1 - z[t]) .* n[t] + z[t] .* h[t-1]`;

const normed = (product: string): string =>
  `(${product} - mean(${product})) ./ (mean((${product} - mean(${product})) .^ 2) + 0.1) .^ 0.5`;

/** What was wrong: names, texts, sizes. */
const networks: readonly (readonly [string, string, Sizes])[] = [
  ["network R, in the row convention", squared("h[t] = sigmoid(P' x[t] + Q' h[t-1])"), { x: 1, h: 2 }],
  layer("both matrices turned", "tanh(A' x[t] + W' h[t-1])"),
  layer("the input twice", "tanh(A' x[t] + W' h[t-1] + B' x[t])"),
  layer("the state itself", "tanh(U' x[t] + h[t-1])"),
  layer("both terms halved", "tanh(0.5*(U x[t]) + 0.5*(W h[t-1]))"),
  layer("both terms over two", "tanh((U x[t])/2 + (W h[t-1])/2)"),
  layer("functions of both terms", "tanh(relu(U x[t]) + relu(W h[t-1]))"),
  layer("products of pairs", "tanh((U x[t]) .* (P x[t]) + (W h[t-1]) .* (Q h[t-1]))"),
  layer("dropout by a given mask", "tanh((U x[t]) .* k[t] + (W h[t-1]) .* k[t])", { k: 2 }),
  layer("a gate that is given", "tanh(A' x[t] + r[t] .* (U h[t-1]))", { r: 2 }),
  layer("differences", "tanh(P x[t] - Q x[t] + sigmoid(R h[t-1]) .* h[t-1])"),
  layer("products of pairs, as they stand", "(U x[t]) .* (P x[t]) + (W h[t-1]) .* (Q h[t-1])"),
  layer("dropout by a given mask, as it stands", "(U x[t]) .* k[t] + (W h[t-1]) .* k[t]", { k: 2 }),
  layer("a gate that is given, as it stands", "A' x[t] + r[t] .* (U h[t-1])", { r: 2 }),
  layer("differences, as they stand", "P x[t] - Q x[t] + sigmoid(R h[t-1]) .* h[t-1]"),
  ["an LSTM, all matrices turned, no bias", squared(lstm), { x: 2, h: 2, c: 2 }],
  ["a GRU, all matrices turned, no bias", squared(gru), { x: 2, h: 2 }],
  layer("a layer that runs backward", "tanh(A' x[t] + W' h[t+1])"),
  ["an LSTM that runs backward", squared(lstm.replaceAll("[t-1]", "[t+1]")), { x: 2, h: 2, c: 2 }],
  layer("under softmax", "softmax(A' x[t] + W' h[t-1])"),
  layer("inside a sum", "0.9*h[t-1] + 0.1*tanh(A' x[t] + W' h[t-1])"),
  ["many to one", "h[t] = tanh(A' x[t] + W' h[t-1])\nE[T] = squaredError(target[T], h[T])", { x: 2, h: 2 }],
  [
    "an upper layer",
    squared("h[t] = tanh(U x[t] + W h[t-1])\ns[t] = tanh(P' h[t] + Q' s[t-1])", "s"),
    { x: 2, h: 2, s: 2 },
  ],
  layer("layer normalisation of both products", `tanh(${normed("U x[t]")} + ${normed("W h[t-1]")})`, { h: 3 }),
  ["one term with a name of its own", squared("z[t] = A' x[t]\nh[t] = tanh(z[t] + W' h[t-1])"), { x: 2, h: 2 }],
  ["a sequence times its look-ahead", squared("q[t] = tanh(U x[t])\ny[t] = q[t] .* q[t+1]", "y"), { x: 2, q: 2 }],
  ["a sequence and its look-ahead", squared("q[t] = tanh(U x[t])\ny[t] = q[t] + q[t+1]", "y"), { x: 2, q: 2 }],
  ["a sequence times its past", squared("q[t] = tanh(U x[t])\ny[t] = q[t] .* q[t-1]", "y"), { x: 2, q: 2 }],
  [
    "a recurrence times its past, below another",
    squared("h[t] = sigmoid(P (h[t-2] .* x[t]))\ns[t] = sigmoid(0.5 * (Q s[t-1]) - (h[t-1] .* h[t]))", "s"),
    { x: 2, h: 2, s: 2 },
  ],
  [
    "two pasts multiplied in a gate above",
    squared(
      "h[t] = tanh(P x[t])\nz[t] = sigmoid(R (h[t-2] .* h[t-1]) + Q s[t-1])\ns[t] = z[t] .* s[t-1] + (1 - z[t]) .* h[t]",
      "s",
    ),
    { x: 2, h: 2, s: 2 },
  ],
];

/** Exactly one more summand beside a computed recurrent matrix, under a function. */
const OUTER = ["tanh", "sigmoid", "relu", "softplus", "identity", "softmax", "exp"] as const;
const MATRICES = [
  "W'",
  "(W .* M)",
  "diag(a)",
  "((W + W') / 2)",
  "(2 * W)",
  "(W - M)",
  "(W M)",
  "(-W)",
  "tanh(W)",
  "(W' - diag(a))",
];
const SUMMANDS = [
  "tanh(U x[t])",
  "2*(U x[t])",
  "relu(U x[t])",
  "U x[t]",
  "U' x[t]",
  "a .* x[t]",
  "(U x[t]) .* x[t]",
  "(U x[t]) / 2",
  "sigmoid(U x[t]) .* a",
  "x[t+1]",
];
const family = OUTER.flatMap((f, i) =>
  MATRICES.flatMap((matrix, j) =>
    SUMMANDS.map((summand, k) => {
      const terms = (i + j + k) % 2 === 0 ? `${matrix} s[t-1] + ${summand}` : `${summand} + ${matrix} s[t-1]`;
      // an exponential is kept small, so that it does not grow from step to step
      return { text: squared(`s[t] = ${f}(${f === "exp" ? `-(${terms}) .^ 2` : terms})`, "s"), case: (i + j + k) % 12 };
    }),
  ),
);
const SQUARE: Sizes = { x: 2, s: 2, W: [2, 2], M: [2, 2], U: [2, 2], a: 2 };

const TIMES = [1, 2, 3, 4, 5, 6];
const BATCHES = [1, 3];

/** The network with numbers that keep away from kinks. */
function subjectOf(text: string, sizes: Sizes, T: number, B: number, parameters: Network["parameters"] = {}): Subject {
  for (let seed = 1; ; seed++) {
    const subject = attempt({ text, sizes, T, B, initial: {}, reduction: "sum", seed, parameters });
    if (subject && subject.kinks !== "near" && seed < 50) return subject;
    if (seed === 50) throw new Error(`no numbers found for\n${text}`);
  }
}

function attempt(network: Network): Subject | undefined {
  try {
    return new Subject(network);
  } catch (error) {
    if (error instanceof Unfit) return undefined;
    throw error;
  }
}

/** Sizes of names that the text has. */
const sizesIn = (text: string): Sizes =>
  Object.fromEntries(
    Object.entries(SQUARE).filter(([name]) => new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, "u").test(text)),
  );

/** ∂E/∂ each parameter's numbers, by fourth-order central differences of the reference's loss. */
function differences({ reference: { model, batch } }: Subject): Float64Array {
  const moved: Model = model.clone();
  const execution = model.newExecution(batch.timeSteps, batch.batchSize);
  const [seeds, seeded] = [seedsFor(execution, "sum"), new SeededLoss(execution)];
  const lossAt = (i: number, value: number): number => {
    moved.store[i] = value;
    moved.load(execution, batch);
    execution.forward();
    return seeded.read(seeds);
  };
  return Float64Array.from(model.store, (w, i) => {
    const h = 1e-4;
    const near = lossAt(i, w + h) - lossAt(i, w - h);
    const far = lossAt(i, w + 2 * h) - lossAt(i, w - 2 * h);
    lossAt(i, w);
    return (8 * near - far) / (12 * h);
  });
}

/** Both backends, both number types, against the differences. */
function expectGradients(subject: Subject, what: string): void {
  const expected = differences(subject);
  const size = Math.max(1, ...expected.map(Math.abs));
  for (const backend of [referenceBackend, simdBackend]) {
    for (const [dtype, most] of [
      ["float64", 1e-7],
      ["float32", 1e-5],
    ] as const) {
      const { adjoints } = subject.on(backend, dtype).execution;
      expected.forEach((slope, i) => {
        expect(Math.abs(adjoints[i]! - slope) / size, `${what}, ${backend.name}, ${dtype}, number ${i}`).toBeLessThan(
          most,
        );
      });
    }
  }
}

describe("gradients of networks from the field", () => {
  it.each(networks)("%s", (_name, text, sizes) => {
    for (const T of TIMES)
      for (const B of BATCHES) expectGradients(subjectOf(text, sizes, T, B), `${text}\nT = ${T}, B = ${B}`);
  });

  it.each(OUTER)("a computed recurrent matrix and one more summand under %s", (f) => {
    const cases = family.filter(({ text }) => text.includes(`s[t] = ${f}(`));
    expect(cases).toHaveLength(100);
    for (const { text, case: k } of cases) {
      const [T, B] = [TIMES[k % 6]!, BATCHES[k % 2]!];
      expectGradients(subjectOf(text, sizesIn(text), T, B), `${text}\nT = ${T}, B = ${B}`);
    }
  });

  it("the lower layer hears of the loss through a computed matrix", () => {
    const text = squared("s[t] = tanh(U x[t] + W s[t-1])\nz[t] = tanh(Q' z[t-1] + relu(P s[t]))", "z");
    for (const T of TIMES) {
      const subject = subjectOf(text, { x: 2, s: 2, z: 2 }, T, 3);
      expectGradients(subject, `${text}\nT = ${T}`);
      const { model } = subject.reference;
      for (const { name, offset, size } of model.places.filter(({ name }) => name === "U" || (name === "W" && T > 1)))
        expect(
          subject
            .fast("float64")
            .execution.adjoints.subarray(offset, offset + size)
            .some((g) => g !== 0),
          name,
        ).toBe(true);
    }
  });
});

describe("network R", () => {
  it("is right with the numbers that it was reported with", () => {
    const text = squared("h[t] = sigmoid(P' x[t] + Q' h[t-1])");
    const parameters = { P: [0.4, -0.7], Q: [0.3, 0.8, -0.5, 0.2] };
    for (const T of TIMES)
      for (const B of BATCHES) expectGradients(subjectOf(text, { x: 1, h: 2 }, T, B, parameters), `T = ${T}, B = ${B}`);
  });
});

describe("a cross-entropy of matrices", () => {
  it("is right, or refused", () => {
    const text = "s[t] = tanh(U x[t] + W s[t-1])\nE[t] = crossEntropy(target[t], softmax(V s[t] k[t]' + c))";
    try {
      expectGradients(subjectOf(text, { x: 2, s: 2, k: 2, target: [2, 2], V: [2, 2], c: [2, 2] }, 3, 1), text);
    } catch (error) {
      if (!(error instanceof EquationError)) throw error;
    }
  });
});
