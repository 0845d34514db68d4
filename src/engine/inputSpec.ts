import {
  type CheckedEquations,
  type InferredShapes,
  type InputUse,
  inputUses,
  type StatementTime,
} from "./language/index.js";

/** An input as the network reads it. */
export interface InputSpec extends InputUse {
  readonly name: string;
  readonly time: StatementTime;
  /** Numbers at one time step. */
  readonly size: number;
}

/** The inputs and targets of checked equations, of these shapes. */
export function inputSpecsOf(checked: CheckedEquations, shapes: InferredShapes): InputSpec[] {
  const uses = inputUses(checked, shapes);
  return checked.inputs.map(({ name, time }) => {
    const { rows, columns } = shapes.ofName.get(name)!;
    return { name, time, size: rows * columns, ...uses.get(name)! };
  });
}
