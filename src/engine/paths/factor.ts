import { dimensionsOf, Tensor } from "../tensor.js";
import { eachRow } from "./jacobians.js";
import type { PathNode } from "./pathGraph.js";
import type { PathPlace } from "./pathPlace.js";
import type { Scratch } from "./scratch.js";

/** One partial derivative ∂from/∂to of a path: what `from` reads of `to` directly, all else held fast. */
export class Factor {
  #value: Tensor | undefined;

  constructor(
    private readonly fromNode: PathNode,
    private readonly toNode: PathNode,
    private readonly room: { readonly scratch: Scratch; readonly batchSize: number; readonly batched: boolean },
  ) {}

  get from(): PathPlace {
    return this.fromNode.place;
  }

  get to(): PathPlace {
    return this.toNode.place;
  }

  /** Typeset. */
  get tex(): string {
    return `\\frac{\\partial ${this.from.tex}}{\\partial ${this.to.tex}}`;
  }

  /** How many numbers one sequence's Jacobian has. */
  get size(): number {
    return this.fromNode.at.size * this.toNode.at.size;
  }

  /** The Jacobian: [size of from, size of to], to a matrix [size of from, rows, columns]; with a batch B in front. */
  get value(): Tensor {
    this.#value ??= this.#compute();
    return this.#value;
  }

  #compute(): Tensor {
    const { scratch, batchSize, batched } = this.room;
    const to = this.toNode.at;
    // the plain partial derivative, also where paths are followed through the logits
    const from = { ...this.fromNode, logits: undefined };
    const isShared = from.at.stride === 0;
    const samples = isShared ? 1 : batchSize;
    const data = new Float64Array(samples * this.size);
    for (let sample = 0; sample < samples; sample++) {
      const start = sample * this.size;
      eachRow(
        scratch,
        from,
        ({ offset }) => (offset === to.offset ? "value" : undefined),
        sample,
        (row, i) => {
          data.set(row(to, false), start + i * to.size);
        },
      );
    }
    return new Tensor([...(batched && !isShared ? [batchSize] : []), from.at.size, ...dimensionsOf(to)], data);
  }
}

/** Makes each factor once: paths share them. */
export class FactorTable {
  readonly #factors = new Map<string, Factor>();

  constructor(
    private readonly room: { readonly scratch: Scratch; readonly batchSize: number; readonly batched: boolean },
  ) {}

  /** ∂from/∂to; the two nodes that a softmax may have are one here. */
  factor(from: PathNode, to: PathNode): Factor {
    const key = `${from.at.offset}>${to.at.offset}`;
    let factor = this.#factors.get(key);
    if (!factor) {
      factor = new Factor(from, to, this.room);
      this.#factors.set(key, factor);
    }
    return factor;
  }
}
