import type { Tensor } from "../tensor.js";
import type { Trace } from "../trace.js";
import type { Factor } from "./factor.js";
import type { PathPlace } from "./pathPlace.js";

/** One path from a loss back to the target: a product of partial derivatives. */
export class Path {
  /**
   * @param nodes the quantities along it, the loss first: `["E[3]", "o[3]", "h[3]", "W_hx"]`
   * @param value the product, in the shape of the target (with a batch [B, …] unless the batch shares the target)
   * @param links the partial derivatives from each node to the next
   */
  constructor(
    readonly nodes: readonly string[],
    readonly value: Tensor,
    private readonly links: () => readonly Factor[],
  ) {}

  /** The partial derivatives from each node to the next, in order from the loss; computed when asked for. */
  get factors(): Tensor[] {
    return this.links().map(({ value }) => value);
  }

  /** The same with what each is called. Paths share them. */
  get steps(): readonly Factor[] {
    return this.links();
  }

  toJSON(): { nodes: readonly string[]; value: Tensor } {
    return { nodes: this.nodes, value: this.value };
  }
}

/** All paths with the same number of factors, taken together. */
export interface PathGroup {
  /** Number of factors. */
  readonly length: number;
  readonly count: bigint;
  /** The sum of their values. */
  readonly value: Tensor;
}

/** What a {@link PathSet} holds. */
export type PathSetContents = Omit<PathSet, "toJSON">;

/** Every way by which one quantity acts on a loss: the chain rule written out as a sum over paths. */
export class PathSet {
  /** The forward and backward pass whose numbers these are. */
  readonly trace!: Trace;
  /** The loss that is differentiated; `time` null for all its time steps together. */
  readonly from!: PathPlace;
  /** What it is differentiated by; `time` null for a parameter, all of whose uses count. */
  readonly to!: PathPlace;
  /** What stands before each product: 1, or 1/T for the whole loss of a trace with reduction "mean". (A batch takes the mean over its sequences.) */
  readonly weight!: number;
  /** How many paths there are, exactly. */
  readonly count!: bigint;
  /** The sum of all paths, in the shape of the target. */
  readonly sum!: Tensor;
  /** What backpropagation gives for the same derivative. */
  readonly gradient!: Tensor;
  /** Of each entry of the gradient the sum of the sizes of its terms: where they cancel, rounding goes by these */
  readonly terms!: () => Float64Array;
  /** All paths when there are at most 200, latest loss first; else the largest, largest first. */
  readonly paths!: readonly Path[];
  /** For more than 200 paths: all of them by their number of factors, shortest first; empty when that is too much work. */
  readonly groups!: readonly PathGroup[];
  /** "all" paths are listed; the "largest", proven; or the largest "found" before the search was given up. */
  readonly listed!: "all" | "largest" | "found";

  constructor(contents: PathSetContents) {
    Object.assign(this, contents);
  }

  /** Names and numbers; counts, which may be larger than any JSON number, as decimal digits. */
  toJSON(): object {
    const groups = this.groups.map(({ length, count, value }) => ({ length, count: String(count), value }));
    const { from, to, weight, sum, gradient, paths, listed } = this;
    return { from: from.text, to: to.text, count: String(this.count), weight, sum, gradient, paths, groups, listed };
  }
}
