/** The law of typed derivations: what a derivation prints, typed back into a check by hand, is accepted and passes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { backward, Definition, Derivation, type Trace } from "../../../src/engine/index.js";
import { batchOf } from "../../fuzz/data.js";
import { drawNetwork } from "../../fuzz/draw/generate.js";
import { modelOf } from "../../fuzz/network.js";
import { randomNetwork } from "../randomNetwork.js";
import { onEveryBackend } from "../support/everyBackend.js";
import { network, presets, special } from "./support.js";

/** A sum of ones, a power of a power, a number times another. */
const CLUMSY = / 1 1|\.\^ [\d.-]+ \.\^|\* -\d|\d \* \d|-[\d.]+ \* |--|\+ -/u;

function expectAccepted(trace: Trace, parameter: string | null, network: string): void {
  const { text } = new Derivation(trace.model, parameter, trace);
  const check = checkByHand(trace, text);
  expect(check.rows.length, network).toBeGreaterThan(0);
  expect(check.largest, `${text}\nof\n${network}`).toBeLessThanOrEqual(check.tolerance);
  expect(text, network).not.toMatch(CLUMSY);
}

/** All parameters together, and each by itself. */
function expectAll(trace: Trace, network: string): void {
  for (const name of [null, ...trace.model.places.map((place) => place.name)]) expectAccepted(trace, name, network);
}

const reduction = fc.constantFrom("sum" as const, "mean" as const);

onEveryBackend((dtype) => {
  it.each([...presets, ...special])("of %s is accepted and passes", (name, { model, batch }) => {
    const typed = network(model.definition.equations.join("\n"), model.sizes, { dtype });
    expectAll(backward(typed, batch), name);
    expectAll(backward(typed, batch, { reduction: "mean" }), name);
  });

  it("of random networks is accepted and passes, of all parameters and of each", () => {
    fc.assert(
      fc.property(randomNetwork, reduction, ({ text, sizes, seed, batch }, by) => {
        expectAll(backward(new Definition(text).build(sizes, { seed, dtype }), batch, { reduction: by }), text);
      }),
      { numRuns: 40 },
    );
  });
});

describe("of networks drawn from the grammar", () => {
  it("is accepted and passes, of parameters and of what is given", () => {
    let checked = 0;
    for (let index = 0; index < 60; index++) {
      const drawn = drawNetwork(17, index);
      const trace = finiteTrace(drawn);
      if (!trace) continue;
      checked += 1;
      const { places, definition } = trace.model;
      const names = [
        null,
        places[index % places.length]!.name,
        ...definition.checked.inputs.slice(0, 1).map(({ name }) => name),
      ];
      for (const name of names) expectAccepted(trace, name, drawn.text);
    }
    expect(checked).toBeGreaterThan(40);
  });
});

/** Undefined for a text that the language refuses, numbers that overflow, and a network that learns nothing. */
function finiteTrace(drawn: ReturnType<typeof drawNetwork>): Trace | undefined {
  try {
    const model = modelOf(drawn, "float64");
    const trace = backward(model, batchOf(drawn, model), { reduction: drawn.reduction });
    const gradients = model.places.map(({ name }) => trace.gradient(name).data);
    const { values } = trace.execution;
    const areFinite = [values, ...gradients].every((data) => data.every(Number.isFinite));
    return areFinite && gradients.length > 0 ? trace : undefined;
  } catch (error) {
    if (error instanceof Error && /Error$/u.test(error.name)) return undefined;
    throw error;
  }
}

describe("the typed lines", () => {
  it("of a network whose loss stands at T", () => {
    const model = network("s[t] = tanh(U x[t] + W s[t-1])\ny[T] = V s[T]\nE[T] = squaredError(d[T], y[T])", {
      x: 2,
      s: 3,
      y: 2,
    });
    expect(new Derivation(model, null, null).text).toBe(
      [
        "dE_dy[T] = 2 (y[T] - d[T])",
        "dE_ds[t] = W' δ_s[t+1] + [t = T] V' dE_dy[T]",
        "δ_s[t] = (1 - s[t] .^ 2) .* dE_ds[t]",
        "dE_dU = Σ_t δ_s[t] x[t]'",
        "dE_dW = Σ_t δ_s[t] s[t-1]'",
        "dE_dV = dE_dy[T] s[T]'",
        "# ∂s[t]/∂s[t-1] = diag(1 - s[t] .^ 2) W",
      ].join("\n"),
    );
  });

  it("fold their constants, and powers of powers", () => {
    const typed = (text: string, sizes: Record<string, number>): string =>
      new Derivation(network(text, sizes), null, null).text;
    expect(typed("s[t] = tanh(U x[t])\nE[T] = sum(s[T])", { x: 1, s: 2 })).toContain("dE_ds[t] = [t = T] ones(2, 1)");
    const root = typed("q[t] = (1 + (U x[t]) .^ 2) .^ 0.5\nE[t] = sum(1 ./ q[t])", { x: 1, q: 2 });
    expect(root).toContain("dE_dq[t] = -1 ./ q[t] .^ 2");
    expect(root).not.toMatch(CLUMSY);
    expect(typed("s[t] = U x[t]\nE[t] = sum(exp(-0.5 * s[t] .^ 2))", { x: 1, s: 2 })).toContain(
      "dE_ds[t] = -s[t] .* exp(-0.5 s[t] .^ 2)",
    );
  });

  it("keep the root of a square: it is no power of what is squared", () => {
    const model = network("q[t] = ((U x[t]) .^ 2) .^ 0.5\nE[t] = sum(q[t])", { x: 1, q: 1 }).set({ U: [[-0.7]] });
    const trace = backward(model, { x: [0.4, 0.9] });
    expectAll(trace, "the root of a square");
    expect(new Derivation(model, null, trace).largestDifference).toBeLessThan(1e-12);
  });

  it("take softmax and cross-entropy together beside a penalty: they hold where a probability underflows", () => {
    const text = "y[t] = softmax(V x[t])\nE[t] = crossEntropy(target[t], y[t]) + 0.1 * sum(V .^ 2)";
    const model = network(text, { x: 1, y: 2 }).set({ V: [[900], [-900]] });
    const trace = backward(model, { x: [1, 0.3], target: [0, 1] });
    expect(trace.value("y", 1).data[1]).toBe(0);
    expect(new Derivation(model, null, trace).text).toContain("δ_y[t] = y[t] - target[t]\n");
    expectAll(trace, text);
  });

  it("repeat a loss of what is computed: a network's names are not what is given", () => {
    const text = "r[t] = tanh(U x[t])\nE[t] = halfSquaredError(d[t], θ .* crossEntropy(softmax(w), softmax(r[t])))";
    const model = network(text, { x: 1, r: 2, θ: 1 });
    expectAll(backward(model, { x: [0.3, 0.2], d: [0.1, 0.4] }), text);
  });

  it("take a name for δ that the network has not", () => {
    const model = network("δ_s[t] = tanh(U x[t])\ns[t] = tanh(V δ_s[t])\nE[t] = squaredError(d[t], s[t])", {
      x: 1,
      δ_s: 1,
      s: 1,
    });
    expectAll(backward(model, { x: [0.3, 0.2], d: [0.1, 0.4] }), "δ_s");
  });
});
