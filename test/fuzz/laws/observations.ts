import { backward } from "../../../src/engine/index.js";
import { seedsAt } from "../../../src/engine/observe.js";
import { seedLosses } from "../../../src/engine/program/backend.js";
import type { FloatArray, Operand } from "../../../src/engine/program/program.js";
import type { Subject } from "../subject.js";
import { Comparison, largest, numbersOf } from "./compare.js";
import { type Law, leftOut } from "./law.js";

/** A trace's Jacobians, credit and norms are those of backward passes on the reference, one for each row and loss. */
export const observationsAgree: Law = {
  name: "Jacobians, credit and norms = reference",
  every: 4,
  check(subject) {
    if (subject.reference.model.definition.checked.timeless) return leftOut("no time");
    const { model } = subject.fast("float64");
    const trace = backward(model, subject.batch, { reduction: subject.network.reduction });
    return { wrong: [...jacobians(subject, trace), ...credits(subject, trace), ...norms(subject, trace)] };
  },
};

type Trace = ReturnType<typeof backward>;

/** What the adjoints are after a backward pass of the reference from given seeds. */
function passed({ reference: { execution } }: Subject, seed: (adjoints: FloatArray) => void): FloatArray {
  const kept = execution.adjoints.slice();
  execution.adjoints.fill(0);
  seed(execution.adjoints);
  execution.propagate();
  const adjoints = execution.adjoints.slice();
  execution.adjoints.set(kept);
  return adjoints;
}

function jacobians(subject: Subject, trace: Trace): readonly string[] {
  const { model, execution } = subject.reference;
  const { sequences, timeSteps } = execution.program;
  const comparison = new Comparison("float64", ["reference", "trace"], 10);
  const t = 1 + (subject.network.seed % timeSteps);
  for (const { name, runsBackward } of model.definition.checked.states) {
    const { at, boundary } = sequences.get(name)!;
    const before = runsBackward ? t + 1 : t - 1;
    const [from, inside] = [at[t], at[before]];
    // a start is one value, wherever it stands
    const starts = [...boundary].flatMap(([time, operand]) => (time < 1 === before < 1 ? [operand] : []));
    const to = inside ? [inside] : starts;
    if (!from || to.some(({ stride }) => stride === 0)) continue;
    jacobian(
      subject,
      { from, to, what: `∂${name}[${t}]/∂${name}[${before}]` },
      trace.jacobian(name, t).data,
      comparison,
    );
  }
  return comparison.wrong;
}

interface Ends {
  readonly from: Operand;
  /** Where it stands, once or several times. */
  readonly to: readonly Operand[];
  readonly what: string;
}

/** Row by row; the noise is that of all rows at once. */
function jacobian(subject: Subject, { from, to, what }: Ends, found: FloatArray, comparison: Comparison): void {
  const { batchSize } = subject.reference.execution.program;
  const seedRow = (i: number) => (adjoints: FloatArray) => {
    for (let b = 0; b < batchSize; b++) adjoints[from.offset + b * from.stride + i] = 1;
  };
  const seedAll = (adjoints: FloatArray) => {
    for (let i = 0; i < from.size; i++) seedRow(i)(adjoints);
  };
  const noise = subject.noise.adjoints(seedAll, passed(subject, seedAll));
  for (let i = 0; i < from.size; i++) {
    const adjoints = passed(subject, seedRow(i));
    for (let b = 0; b < batchSize; b++) {
      const { size } = to[0]!;
      const start = (b * from.size + i) * size;
      const row = found.subarray(start, start + size);
      const [expected, terms] = [adjoints, noise].map((arena) =>
        Float64Array.from({ length: size }, (_, k) =>
          to.reduce((sum, { offset, stride }) => sum + arena[offset + b * stride + k]!, 0),
        ),
      );
      comparison.numbers(`${what}, row ${i + 1} of sequence ${b + 1}`, expected!, row, terms!);
    }
  }
}

/** ‖∂E_k/∂s_t‖; the noise is that of all losses at once. */
function credits(subject: Subject, trace: Trace): readonly string[] {
  const { execution } = subject.reference;
  const { program } = execution;
  const { timeSteps, batchSize } = program;
  const comparison = new Comparison("float64", ["reference", "trace"], 10);
  const names = [...program.sequences.keys()];
  const name = names[subject.network.seed % names.length]!;
  const credit = trace.credit(name).data;
  for (let k = 1; k <= timeSteps; k++) {
    const adjoints = passed(subject, (into) => seedLosses({ adjoints: into, program }, seedsAt(execution, k)));
    program.sequences.get(name)!.at.forEach((operand, t) => {
      if (!operand) return;
      const scale = largest(numbersOf(subject.adjointNoise, operand, batchSize)) * operand.size * timeSteps * batchSize;
      const found = credit[(k - 1) * timeSteps + t - 1]!;
      comparison.numbers(`‖∂E_${k}/∂${name}[${t}]‖`, [meanNorm(adjoints, operand, batchSize)], [found], scale);
    });
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
function meanNorm(adjoints: FloatArray, { offset, size, stride }: Operand, batchSize: number): number {
  let sum = 0;
  for (let b = 0; b < batchSize; b++)
    sum += Math.hypot(...adjoints.subarray(offset + b * stride, offset + b * stride + size));
  return sum;
}
