import type { Dtype, Operand } from "../../../src/engine/index.js";
import type { Program } from "../../../src/engine/program/program.js";

/** What two computations of one number may differ by, relative to the sum of its absolute terms. */
export const BOUND: Readonly<Record<Dtype, number>> = { float64: 1e-12, float32: 1e-5 };
/** Numbers below are rounded as if they were this large: products of small ones are lost. */
const LEAST: Readonly<Record<Dtype, number>> = { float64: 1e-290, float32: 1e-36 };

/** Collects what differs, the first entry of each place. */
export class Comparison {
  readonly wrong: string[] = [];
  readonly #bound: number;

  constructor(
    private readonly dtype: Dtype,
    private readonly names: readonly [string, string],
    factor = 1,
  ) {
    this.#bound = BOUND[dtype] * factor;
  }

  /** @param scale the sum of absolute terms: one number, or one for each entry, of which the largest counts */
  numbers(
    what: string,
    expected: ArrayLike<number>,
    actual: ArrayLike<number>,
    scale: number | ArrayLike<number>,
  ): void {
    const size = typeof scale === "number" ? scale : largest(scale);
    const most = this.#bound * Math.max(size, LEAST[this.dtype]);
    if (expected.length !== actual.length) this.wrong.push(`${what}: ${expected.length} and ${actual.length} numbers`);
    for (let i = 0; i < expected.length; i++) {
      if (Object.is(expected[i], actual[i]) || Math.abs(expected[i]! - actual[i]!) <= most) continue;
      this.wrong.push(
        `${what}[${i}]: ${this.names[0]} ${expected[i]}, ${this.names[1]} ${actual[i]} (terms of ${size.toPrecision(2)})`,
      );
      return;
    }
  }
}

export function largest(numbers: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]!));
  return most;
}

/** The numbers of an operand, all sequences. */
export const numbersOf = <Numbers extends Float32Array | Float64Array>(
  arena: Numbers,
  { offset, size, stride }: Operand,
  batchSize: number,
): Numbers => arena.subarray(offset, offset + size * (stride === 0 ? 1 : batchSize)) as Numbers;

/** Everything in a program that has a name, with the name as it is read: parameters, what is made of them, sequences in time. */
export function namedOperands({ parameters, derived, sequences }: Program): (readonly [string, Operand])[] {
  const inTime = [...sequences].flatMap(([name, { at, boundary }]) =>
    [...at.entries(), ...boundary].flatMap(([t, operand]) => (operand ? [[`${name}[${t}]`, operand] as const] : [])),
  );
  return [...parameters, ...derived, ...inTime];
}
