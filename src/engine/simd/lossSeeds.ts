import { seedLosses } from "../program/backend.js";
import { allocate, type FloatArray, type Program } from "../program/program.js";

/** Losses that follow one another in the arena, and their adjoints. */
interface Stretch {
  readonly offset: number;
  readonly numbers: FloatArray;
}

/** The adjoints of the losses. They are worked out once for the same seeds, which most passes have; then they are copied. */
export class LossSeeds {
  readonly #stretches: readonly Stretch[];
  /** What the numbers were worked out from; at first from none. */
  readonly #seeds: Float64Array;

  constructor(private readonly program: Program) {
    this.#stretches = stretchesOf(program);
    this.#seeds = new Float64Array(program.losses.length).fill(Number.NaN);
  }

  /** @param seeds see `Execution.backward` */
  write(adjoints: FloatArray, seeds: ArrayLike<number>): void {
    if (!this.#isKnown(seeds)) this.#workOut(adjoints, seeds);
    for (let k = 0; k < this.#stretches.length; k++)
      adjoints.set(this.#stretches[k]!.numbers, this.#stretches[k]!.offset);
  }

  #isKnown(seeds: ArrayLike<number>): boolean {
    const known = this.#seeds;
    for (let i = 0; i < known.length; i++) if (known[i] !== seeds[i]) return false;
    return true;
  }

  #workOut(adjoints: FloatArray, seeds: ArrayLike<number>): void {
    seedLosses({ adjoints, program: this.program }, seeds);
    this.#seeds.set(seeds);
    for (const { offset, numbers } of this.#stretches) numbers.set(adjoints.subarray(offset, offset + numbers.length));
  }
}

function stretchesOf({ losses, batchSize, dtype }: Program): Stretch[] {
  const places = losses
    .map(({ operand: { offset, stride } }) => ({ offset, length: stride === 0 ? 1 : batchSize }))
    .sort((a, b) => a.offset - b.offset);
  const joined: { offset: number; length: number }[] = [];
  for (const { offset, length } of places) {
    const last = joined[joined.length - 1];
    if (last && last.offset + last.length === offset) last.length += length;
    else joined.push({ offset, length });
  }
  return joined.map(({ offset, length }) => ({ offset, numbers: allocate(dtype, length) }));
}
