import type { PathGraph, PathNode } from "./pathGraph.js";
import type { Pullback } from "./pullback.js";
import { workOf } from "./scratch.js";
import type { Walk } from "./walk.js";

/** Paths with the same number of factors, taken together. */
interface SummedPaths {
  /** Number of factors. */
  readonly length: number;
  readonly count: bigint;
  /** Sum of the paths' values. */
  readonly adjoint: Float64Array;
}

/** The sums at one node by number of factors so far. */
type Sums = Map<number, SummedPaths>;

/**
 * Sums of paths by their number of factors, shortest first: like backpropagation, but with an adjoint at each node for
 * each length.
 */
export function sumsByLength(graph: PathGraph, pullback: Pullback, begin: readonly Walk[]): SummedPaths[] {
  const sums = handedOn(graph, pullback, begin, 1);
  return [...sums.values()].sort((a, b) => a.length - b.length);
}

/**
 * All paths together: one adjoint at each node, as in backpropagation, and how many paths it sums. The count is exact;
 * a node's own is dropped once handed on, since through a long sequence it has thousands of digits.
 */
export function totalOf(graph: PathGraph, pullback: Pullback, begin: readonly Walk[]): SummedPaths {
  const [total] = handedOn(graph, pullback, begin, 0).values();
  return total!;
}

/** @param step what an arrow adds to the length by which sums are kept apart */
function handedOn({ nodes, target }: PathGraph, pullback: Pullback, begin: readonly Walk[], step: 0 | 1): Sums {
  const sums = new Map<PathNode, Sums>();
  // sums grow in place, and the walks' own adjoints are used again
  for (const { node, adjoint } of begin) add(sums, node, { length: 0, count: 1n, adjoint: adjoint.slice() });
  for (const node of nodes) {
    if (node === target) continue;
    for (const { length, count, adjoint } of sums.get(node)!.values()) {
      pullback.pull(node, adjoint).forEach((pulled, i) => {
        add(sums, node.reads[i]!, { length: length + step, count, adjoint: pulled });
      });
    }
    sums.delete(node);
  }
  return sums.get(target)!;
}

function add(sums: Map<PathNode, Sums>, node: PathNode, more: SummedPaths): void {
  const own = sums.get(node) ?? new Map<number, SummedPaths>();
  sums.set(node, own);
  const known = own.get(more.length);
  if (!known) {
    own.set(more.length, more);
    return;
  }
  const { adjoint } = known;
  for (let i = 0; i < adjoint.length; i++) adjoint[i] = adjoint[i]! + more.adjoint[i]!;
  own.set(more.length, { ...known, count: known.count + more.count });
}

/** Work of {@link sumsByLength}: at most this many numbers, from the shortest and the longest way to each node. */
export function workOfSums({ nodes, starts, target }: PathGraph): number {
  const shortest = new Float64Array(nodes[0]!.id + 1).fill(Infinity);
  const longest = new Float64Array(nodes[0]!.id + 1);
  for (const { id } of starts) shortest[id] = 0;
  let work = 0;
  for (const { id, operations, reads } of nodes) {
    if (id === target.id) continue;
    const lengths = longest[id]! - shortest[id]! + 1;
    work += lengths * operations.reduce((sum, operation) => sum + 2 * workOf(operation, operation.samples), 0);
    for (const read of reads) {
      shortest[read.id] = Math.min(shortest[read.id]!, shortest[id]! + 1);
      longest[read.id] = Math.max(longest[read.id]!, longest[id]! + 1);
    }
  }
  return work;
}
