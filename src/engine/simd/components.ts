/** A set of nodes each of which depends on all others; cyclic also when its one node depends on itself. */
export interface Component<Node> {
  readonly members: readonly Node[];
  readonly isCyclic: boolean;
}

/**
 * Strongly connected components (Tarjan 1972), each after those that it reads.
 * @param reads the nodes that a node depends on
 */
export function stronglyConnected<Node>(
  nodes: readonly Node[],
  reads: (node: Node) => readonly Node[],
): Component<Node>[] {
  const found: Component<Node>[] = [];
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const stack: Node[] = [];
  const lower = (node: Node, to: number): void => void low.set(node, Math.min(low.get(node)!, to));
  const visit = (node: Node): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    for (const next of reads(node)) {
      if (!index.has(next)) {
        visit(next);
        lower(node, low.get(next)!);
      } else if (stack.includes(next)) lower(node, index.get(next)!);
    }
    if (low.get(node) !== index.get(node)) return;
    const members = stack.splice(stack.indexOf(node));
    found.push({ members, isCyclic: members.length > 1 || reads(node).includes(node) });
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return found;
}
