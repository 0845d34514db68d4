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

function compare({ reference, valueNoise }: Subject, b: number, comparison: Comparison): void {
  const { execution, model } = reference;
  const { program, values } = execution;
  const { checked } = model.definition;
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
      comparison.numbers(what, data, values.subarray(start, start + size), valueNoise.subarray(start, start + size));
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
