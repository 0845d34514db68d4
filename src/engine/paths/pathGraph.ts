/**
 * The unrolled graph as the equations name it: one node for each statement at each time step, for each parameter and for
 * each initial state, and an arrow from each to what it reads. Of it only that part which leads to one target.
 */
import type { CheckedEquations } from "../language/index.js";
import { isFusedLoss } from "../program/fusedLosses.js";
import type { Operand, Operation, Program } from "../program/program.js";
import { PathPlace } from "./pathPlace.js";

/** Where paths end. */
export interface PathEnd {
  readonly place: PathPlace;
  readonly at: Operand;
  /** For one time step's use of a parameter that time step. */
  readonly use?: number | undefined;
}

/** A named quantity with what it reads. */
export interface PathNode {
  /** Its position: everything that it reads has a smaller one. */
  readonly id: number;
  readonly place: PathPlace;
  readonly at: Operand;
  /**
   * Set for a softmax (sigmoid) as its own cross-entropy reads it: what comes from there is kept as an adjoint of the
   * logits, as backpropagation does, so that a probability that underflows makes no NaN. Beside it the same quantity
   * stands as a node of its own for whatever else reads it; a path may go through the one or the other.
   */
  readonly logits: Operand | undefined;
  /** The operations that make its value; none for a parameter or an initial state. */
  readonly operations: readonly Operation[];
  /** What it reads, as far as the target is reached that way, in the order in which paths are listed. */
  readonly reads: readonly PathNode[];
}

/** The part of the unrolled graph through which losses depend on a target. */
export interface PathGraph {
  /** Losses from which the target is reached, latest first, then in the order of the equations. */
  readonly starts: readonly PathNode[];
  readonly target: PathNode;
  /** Nodes that lie on a path from a start, in the order of the backward pass: each before what it reads. */
  readonly nodes: readonly PathNode[];
}

/** Where a fused loss keeps its prediction and its logits. */
export const isFused = ({ kind }: Operation): boolean => isFusedLoss(kind);

/** Whether a statement at one time makes this value itself on the way to its own. */
export function isOwn(operations: readonly Operation[], { offset }: Operand): boolean {
  return operations.some(({ out }) => out.offset === offset);
}

/**
 * @param losses places of the losses that a path may start from
 * @param target where paths end
 * @returns the graph; with no `starts` when no path joins the two
 */
export function pathGraph(
  program: Program,
  checked: CheckedEquations,
  losses: readonly Operand[],
  target: PathEnd,
): PathGraph {
  return new GraphBuilder(program, checked, target).graph(losses);
}

class GraphBuilder {
  readonly #nodes: PathNode[] = [];
  /** Only nodes from which the target is reached are kept. */
  readonly #byOffset = new Map<number, PathNode>();
  /** The twin of a softmax that its fused losses read. */
  readonly #twins = new Map<number, PathNode>();
  readonly #rank: ReadonlyMap<string, number>;
  readonly #timeless: ReadonlySet<string>;
  readonly #target: PathNode;

  constructor(
    private readonly program: Program,
    checked: CheckedEquations,
    private readonly end: PathEnd,
  ) {
    this.#rank = new Map(checked.statements.map(({ name }, i) => [name, i]));
    this.#timeless = new Set(checked.statements.flatMap(({ name, time }) => (time === "none" ? [name] : [])));
    this.#target = this.#add(end.place, end.at, [], []);
  }

  graph(losses: readonly Operand[]): PathGraph {
    const { forward, timeSteps } = this.program;
    for (let first = 0; first < forward.length; ) {
      const last = lastOfStatement(forward, first);
      this.#addStatement(forward.slice(first, last + 1));
      first = last + 1;
    }
    const starts = losses.flatMap(({ offset }) => this.#byOffset.get(offset) ?? []);
    const timeOf = ({ place }: PathNode): number => place.time ?? timeSteps;
    const ordered = starts.sort((a, b) => timeOf(b) - timeOf(a) || this.#rankOf(a) - this.#rankOf(b));
    return { starts: ordered, target: this.#target, nodes: reachedFrom(ordered, this.#nodes) };
  }

  #addStatement(operations: readonly Operation[]): void {
    const { out, statement, time } = operations[operations.length - 1]!;
    if (out.offset === this.end.at.offset) return;
    const reads = this.#readsOf(operations);
    if (reads.length === 0) return;
    const place = new PathPlace(statement, time === 0 || this.#timeless.has(statement) ? null : time);
    this.#add(place, out, operations, this.#inOrder(reads, place));
  }

  /** What a statement at one time reads: each name at each time once, however often it stands there. */
  #readsOf(operations: readonly Operation[]): PathNode[] {
    const plain = new Set<number>();
    const fused = new Map<number, Operand>();
    for (const operation of operations) {
      const { inputs } = operation;
      const isRead = (input: Operand): boolean =>
        input.differentiable && !isOwn(operations, input) && this.#isUsedAt(operation.time, input);
      const predicts = isFused(operation) && isRead(inputs[1]!);
      if (predicts) fused.set(inputs[1]!.offset, inputs[2]!);
      for (let i = 0; i < (predicts ? 1 : inputs.length); i++) if (isRead(inputs[i]!)) plain.add(inputs[i]!.offset);
    }
    const twins = [...fused].flatMap(([offset, logits]) => this.#twin(offset, logits) ?? []);
    const others = [...plain].flatMap((offset) => (fused.has(offset) ? [] : (this.#byOffset.get(offset) ?? [])));
    return [...twins, ...others];
  }

  /** One time step's use of a parameter: the parameters' side is entered at that step alone. */
  #isUsedAt(time: number, { stride }: Operand): boolean {
    return this.end.use === undefined || time === 0 || stride > 0 || time === this.end.use;
  }

  /** A path that ends at the prediction itself ends at its plain adjoint. */
  #twin(offset: number, logits: Operand): PathNode | undefined {
    const node = this.#byOffset.get(offset);
    if (!node || node === this.#target) return node;
    let twin = this.#twins.get(offset);
    if (!twin) {
      twin = { ...node, id: this.#nodes.length, logits };
      this.#nodes.push(twin);
      this.#twins.set(offset, twin);
    }
    return twin;
  }

  #add(place: PathPlace, at: Operand, operations: readonly Operation[], reads: readonly PathNode[]): PathNode {
    const node = { id: this.#nodes.length, place, at, logits: undefined, operations, reads };
    this.#nodes.push(node);
    this.#byOffset.set(at.offset, node);
    return node;
  }

  /** Shorter time travel first, then the order of the equations with the target in front. */
  #inOrder(reads: PathNode[], { time }: PathPlace): PathNode[] {
    const travel = (node: PathNode): number =>
      time === null || node.place.time === null ? 0 : Math.abs(time - node.place.time);
    return reads.sort((a, b) => travel(a) - travel(b) || this.#rankOf(a) - this.#rankOf(b) || a.id - b.id);
  }

  #rankOf(node: PathNode): number {
    return node === this.#target ? -1 : (this.#rank.get(node.place.name) ?? -1);
  }
}

/** Index of the last operation of the statement that begins at `first`. */
function lastOfStatement(forward: readonly Operation[], first: number): number {
  const { statement, time } = forward[first]!;
  let last = first;
  while (forward[last + 1]?.statement === statement && forward[last + 1]?.time === time) last += 1;
  return last;
}

/** Nodes on a path from a start, latest position first. */
function reachedFrom(starts: readonly PathNode[], nodes: readonly PathNode[]): PathNode[] {
  const reached = new Uint8Array(nodes.length);
  for (const { id } of starts) reached[id] = 1;
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (reached[id] === 1) for (const read of nodes[id]!.reads) reached[read.id] = 1;
  }
  return nodes.filter(({ id }) => reached[id] === 1).reverse();
}
