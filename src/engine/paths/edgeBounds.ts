import { eachRow, type Row } from "./jacobians.js";
import type { PathGraph, PathNode } from "./pathGraph.js";
import { wantedBy } from "./pullback.js";
import { type Scratch, workOf } from "./scratch.js";

/**
 * For each node a factor by which no path from there to the target stretches an adjoint: the largest product of bounds
 * on the norms of its Jacobians.
 */
export function reachOf({ nodes, target }: PathGraph, scratch: Scratch, batchSize: number): Map<PathNode, number> {
  const reach = new Map<PathNode, number>([[target, 1]]);
  for (const node of [...nodes].reverse()) {
    if (node === target) continue;
    const bounds = boundsOf(node, scratch, batchSize);
    const best = node.reads.map((read, i) => product(bounds[i]!, reach.get(read)!));
    reach.set(node, Math.max(...best));
  }
  return reach;
}

/** Of two bounds, where 0 wins over infinity: what is zero stays zero. */
export const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** How far each arrow of a node can stretch an adjoint, in the order of its reads. */
function boundsOf(node: PathNode, scratch: Scratch, batchSize: number): number[] {
  const samples = node.at.stride === 0 ? 1 : batchSize;
  const bySample = Array.from({ length: samples }, (_, sample) => {
    const norms = node.reads.map(({ at, logits }) => new NormBound(at.size + (logits?.size ?? 0)));
    const addRow = (row: Row): void => {
      node.reads.forEach(({ at, logits }, i) => {
        norms[i]!.addRow(logits ? [row(at, false), row(logits, true)] : [row(at, false)]);
      });
    };
    eachRow(scratch, node, wantedBy(node), sample, addRow);
    return norms.map((norm) => norm.bound());
  });
  // what the whole batch shares gets the sum of all sequences' adjoints, anything else each sequence's own
  return node.reads.map(({ at }, i) => {
    const own = bySample.map((bounds) => bounds[i]!);
    return at.stride === 0 ? Math.hypot(...own) : Math.max(...own);
  });
}

/** An upper bound of a matrix's largest singular value, found row by row: min(‖J‖_F, √(‖J‖₁ ‖J‖∞)). */
class NormBound {
  readonly #columns: Float64Array;
  #squares = 0;
  #largestRow = 0;

  constructor(columns: number) {
    this.#columns = new Float64Array(columns);
  }

  addRow(parts: readonly Float64Array[]): void {
    let sum = 0;
    let column = 0;
    for (const part of parts) {
      for (let i = 0; i < part.length; i++, column++) {
        const size = Math.abs(part[i]!);
        sum += size;
        this.#squares += size * size;
        this.#columns[column] = this.#columns[column]! + size;
      }
    }
    this.#largestRow = Math.max(this.#largestRow, sum);
  }

  /** Infinity when an entry is not finite. */
  bound(): number {
    const crossed = Math.sqrt(this.#largestRow) * Math.sqrt(this.#columns.reduce((a, b) => Math.max(a, b), 0));
    // squares of very small numbers are lost, and with them the bound
    const frobenius = this.#squares > 1e-280 ? Math.sqrt(this.#squares) : Infinity;
    const least = Math.min(crossed, frobenius);
    return Number.isNaN(least) ? Infinity : least * (1 + 1e-12);
  }
}

/** Work of {@link reachOf}. */
export function workOfReach({ nodes }: PathGraph, batchSize: number): number {
  const rowsOf = ({ at, logits }: PathNode): number => at.size + (logits?.size ?? 0);
  const rowOf = ({ operations }: PathNode): number =>
    operations.reduce((sum, operation) => sum + 2 * workOf(operation, 1), 0);
  return batchSize * nodes.reduce((sum, node) => sum + rowsOf(node) * rowOf(node), 0);
}
