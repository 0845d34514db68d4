import type { PathNode } from "./pathGraph.js";

/** The first part of a path: from a loss down to `node`. */
export interface Walk {
  readonly node: PathNode;
  /** The part before; undefined at the loss. */
  readonly before: Walk | undefined;
  /** ∂loss/∂node along this walk alone. */
  readonly adjoint: Float64Array;
}

/** The nodes of a walk, from the loss on. */
export function nodesOf(walk: Walk): PathNode[] {
  const nodes: PathNode[] = [];
  for (let at: Walk | undefined = walk; at; at = at.before) nodes.push(at.node);
  return nodes.reverse();
}
