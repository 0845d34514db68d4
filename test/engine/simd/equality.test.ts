/** The fast backend computes what the reference backend computes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Definition, learned, type Sizes } from "../../../src/engine/index.js";
import { seedsFor } from "../../../src/engine/observe.js";
import { type Execution, referenceBackend } from "../../../src/engine/program/backend.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { simdBackend } from "../../../src/engine/simd/execution.js";
import { type CellName, cells } from "../../../src/lab/cells.js";
import { holds } from "../../support/property.js";
import { randomNetwork } from "../randomNetwork.js";
import { compared, differences, executionOn, wrongNorms } from "./backends.js";
import { batchFor, sizesOf } from "./batches.js";

const dtypes: Dtype[] = ["float64", "float32"];

const others: Record<string, string> = {
  "concat form":
    "s[t] = tanh(W concat(x[t], s[t-1]) + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])",
  "sequence of data alone":
    "a[t] = x[t] .* 2\ns[t] = tanh(U a[t-1] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])",
  "cost of large weights":
    "A = (W + W') / 2\ns[t] = tanh(U x[t] + A s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])\nE_w = 0.01 * sum(A .^ 2) + 0.02 * sum(V .* V)",
  "row vectors":
    "s[t] = tanh(x[t]' U + s[t-1] W + b)\ny[t] = softmax(V s[t]' + c)\nE[t] = crossEntropy(target[t], y[t])",
};

describe.each(dtypes)("in %s the fast backend equals the reference", (dtype) => {
  it("for random networks, also where what is given is differentiable", () => {
    const inputs = fc.constantFrom("constant" as const, "differentiable" as const);
    holds(
      fc.property(randomNetwork, inputs, ({ text, sizes, batch, seed }, inputs) => {
        const model = new Definition(text).build(sizes, { seed, dtype });
        expect(differences(model, batch, "pass", { inputs }), text).toEqual([]);
      }),
      100,
    );
  });

  const names = Object.keys(cells) as CellName[];
  it.each(names.flatMap((name) => [null, 1, 5, 18].map((B) => [name, B] as const)))("for %s with B = %s", (name, B) => {
    const definition = cells[name];
    const sizes = sizesOf(definition.equations.join("\n"));
    const model = definition.build(sizes, { seed: 2, dtype });
    expect(differences(model, batchFor(definition, sizes, 6, B))).toEqual([]);
  });

  it.each(Object.keys(others))("for the %s", (name) => {
    const definition = new Definition(others[name]!);
    const sizes: Sizes = { x: 7, s: name === "row vectors" ? [1, 13] : 13, y: 5 };
    const model = definition.build(sizes, { seed: 2, dtype });
    expect(differences(model, batchFor(definition, sizes, 6, 3))).toEqual([]);
  });

  it("with a learned initial state", () => {
    const sizes: Sizes = { x: 7, s: 13, y: 5 };
    const model = cells.elman.build(sizes, { seed: 2, dtype, initial: { s: learned } });
    expect(differences(model, batchFor(cells.elman, sizes, 6, 3))).toEqual([]);
  });

  it("again and again, after other seeds and after seeds of the caller", () => {
    const text = "u[t] = tanh(P x[t])"; // which no loss reads
    const definition = new Definition(`${cells.lstm.equations.join("\n")}\n${text}`);
    const sizes: Sizes = { x: 7, h: 13, y: 5, u: 3 };
    const model = definition.build(sizes, { seed: 2, dtype });
    const pair = [referenceBackend, simdBackend].map((backend) =>
      executionOn(backend, model, batchFor(definition, sizes, 6, 3)),
    ) as [Execution, Execution];
    const alone = Float64Array.from(pair[0].program.losses, (_, i) => (i === 2 ? 1 : 0));
    for (const execution of pair) execution.backward(alone);
    expect(compared(...pair)).toEqual([]);
    for (const execution of pair) {
      execution.adjoints.fill(0);
      for (const name of ["h", "u"]) execution.adjoints[execution.program.sequences.get(name)!.at[4]!.offset + 1] = 1;
      execution.propagate();
    }
    expect(compared(...pair)).toEqual([]);
    for (const execution of pair) execution.backward(seedsFor(execution, "mean"));
    expect(compared(...pair)).toEqual([]);
  });

  const seeds = dtype === "float64" ? [1e-160, 1e-200, 1e-305, 1e-320, 1e200] : [1e-20, 1e-36, 1e-44, 1e30];
  it.each(seeds.flatMap((seed) => [null, 3].map((B) => [seed, B] as const)))(
    "norms of adjoints near %s, B = %s",
    (seed, B) => {
      const sizes: Sizes = { x: 7, s: 13, y: 5 };
      const execution = executionOn(
        simdBackend,
        cells.elman.build(sizes, { seed: 2, dtype }),
        batchFor(cells.elman, sizes, 6, B),
      );
      execution.backward(new Float64Array(6).fill(seed));
      expect(wrongNorms(execution)).toEqual([]);
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("norms of parameters that are %s", (wrong) => {
    const sizes: Sizes = { x: 7, s: 13, y: 5 };
    const execution = executionOn(
      simdBackend,
      cells.elman.build(sizes, { seed: 2, dtype }),
      batchFor(cells.elman, sizes, 6, null),
    );
    execution.values[execution.program.parameters.get("W")!.offset + 3] = wrong;
    execution.forward();
    execution.backward(seedsFor(execution, "sum"));
    expect(wrongNorms(execution)).toEqual([]);
  });
});
