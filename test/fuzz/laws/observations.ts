import { backward } from "../../../src/engine/index.js";
import { seedsAt } from "../../../src/engine/observe.js";
import { seedLosses } from "../../../src/engine/program/backend.js";
import type { Operand } from "../../../src/engine/program/program.js";
import type { Subject } from "../subject.js";
import { Comparison, largest, numbersOf } from "./compare.js";
import { type Law, leftOut } from "./law.js";

/** A trace's Jacobians, credit and norms are those of backward passes on the reference, one for each row and loss. */
export const observationsAgree: Law = {
  name: "Jacobians, credit and norms = reference",
  check(subject) {
    if (subject.reference.model.definition.checked.timeless) return leftOut("no time");
    const { model } = subject.fast("float64");
    const trace = backward(model, subject.batch, { reduction: subject.network.reduction });
    return { wrong: [...jacobians(subject, trace), ...credits(subject, trace), ...norms(subject, trace)] };
  },
};

type Trace = ReturnType<typeof backward>;

/** What the adjoints are after a backward pass of the reference from given seeds, with their noise. */
function passed({ reference, noise }: Subject, seed: (adjoints: Float32Array | Float64Array) => void) {
  const { execution } = reference;
  const kept = execution.adjoints.slice();
  execution.adjoints.fill(0);
  seed(execution.adjoints);
  execution.propagate();
  const adjoints = execution.adjoints.slice();
  execution.adjoints.set(kept);
  return { adjoints, noise: noise.adjoints(seed, adjoints) };
}

function jacobians(subject: Subject, trace: Trace): readonly string[] {
  const { model, execution } = subject.reference;
  const { sequences, timeSteps, batchSize } = execution.program;
  const comparison = new Comparison("float64", ["reference", "trace"], 10);
  const t = 1 + (subject.network.seed % timeSteps);
  for (const { name, maxLag } of model.definition.checked.states) {
    const { at, boundary } = sequences.get(name)!;
    const [from, to] = [at[t], maxLag > 0 ? (at[t - 1] ?? boundary.get(t - 1)) : (at[t + 1] ?? boundary.get(t + 1))];
    if (!from || !to || to.stride === 0) continue;
    const rows = Array.from({ length: from.size }, (_, i) =>
      passed(subject, (adjoints) => {
        for (let b = 0; b < batchSize; b++) adjoints[from.offset + b * from.stride + i] = 1;
      }),
    );
    const found = trace.jacobian(name, t).data;
    for (let b = 0; b < batchSize; b++) {
      rows.forEach(({ adjoints, noise }, i) => {
        const start = (b * from.size + i) * to.size;
        const place = to.offset + b * to.stride;
        comparison.numbers(
          `∂${name}[${t}]/∂${name}[${t + (maxLag > 0 ? -1 : 1)}], row ${i + 1} of sequence ${b + 1}`,
          adjoints.subarray(place, place + to.size),
          found.subarray(start, start + to.size),
          noise.subarray(place, place + to.size),
        );
      });
    }
  }
  return comparison.wrong;
}

function credits(subject: Subject, trace: Trace): readonly string[] {
  const { execution } = subject.reference;
  const { program } = execution;
  const { timeSteps } = program;
  const comparison = new Comparison("float64", ["reference", "trace"], 10);
  const names = [...program.sequences.keys()];
  const name = names[subject.network.seed % names.length]!;
  const places = program.sequences.get(name)!.at;
  const credit = trace.credit(name).data;
  for (let k = 1; k <= timeSteps; k++) {
    const { adjoints, noise } = passed(subject, (into) =>
      seedLosses({ adjoints: into, program }, seedsAt(execution, k)),
    );
    const rows = places.map((operand) => operand && meanNorm(adjoints, operand, program.batchSize));
    const scales = places.map((operand) =>
      operand ? largest(numbersOf(noise, operand, program.batchSize)) * operand.size : 0,
    );
    for (let t = 1; t <= timeSteps; t++)
      comparison.numbers(
        `‖∂E_${k}/∂${name}[${t}]‖`,
        [rows[t] ?? 0],
        [credit[(k - 1) * timeSteps + t - 1]!],
        scales[t] ?? 0,
      );
  }
  return comparison.wrong;
}

function norms(subject: Subject, trace: Trace): readonly string[] {
  const { execution } = subject.reference;
  const { program, adjoints } = execution;
  const comparison = new Comparison("float64", ["reference", "trace"], 10);
  for (const [name, { at }] of program.sequences) {
    const found = trace.gradientNorms(name);
    at.forEach((operand, t) => {
      if (!operand) return;
      const scale =
        largest(numbersOf(subject.adjointNoise, operand, program.batchSize)) * operand.size * program.batchSize;
      comparison.numbers(
        `‖∂E/∂${name}[${t}]‖`,
        [meanNorm(adjoints, operand, program.batchSize)],
        [found[t - 1]!],
        scale,
      );
    });
  }
  const expected = execution.contributionNorms();
  for (const [name, operand] of program.parameters)
    comparison.numbers(
      `norms of ∂E/∂${name}`,
      expected.get(name)!,
      trace.gradientNorms(name),
      largest(numbersOf(subject.adjointNoise, operand, 1)) * operand.size,
    );
  return comparison.wrong;
}

/** The sum over the batch: each sequence's loss counts 1/B already. */
function meanNorm(adjoints: Float32Array | Float64Array, { offset, size, stride }: Operand, batchSize: number): number {
  let sum = 0;
  for (let b = 0; b < batchSize; b++)
    sum += Math.hypot(...adjoints.subarray(offset + b * stride, offset + b * stride + size));
  return sum;
}
