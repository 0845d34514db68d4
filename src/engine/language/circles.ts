import { grouped } from "./grouped.js";

/** Groups of nodes that reach each other. */

interface Visit<Node> {
  readonly node: Node;
  readonly order: number;
  /** The earliest visit that it is known to reach back to. */
  low: number;
  readonly next: Iterator<Node>;
}

/**
 * Strongly connected components (Tarjan 1972) that hold a cycle, in linear time and without recursion.
 * @param reads the nodes that a node needs
 * @returns each group's nodes in the order of `nodes`, the groups by their first node
 */
export function circlesOf<Node>(nodes: readonly Node[], reads: (node: Node) => readonly Node[]): Node[][] {
  const groupOf = new Map<Node, number>();
  const visits = new Map<Node, Visit<Node>>();
  const path: Visit<Node>[] = [];
  const ungrouped: Node[] = [];
  let groups = 0;
  const enter = (node: Node): void => {
    const visit = { node, order: visits.size, low: visits.size, next: reads(node)[Symbol.iterator]() };
    visits.set(node, visit);
    path.push(visit);
    ungrouped.push(node);
  };
  const leave = ({ node, order, low }: Visit<Node>): void => {
    path.pop();
    const above = path.at(-1);
    if (above) above.low = Math.min(above.low, low);
    if (low < order) return;
    for (const member of ungrouped.splice(ungrouped.lastIndexOf(node))) groupOf.set(member, groups);
    groups++;
  };
  for (const node of nodes) {
    if (!visits.has(node)) enter(node);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { value, done } = top.next.next();
      const met = done ? undefined : visits.get(value);
      if (done) leave(top);
      else if (!met) enter(value);
      else if (!groupOf.has(value)) top.low = Math.min(top.low, met.order);
    }
  }
  return cyclicGroups(nodes, groupOf, reads);
}

/** Groups of several nodes, and single ones that need themselves. */
function cyclicGroups<Node>(
  nodes: readonly Node[],
  groupOf: ReadonlyMap<Node, number>,
  reads: (node: Node) => readonly Node[],
): Node[][] {
  const members = grouped(nodes, (node) => groupOf.get(node)!);
  return [...members.values()].filter((group) => group.length > 1 || reads(group[0]!).includes(group[0]!));
}
