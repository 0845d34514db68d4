import { firstSequence } from "../../../src/engine/firstSequence.js";
import { backward, Derivation, findPaths, OptionError, type Trace } from "../../../src/engine/index.js";
import type { Subject } from "../subject.js";
import { Comparison, largest, numbersOf } from "./compare.js";
import { type Law, leftOut } from "./law.js";

/** All of the first sequence alone may be as large as all of the batch together. */
const noiseOf = ({ adjointNoise, reference }: Subject, name: string): number => {
  const { program } = reference.execution;
  return largest(numbersOf(adjointNoise, program.parameters.get(name)!, 1)) * program.batchSize;
};

const traceOf = (subject: Subject): Trace =>
  backward(subject.fast("float64").model, subject.batch, { reduction: subject.network.reduction });

/** The paths from all losses to a parameter sum to its gradient. */
export const pathsSum: Law = {
  name: "paths sum to the gradient",
  every: 4,
  check(subject) {
    const trace = traceOf(subject);
    const comparison = new Comparison("float64", ["paths", "trace"], 100);
    for (const { name } of trace.model.places) {
      const total = new Float64Array(trace.gradient(name).data.length);
      for (const loss of trace.model.definition.checked.losses)
        pathsFrom(trace, loss, name)?.forEach((x, i) => {
          total[i] = total[i]! + x;
        });
      comparison.numbers(`∂E/∂${name}`, total, trace.gradient(name).data, noiseOf(subject, name));
    }
    return { wrong: comparison.wrong };
  },
};

function pathsFrom(
  trace: Trace,
  loss: string,
  name: string,
): (ArrayLike<number> & Iterable<number> & { forEach(act: (x: number, i: number) => void): void }) | undefined {
  try {
    return Float64Array.from(findPaths(trace, loss, name).sum.data);
  } catch (error) {
    if (error instanceof OptionError && /^no path leads/u.test(error.message)) return undefined;
    throw error;
  }
}

/** The derived formulas by themselves give the gradient, and hold line by line. */
export const derivationsHold: Law = {
  name: "derivation = backpropagation",
  every: 4,
  check(subject) {
    if (subject.reference.model.places.length === 0) return leftOut("no parameter");
    const trace = traceOf(subject);
    const single = firstSequence(trace);
    const derived = new Derivation(trace.model, null, trace);
    const comparison = new Comparison("float64", ["derivation", "trace"], 100);
    for (const { name } of trace.model.places)
      comparison.numbers(
        `∂E/∂${name}`,
        derived.gradient(name).data,
        single.gradient(name).data,
        noiseOf(subject, name),
      );
    const scale = largest(subject.adjointNoise) * trace.batchSize;
    for (const line of derived.lines)
      for (const { time, left, right } of derived.checks(line))
        comparison.numbers(`${line.text} at ${time}`, left.data, right.data, scale);
    return { wrong: comparison.wrong };
  },
};
