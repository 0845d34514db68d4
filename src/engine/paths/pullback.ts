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
    const own = { offset: at.offset, adjoint: adjoint.subarray(0, this.#lengthOf(at)) };
    const seeds = logits ? [own, { offset: logits.offset, adjoint: adjoint.subarray(this.#lengthOf(at)) }] : [own];
    this.scratch.run(this.#stepsOf(node), seeds);
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
    const own = this.scratch.view(at.offset, this.#lengthOf(at), false);
    if (!logits) return own.slice();
    const behind = this.scratch.view(logits.offset, this.#lengthOf(logits), true);
    const both = new Float64Array(own.length + behind.length);
    both.set(own);
    both.set(behind, own.length);
    return both;
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
