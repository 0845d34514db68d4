/** Reads norms off an execution after its backward pass. Nothing here changes the numbers. */
import { norm } from "./clipping.js";
import type { Execution } from "./program/backend.js";
import type { FloatArray, Operand } from "./program/program.js";

/** Seeds of the backward pass by loss term: 1 for the sum over time, 1/T for the mean. */
export function seedsFor({ program }: Execution, reduction: "sum" | "mean"): Float64Array {
  return new Float64Array(program.losses.length).fill(reduction === "mean" ? 1 / program.timeSteps : 1);
}

/** The time of the last loss; 0 when there is none. */
export function lastLossTime({ program }: Execution): number {
  return program.losses.reduce((latest, { time }) => Math.max(latest, time), 0);
}

/** Seeds that differentiate the losses of one time step alone. */
export function seedsAt({ program }: Execution, time: number, weight = 1): Float64Array {
  return Float64Array.from(program.losses, (term) => (term.time === time ? weight : 0));
}

/**
 * ‖∂E/∂s‖ of one value: the mean over the batch of each sequence's own norm. The backward pass seeds each sequence's
 * loss with 1/B, so the sum of its norms is that mean.
 */
export function adjointNorm({ adjoints, program }: Execution, { offset, size, stride }: Operand): number {
  if (stride === 0) return norm(adjoints, offset, size);
  let sum = 0;
  for (let b = 0; b < program.batchSize; b++) sum += norm(adjoints, offset + b * stride, size);
  return sum;
}

/** ‖∂E/∂s_t‖ for t = 1…T; 0 where the sequence has no value. [T] */
export function adjointNorms(
  execution: Execution,
  sequence: string,
  into: Float64Array = new Float64Array(execution.program.timeSteps),
): Float64Array {
  const places = execution.program.sequences.get(sequence);
  for (let t = 1; t <= execution.program.timeSteps; t++) {
    const operand = places?.at[t];
    into[t - 1] = operand ? adjointNorm(execution, operand) : 0;
  }
  return into;
}

/** Each time step's own contribution to each parameter's gradient, as norms. By parameter, [T] */
export function contributionNorms(execution: Execution, scratch: FloatArray): Map<string, Float64Array> {
  const { program } = execution;
  const norms = new Map([...program.parameters.keys()].map((name) => [name, new Float64Array(program.timeSteps)]));
  for (let t = 1; t <= program.timeSteps; t++) {
    execution.contributions(t, scratch);
    for (const [name, { offset, size }] of program.parameters) norms.get(name)![t - 1] = norm(scratch, offset, size);
  }
  return norms;
}

/** The first value that is not finite, in the order of computation; undefined when all are. */
export function firstNonFinite({
  program,
  values,
}: Execution): { name: string; time: number; value: number } | undefined {
  const named = new Map<number, { name: string; time: number }>();
  for (const [name, { at }] of program.sequences) {
    at.forEach((operand, time) => {
      if (operand) named.set(operand.offset, { name, time });
    });
  }
  for (const { out, samples } of program.forward) {
    const at = named.get(out.offset);
    if (!at) continue;
    for (let i = out.offset; i < out.offset + samples * out.size; i++) {
      if (!Number.isFinite(values[i])) return { ...at, value: values[i]! };
    }
  }
  return undefined;
}

/** The first adjoint of a named sequence that is not finite, in backward order. */
export function firstNonFiniteAdjoint({
  program,
  adjoints,
}: Execution): { name: string; time: number; value: number } | undefined {
  for (let t = program.timeSteps; t >= 1; t--) {
    for (const [name, { at }] of program.sequences) {
      const operand = at[t];
      if (!operand) continue;
      const end = operand.offset + (operand.stride === 0 ? 1 : program.batchSize) * operand.size;
      for (let i = operand.offset; i < end; i++)
        if (!Number.isFinite(adjoints[i])) return { name, time: t, value: adjoints[i]! };
    }
  }
  return undefined;
}
