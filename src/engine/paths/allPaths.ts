import type { PathGraph } from "./pathGraph.js";
import type { Pullback } from "./pullback.js";
import type { Walk } from "./walk.js";

/**
 * Every path, in the order of the graph: latest loss first, then by what each node reads.
 * @param begin the walks that begin at the graph's starts
 */
export function allPaths({ target }: PathGraph, pullback: Pullback, begin: readonly Walk[]): Walk[] {
  const found: Walk[] = [];
  const open = [...begin].reverse();
  for (let walk = open.pop(); walk; walk = open.pop()) {
    if (walk.node === target) {
      found.push(walk);
      continue;
    }
    const before = walk;
    const next = pullback.pull(before.node, before.adjoint).map((adjoint, i) => {
      return { node: before.node.reads[i]!, before, adjoint };
    });
    open.push(...next.reverse());
  }
  return found;
}
