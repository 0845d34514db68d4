import {
  allocate,
  type Dtype,
  type FloatArray,
  type Operand,
  type Program,
  sequencePlaces,
} from "./program/program.js";

/** Values of one state, or input, at the last time steps that ran: what later windows start from. The latest stand at the end. */
export class StateHistory {
  #numbers: FloatArray | undefined;
  /** Time steps that it holds. */
  #count = 0;

  /** The most time steps that it holds. */
  #reach = 0;

  constructor(readonly name: string) {}

  clear(): void {
    this.#count = 0;
  }

  /** Makes it hold at least so many time steps from now on. */
  reachBack(steps: number): void {
    if (steps <= this.#reach) return;
    const [before, step] = [this.#numbers, (this.#numbers?.length ?? 0) / this.#reach];
    if (before) {
      this.#numbers = allocate(dtypeOf(before), steps * step);
      this.#numbers.set(before, (steps - this.#reach) * step);
    }
    this.#reach = steps;
  }

  /** Takes over the values at the time steps `first`…T of a pass. They follow those that it holds. */
  append(values: FloatArray, program: Program, first: number): void {
    const step = stepOf(sequencePlaces(program, this.name)!.at[1]!, program);
    const added = Math.min(program.timeSteps - first + 1, this.#reach);
    const { offset } = sequencePlaces(program, this.name)!.at[program.timeSteps - added + 1]!;
    const numbers = this.#room(program, step);
    numbers.copyWithin(0, added * step);
    numbers.set(values.subarray(offset, offset + added * step), (this.#reach - added) * step);
    this.#count = Math.min(this.#reach, this.#count + added);
  }

  /**
   * Copies a value into a pass.
   * @param age time steps before the latest
   * @returns false for what it does not hold: nothing is copied
   */
  copyTo(values: FloatArray, program: Program, operand: Operand, age: number): boolean {
    if (age < 0 || age >= this.#count) return false;
    const step = stepOf(operand, program);
    const at = (this.#reach - 1 - age) * step;
    values.set(this.#numbers!.subarray(at, at + step), operand.offset);
    return true;
  }

  #room({ dtype }: Program, step: number): FloatArray {
    const length = this.#reach * step;
    if (this.#numbers?.length !== length) this.#numbers = allocate(dtype, length);
    return this.#numbers;
  }
}

const dtypeOf = (numbers: FloatArray): Dtype => (numbers instanceof Float32Array ? "float32" : "float64");

/** Numbers of one time step. */
const stepOf = ({ size }: Operand, { batchSize }: Program): number => size * batchSize;
