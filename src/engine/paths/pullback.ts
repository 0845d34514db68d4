import type { Operand } from "../program/program.js";
import type { PathNode } from "./pathGraph.js";
import type { Scratch } from "./scratch.js";
import { type PullStep, vectorJacobianSteps, type Wanted } from "./vectorJacobianSteps.js";

/**
 * Brings adjoints one arrow back: from a node's own to those of what it reads, each arrow for itself (backpropagation
 * would add them up). An adjoint is a plain array: the whole batch, and for a node with logits theirs behind its own.
 */
export class Pullback {
  readonly #steps = new Map<PathNode, readonly PullStep[]>();

  constructor(
    readonly scratch: Scratch,
    private readonly batchSize: number,
  ) {}

  /**
   * @param adjoint of the node
   * @returns the adjoint of each of `node.reads` by this node alone, in that order
   */
  pull(node: PathNode, adjoint: Float64Array): Float64Array[] {
    const { at, logits, reads } = node;
    const length = this.#lengthOf(at);
    const own = { offset: at.offset, adjoint, start: 0, length };
    const behind = logits && { offset: logits.offset, adjoint, start: length, length: this.#lengthOf(logits) };
    this.scratch.run(this.#stepsOf(node), behind ? [own, behind] : [own]);
    return reads.map((read) => this.#adjointOf(read));
  }

  #stepsOf(node: PathNode): readonly PullStep[] {
    let steps = this.#steps.get(node);
    if (!steps) {
      steps = vectorJacobianSteps(node.operations, wantedBy(node));
      this.#steps.set(node, steps);
    }
    return steps;
  }

  #adjointOf({ at, logits }: PathNode): Float64Array {
    const length = this.#lengthOf(at);
    const behind = logits ? this.#lengthOf(logits) : 0;
    const adjoint = new Float64Array(length + behind);
    this.scratch.copy(at.offset, length, false, adjoint, 0);
    if (logits) this.scratch.copy(logits.offset, behind, true, adjoint, length);
    return adjoint;
  }

  #lengthOf({ size, stride }: Operand): number {
    return stride === 0 ? size : size * this.batchSize;
  }
}

/** All that a node reads, as its paths go on: through the logits where these stand for the value. */
export function wantedBy({ reads }: PathNode): Wanted {
  return ({ offset }) => {
    // a loop, for a list of three or four: this is asked for every operand of the graph
    for (const { at, logits } of reads) if (at.offset === offset) return logits ? "logits" : "value";
    return undefined;
  };
}
