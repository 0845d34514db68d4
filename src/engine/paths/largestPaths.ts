import { product } from "./edgeBounds.js";
import { LargestWalks, type SizedWalk, sized } from "./largestWalks.js";
import type { PathGraph, PathNode } from "./pathGraph.js";
import { PriorityQueue } from "./priorityQueue.js";
import type { Pullback } from "./pullback.js";
import type { Walk } from "./walk.js";

export interface Search {
  /** The largest of the paths that were found, largest first. */
  readonly found: readonly SizedWalk[];
  /** Whether no other path can be larger. */
  readonly isProven: boolean;
}

interface SearchOptions {
  /** How many paths are wanted. */
  readonly count: number;
  /** By node, how far the rest of a path can stretch an adjoint. */
  readonly reach: ReadonlyMap<PathNode, number>;
  /** After this many numbers it is given up. */
  readonly work: number;
}

/**
 * Best-first search for the paths with the largest values: walks are followed in the order of what they can at most come
 * to, so that once as many paths are found as are wanted, and no open walk can come to more, these are the largest.
 */
export function largestPaths(
  { target }: PathGraph,
  pullback: Pullback,
  begin: readonly Walk[],
  { count, reach, work }: SearchOptions,
): Search {
  const end = pullback.scratch.work + work;
  const open = new PriorityQueue<Walk>();
  const best = new LargestWalks(count);
  const meet = (walk: Walk): void => {
    const found = sized(walk);
    if (walk.node === target) {
      best.add(found);
      return;
    }
    const most = product(found.size, reach.get(walk.node)!);
    if (most > best.least) open.push(walk, most);
  };
  begin.forEach(meet);
  for (let top = open.pop(); top && top.key > best.least; top = open.pop()) {
    if (pullback.scratch.work > end) return { found: best.all, isProven: false };
    const before = top.item;
    pullback.pull(before.node, before.adjoint).forEach((adjoint, i) => {
      meet({ node: before.node.reads[i]!, before, adjoint });
    });
  }
  return { found: best.all, isProven: true };
}

/**
 * A quick look where the search takes too long: of all walks to a node only the largest few are followed. It finds large
 * paths, not surely the largest.
 * @param kept how many walks to each node are followed
 * @param work after this many numbers it is given up; nodes come latest first
 */
export function promisingPaths(
  { nodes, target }: PathGraph,
  pullback: Pullback,
  begin: readonly Walk[],
  { count, kept, work }: { readonly count: number; readonly kept: number; readonly work: number },
): readonly SizedWalk[] {
  const end = pullback.scratch.work + work;
  const best = new LargestWalks(count);
  const walks = new Map<PathNode, LargestWalks>([[target, best]]);
  const meet = (walk: Walk): void => {
    const known = walks.get(walk.node) ?? new LargestWalks(kept);
    walks.set(walk.node, known);
    known.add(sized(walk));
  };
  begin.forEach(meet);
  for (const node of nodes) {
    if (pullback.scratch.work > end) break;
    if (node === target) continue;
    for (const { walk: before } of walks.get(node)!.all) {
      pullback.pull(node, before.adjoint).forEach((adjoint, i) => {
        meet({ node: node.reads[i]!, before, adjoint });
      });
    }
    walks.delete(node);
  }
  return best.all;
}
