/** Norms of what the time steps of a single sequence add to each parameter: ‖δ_t‖ ‖x_t‖, for an outer product. */
import type { Dtype } from "../program/program.js";
import type { Places } from "./memory.js";
import { otherFactor, type ParameterUse } from "./parameterUses.js";
import { VectorNorms, type Vectors } from "./vectorNorms.js";

/** A use at consecutive time steps; indices into the vectors' norms and into the result. */
interface Product {
  readonly use: ParameterUse;
  readonly count: number;
  readonly delta: number;
  /** -1 for what is added as it is. */
  readonly vector: number;
  readonly into: number;
}

/** A contribution that has to be looked at itself. */
export interface Unsafe {
  readonly parameter: string;
  readonly time: number;
}

/** Outside of these, numbers of a contribution are rounded to 0 or infinity, or lose digits. */
const SAFE = { float32: [1e-30, 1e36], float64: [1e-290, 1e300] } as const;
const ROOM = "norms of vectors";
const NONE: readonly Unsafe[] = [];

export class SingleNorms {
  readonly #vectors: VectorNorms;
  readonly #products: readonly Product[];
  readonly #norms: Float64Array;
  readonly #least: number;
  readonly #most: number;

  /**
   * @param start index of a use's first norm in what `read` fills
   * @param run runs a segment of instructions on the machine
   */
  constructor(
    uses: readonly ParameterUse[],
    start: (use: ParameterUse) => number,
    { dtype, buffer }: { readonly dtype: Dtype; readonly buffer: ArrayBufferLike },
    places: Places,
    private readonly run: (segment: Int32Array) => void,
  ) {
    const room = places.roomOfBytes(ROOM, mostBytes(uses));
    this.#vectors = new VectorNorms(
      uses.flatMap((use) => vectorsOf(use, places)),
      room,
    );
    this.#products = uses.map((use) => {
      const [delta, vector] = vectorsOf(use, places).map((vectors) => this.#vectors.indexOf(vectors));
      return { use, count: use.run.steps, delta: delta!, vector: vector ?? -1, into: start(use) };
    });
    this.#norms = new Float64Array(buffer, room, this.#vectors.count);
    [this.#least, this.#most] = SAFE[dtype];
  }

  /** Makes room for what they need, before the memory is made. */
  static reserve(uses: readonly ParameterUse[], places: Places): void {
    places.roomOfBytes(ROOM, mostBytes(uses));
  }

  /** @returns those that are not right, because of their size */
  read(into: Float64Array): readonly Unsafe[] {
    for (let k = 0; k < this.#vectors.segments.length; k++) this.run(this.#vectors.segments[k]!);
    let unsafe = NONE;
    for (let k = 0; k < this.#products.length; k++)
      if (!this.#multiply(this.#products[k]!, into)) unsafe = [...unsafe, ...this.#unsafe(this.#products[k]!, into)];
    return unsafe;
  }

  /** @returns whether all are right */
  #multiply({ count, delta, vector, into: start }: Product, into: Float64Array): boolean {
    const norms = this.#norms;
    const [least, most] = [this.#least, this.#most];
    let isSafe = true;
    for (let i = 0; i < count; i++) {
      const product = vector < 0 ? norms[delta + i]! : norms[delta + i]! * norms[vector + i]!;
      into[start + i] = product;
      isSafe &&= product > least && product < most;
    }
    return isSafe;
  }

  /** A product of 0 is right: no number of the contribution is larger. */
  #unsafe({ use, count, into: start }: Product, into: Float64Array): Unsafe[] {
    const unsafe: Unsafe[] = [];
    for (let i = 0; i < count; i++) {
      const product = into[start + i]!;
      if (product === 0 || (product > this.#least && product < this.#most)) continue;
      unsafe.push({ parameter: use.parameter, time: use.run.operation.time + i });
    }
    return unsafe;
  }
}

/** What the norms take when nothing is asked for twice: two a time step of a use. */
const mostBytes = (uses: readonly ParameterUse[]): number => 16 * uses.reduce((sum, { run }) => sum + run.steps, 0);

/** δ, and in a product the other factor. */
function vectorsOf({ run, as }: ParameterUse, { value, adjoint, bytes }: Places): Vectors[] {
  const { operation, steps } = run;
  const { out } = operation;
  const delta = { address: adjoint(out), step: bytes(out.size), size: out.size, count: steps };
  if (as === "term") return [delta];
  const other = otherFactor(operation.inputs, as === "left" ? 0 : 1);
  return [delta, { address: value(other), step: bytes(other.size), size: other.size, count: steps }];
}
