import { Code, Tape } from "./tape.js";

/** Vectors that follow one another in memory. */
export interface Vectors {
  /** In bytes. */
  readonly address: number;
  /** Bytes from one to the next: `size` numbers. */
  readonly step: number;
  readonly size: number;
  readonly count: number;
}

/** Of several that overlap or touch, all: s[0…T] for s[t] and s[t-1]. */
interface Block extends Vectors {
  /** Index of the first one's norm. */
  readonly first: number;
}

/** The norms of many vectors by one run of the machine; of a vector that is asked for twice, once. */
export class VectorNorms {
  /** Instructions that write the norms. */
  readonly segments: readonly Int32Array[];
  readonly count: number;
  readonly #blocks: readonly Block[];

  /** @param into address of the norms, one behind the other as doubles */
  constructor(asked: readonly Vectors[], into: number) {
    let count = 0;
    this.#blocks = joined(asked).map((vectors) => {
      count += vectors.count;
      return { ...vectors, first: count - vectors.count };
    });
    this.count = count;
    const tape = new Tape();
    for (const { count, size, address, first } of this.#blocks)
      tape.emit(Code.norms, count, size, address, into + 8 * first);
    this.segments = tape.take();
  }

  /** Index of the norm of the first of some vectors that were asked for. */
  indexOf(vectors: Vectors): number {
    const block = this.#blocks.find((block) => goesOn(block, vectors))!;
    return block.first + (vectors.address - block.address) / block.step;
  }
}

function joined(asked: readonly Vectors[]): Vectors[] {
  const blocks: Vectors[] = [];
  for (const vectors of [...asked].sort((a, b) => a.size - b.size || a.address - b.address)) {
    const last = blocks[blocks.length - 1];
    if (!last || !goesOn(last, vectors)) blocks.push(vectors);
    else {
      const before = (vectors.address - last.address) / last.step;
      blocks[blocks.length - 1] = { ...last, count: Math.max(last.count, before + vectors.count) };
    }
  }
  return blocks;
}

/** Whether vectors begin at one of a block's, or right behind it; none of this size begin between two, or before the block. */
const goesOn = (block: Vectors, { address, size }: Vectors): boolean =>
  size === block.size && address <= block.address + block.count * block.step;
