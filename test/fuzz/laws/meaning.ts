import { type CheckedEquations, nodesIn } from "../../../src/engine/language/index.js";
import type { Execution } from "../../../src/engine/program/backend.js";
import type { Operand, SequencePlaces } from "../../../src/engine/program/program.js";
import { Interpreter, type Matrix } from "../interpret.js";
import type { Subject } from "../subject.js";
import { Comparison } from "./compare.js";
import type { Law } from "./law.js";

/** Every value is what its equation says, sequence by sequence. */
export const valuesAreTheEquations: Law = {
  name: "values are what the equations say",
  check(subject) {
    const comparison = new Comparison("float64", ["equation", "reference"]);
    const { batchSize } = subject.reference.execution.program;
    // of a large batch the ends: the others are held to it by the batch's own law
    for (const b of new Set([0, batchSize - 1])) compare(subject, b, comparison);
    return { wrong: comparison.wrong };
  },
};

/** Units of the precision that the logarithm of a probability near 1 loses: the probability itself is rounded. */
const LOG_NEAR_ONE = 4;

/** Here a cross-entropy is the logarithm of its prediction, as written; the engine takes it from the logits. */
const takesPlainLogs = ({ statements }: CheckedEquations): boolean =>
  statements.some(({ expression }) =>
    nodesIn(expression).some((node) => node.kind === "call" && /[cC]rossEntropy/u.test(node.function)),
  );

function compare({ reference, valueNoise }: Subject, b: number, comparison: Comparison): void {
  const { execution, model } = reference;
  const { program, values } = execution;
  const { checked } = model.definition;
  const noise = takesPlainLogs(checked) ? valueNoise.map((x) => Math.max(x, LOG_NEAR_ONE)) : valueNoise;
  const interpreter = new Interpreter(checked, givenOf(execution, b), program.timeSteps);
  for (const { name, time } of checked.statements) {
    const places = program.sequences.get(name)?.at ?? [];
    const derived = program.derived.get(name);
    const all = derived ? [[null, derived] as const] : [...places.entries()];
    for (const [t, operand] of all) {
      if (!operand) continue;
      const { data } = interpreter.value(name, time === "none" ? null : t);
      const { offset, size, stride } = operand;
      const start = offset + b * stride;
      const what = `${name}${t === null ? "" : `[${t}]`} of sequence ${b + 1}`;
      comparison.numbers(what, data, values.subarray(start, start + size), noise.subarray(start, start + size));
    }
  }
}

/** What a text does not compute, as it was loaded. */
function givenOf({ program, values }: Execution, b: number) {
  const read = ({ offset, rows, columns, size, stride }: Operand): Matrix => {
    const start = offset + b * stride;
    return { rows, columns, data: values.slice(start, start + size) };
  };
  const at = ({ at, boundary }: SequencePlaces, time: number | null): Matrix =>
    read(at[time ?? program.timeSteps] ?? boundary.get(time!)!);
  return {
    parameter: (name: string) => read(program.parameters.get(name)!),
    input: (name: string, time: number | null) => at(program.inputs.get(name)!, time),
    outside: (name: string, time: number) => at(program.sequences.get(name)!, time),
  };
}
