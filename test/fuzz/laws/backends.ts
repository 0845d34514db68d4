import type { Dtype } from "../../../src/engine/index.js";
import type { Execution } from "../../../src/engine/program/backend.js";
import { referenceBackend } from "../../../src/engine/program/backend.js";
import { wrongNorms } from "../../engine/simd/backends.js";
import type { Subject } from "../subject.js";
import { Comparison, namedOperands, numbersOf } from "./compare.js";
import { type Law, leftOut, type Verdict } from "./law.js";

/** The fast backend computes what the reference computes: all that has a name, and each time step's contributions. */
export const backendsAgree = (dtype: Dtype): Law => ({
  name: `fast = reference, ${dtype}`,
  every: dtype === "float64" ? 1 : 2,
  check(subject) {
    if (dtype === "float32" && subject.kinks === "near") return leftOut("near a kink");
    const { execution } = subject.on(referenceBackend, dtype);
    if (!areFinite(execution)) return leftOut(`beyond the range of ${dtype}`);
    return compared(subject, execution, subject.fast(dtype).execution);
  },
});

/** Whether all values that have a name are: those of float64 are, of every network that is judged. */
const areFinite = ({ program, values }: Execution): boolean =>
  namedOperands(program).every(([, operand]) => numbersOf(values, operand, program.batchSize).every(Number.isFinite));

function compared({ valueNoise, adjointNoise }: Subject, expected: Execution, actual: Execution): Verdict {
  const { program } = expected;
  const { batchSize, timeSteps, dtype } = program;
  const comparison = new Comparison(dtype, ["reference", "fast"]);
  for (const [name, operand] of namedOperands(program)) {
    const of = (arena: Float32Array | Float64Array) => numbersOf(arena, operand, batchSize);
    comparison.numbers(name, of(expected.values), of(actual.values), of(valueNoise));
    comparison.numbers(`∂E/∂${name}`, of(expected.adjoints), of(actual.adjoints), of(adjointNoise));
  }
  const [mine, other] = [expected, actual].map(({ values }) => values.slice(0, program.sharedSize));
  for (let t = 1; t <= timeSteps; t++) {
    expected.contributions(t, mine!);
    actual.contributions(t, other!);
    for (const [name, operand] of program.parameters) {
      const of = (arena: Float32Array | Float64Array) => numbersOf(arena, operand, 1);
      comparison.numbers(`∂E/∂${name} at ${t}`, of(mine!), of(other!), of(adjointNoise));
    }
  }
  return { wrong: [...comparison.wrong, ...wrongNorms(actual)] };
}

/** What the time steps contribute sums to the gradient, on both backends. */
export const contributionsSum: Law = {
  name: "contributions sum to the gradient",
  check(subject) {
    const wrong = [subject.reference, subject.fast("float64")].flatMap(({ execution }) => summed(subject, execution));
    return { wrong };
  },
};

function summed({ adjointNoise }: Subject, execution: Execution): readonly string[] {
  const { program, adjoints } = execution;
  const comparison = new Comparison("float64", ["gradient", "sum over time"]);
  const share = execution.values.slice(0, program.sharedSize);
  const total = new Float64Array(share.length);
  for (let t = 1; t <= program.timeSteps; t++) {
    execution.contributions(t, share);
    for (let i = 0; i < total.length; i++) total[i] = total[i]! + share[i]!;
  }
  for (const [name, operand] of program.parameters) {
    const of = <Numbers extends Float32Array | Float64Array>(arena: Numbers) => numbersOf(arena, operand, 1);
    comparison.numbers(`∂E/∂${name}`, of(adjoints), of(total), of(adjointNoise));
  }
  return comparison.wrong;
}
