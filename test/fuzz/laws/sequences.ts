import type { PreparedBatch } from "../../../src/engine/batch.js";
import { seedsFor } from "../../../src/engine/observe.js";
import { type Backend, type Execution, referenceBackend } from "../../../src/engine/program/backend.js";
import { simdBackend } from "../../../src/engine/simd/execution.js";
import type { Ran, Subject } from "../subject.js";
import { Comparison, numbersOf } from "./compare.js";
import { type Law, leftOut } from "./law.js";

/** A batch computes what its sequences compute one by one; its gradient is the mean of theirs. */
export const batchesAreTheirSequences: Law = {
  name: "batch = its sequences one by one",
  every: 2,
  check(subject) {
    if (subject.reference.batch.batchSize === 1) return leftOut("one sequence");
    const wrong = [referenceBackend, simdBackend].flatMap((backend) => {
      return compare(subject, backend).map((what) => `${backend.name}: ${what}`);
    });
    return { wrong };
  },
};

function compare(subject: Subject, backend: Backend): readonly string[] {
  const whole = subject.on(backend, "float64");
  const { program } = whole.execution;
  const { batchSize } = program;
  const comparison = new Comparison("float64", ["one by one", "batch"]);
  const sum = new Float64Array(program.parameterSize);
  const single = backend.execution(whole.model.program(program.timeSteps, 1));
  for (let b = 0; b < batchSize; b++) {
    runAlone(single, whole, b, subject);
    single.adjoints.subarray(0, sum.length).forEach((x, i) => {
      sum[i] = sum[i]! + x / batchSize;
    });
    compareValues(subject, whole.execution, single, b, comparison);
  }
  for (const [name, operand] of program.parameters) {
    const noise = numbersOf(subject.adjointNoise, operand, 1);
    comparison.numbers(
      `∂E/∂${name}`,
      numbersOf(sum, operand, 1),
      numbersOf(whole.execution.adjoints, operand, 1),
      noise,
    );
  }
  return comparison.wrong;
}

function compareValues(
  { valueNoise }: Subject,
  whole: Execution,
  single: Execution,
  b: number,
  comparison: Comparison,
): void {
  for (const [name, { at }] of whole.program.sequences) {
    const alone = single.program.sequences.get(name)!.at;
    at.forEach((operand, t) => {
      if (!operand) return;
      const start = operand.offset + b * operand.stride;
      const end = start + operand.size;
      const expected = numbersOf(single.values, alone[t]!, 1);
      comparison.numbers(
        `${name}[${t}] of sequence ${b + 1}`,
        expected,
        whole.values.subarray(start, end),
        valueNoise.subarray(start, end),
      );
    });
  }
}

/** One sequence of a batch, by itself. */
function runAlone(execution: Execution, { model, batch }: Ran, b: number, { network }: Subject): void {
  model.load(execution, sequenceOf(batch, model.inputSpecs, b));
  execution.forward();
  execution.backward(seedsFor(execution, network.reduction));
}

function sequenceOf(
  batch: PreparedBatch,
  specs: readonly { readonly name: string; readonly size: number }[],
  b: number,
): PreparedBatch {
  const data = specs.map(({ name, size }) => {
    const all = batch.data.get(name)!;
    const own = all.slice(0, all.length / batch.batchSize);
    for (let i = 0; i * size < own.length; i++) {
      const from = (i * batch.batchSize + b) * size;
      own.set(all.subarray(from, from + size), i * size);
    }
    return [name, own] as const;
  });
  return { ...batch, batchSize: 1, batched: false, data: new Map(data) };
}
