/** A batch's norms are the same whether they are found on the way or afterwards, and finding them changes no gradient. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seedsFor } from "../../../src/engine/observe.js";
import type { Execution } from "../../../src/engine/program/backend.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { simdBackend } from "../../../src/engine/simd/execution.js";
import { cells } from "../../../src/lab/cells.js";
import { holds } from "../../support/property.js";
import { executionOn, wrongNorms } from "./backends.js";
import { batchFor, sizesOf } from "./batches.js";

const networks = fc.record({
  cell: fc.constantFrom("elman", "gru", "lstm", "bidirectional", "manyToOne"),
  hidden: fc.integer({ min: 2, max: 30 }),
  inputs: fc.integer({ min: 2, max: 12 }),
  T: fc.integer({ min: 2, max: 7 }),
  B: fc.integer({ min: 2, max: 45 }),
  dtype: fc.constantFrom<Dtype>("float64", "float32"),
});
type Network = typeof networks extends fc.Arbitrary<infer Value> ? Value : never;

function executionOf({ cell, hidden, inputs, T, B, dtype }: Network): Execution {
  const definition = cells[cell];
  const names = Object.keys(sizesOf(definition.equations.join("\n")));
  const sizeOf = (name: string): number => (name === "x" ? inputs : name === "y" ? 5 : hidden);
  const sizes = Object.fromEntries(names.map((name) => [name, sizeOf(name)]));
  return executionOn(simdBackend, definition.build(sizes, { seed: 2, dtype }), batchFor(definition, sizes, T, B));
}

const elman = (dtype: Dtype, B: number): Execution =>
  executionOf({ cell: "elman", hidden: 13, inputs: 7, T: 6, B, dtype });

function pass(execution: Execution, seed = 1): void {
  execution.forward();
  execution.backward(seedsFor(execution, "sum").fill(seed));
}

/** The place of the first number that has other bits. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).findIndex((x, i) => !Object.is(x, b[i]));

describe("a batch", () => {
  it("has the same norms when they are asked for after a pass and when a pass finds them on its way", () => {
    holds(
      fc.property(networks, (network) => {
        const execution = executionOf(network);
        const asked = execution.contributionNorms();
        pass(execution);
        expect(execution.contributionNorms()).toEqual(asked);
        expect(wrongNorms(execution)).toEqual([]);
      }),
      50,
    );
  });

  it("has the same gradients whether norms are found or not", () => {
    holds(
      fc.property(networks, (network) => {
        const [observed, plain] = [executionOf(network), executionOf(network)];
        observed.contributionNorms();
        for (const execution of [observed, plain]) pass(execution);
        expect(difference(observed.adjoints, plain.adjoints)).toBe(-1);
      }),
      40,
    );
  });
});

describe.each(["float64", "float32"] as const)("norms of a batch in %s that a pass finds on its way", (dtype) => {
  const seeds = dtype === "float64" ? [1e-160, 1e-200, 1e-320, 1e200, 0] : [1e-20, 1e-36, 1e-44, 1e30, 0];
  it.each(seeds)("are right for adjoints near %s", (seed) => {
    const execution = elman(dtype, 9);
    execution.contributionNorms();
    pass(execution, seed);
    expect(wrongNorms(execution)).toEqual([]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("are right for parameters that are %s", (wrong) => {
    const execution = elman(dtype, 9);
    execution.contributionNorms();
    execution.values[execution.program.parameters.get("W")!.offset + 3] = wrong;
    pass(execution);
    expect(wrongNorms(execution)).toEqual([]);
  });

  it("are those of seeds of the caller too", () => {
    const execution = elman(dtype, 9);
    execution.contributionNorms();
    execution.adjoints.fill(0);
    execution.adjoints[execution.program.sequences.get("s")!.at[4]!.offset + 1] = 1;
    execution.propagate();
    expect(wrongNorms(execution)).toEqual([]);
  });

  it("are right for more sequences than are summed by themselves", () => {
    const execution = elman(dtype, 257);
    execution.contributionNorms();
    pass(execution);
    expect(wrongNorms(execution)).toEqual([]);
  });
});
