import type { PreparedBatch } from "./batch.js";
import { sequenceOf } from "./firstSequence.js";
import type { Model } from "./model.js";
import { seedsFor } from "./observe.js";
import { allocate } from "./program/program.js";

/**
 * Of each entry of each parameter's gradient the sum of absolute terms: Σ over sequences and time steps of the size of what
 * that step of that sequence adds to it. It is at least the size of the entry, and more where contributions cancel.
 * @param model whose gradient it is; the reference rules compute the contributions
 * @returns by parameter, row-major
 */
export function contributionSizes(
  model: Model,
  batch: PreparedBatch,
  reduction: "sum" | "mean",
): ReadonlyMap<string, Float64Array> {
  const sizes = new Map(model.places.map(({ name, size }) => [name, new Float64Array(size)]));
  const execution = model.newExecution(batch.timeSteps, 1);
  const { parameters, sharedSize, dtype, timeSteps } = execution.program;
  const share = allocate(dtype, sharedSize);
  const seeds = seedsFor(execution, reduction);
  for (let b = 0; b < batch.batchSize; b++) {
    model.load(execution, sequenceOf(batch, model.inputSpecs, b));
    execution.forward();
    execution.backward(seeds);
    for (let t = 1; t <= timeSteps; t++) {
      execution.contributions(t, share);
      for (const [name, { offset }] of parameters) addSizes(sizes.get(name)!, share, offset, batch.batchSize);
    }
  }
  return sizes;
}

function addSizes(into: Float64Array, share: ArrayLike<number>, offset: number, batchSize: number): void {
  for (let i = 0; i < into.length; i++) into[i] = into[i]! + Math.abs(share[offset + i]!) / batchSize;
}
