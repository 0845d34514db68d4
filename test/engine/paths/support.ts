import {
  type Batch,
  backward,
  Definition,
  type Factor,
  namesIn,
  type Path,
  type PathSet,
  type Sizes,
  Tensor,
  type Trace,
} from "../../../src/engine/index.js";
import { resolveTime } from "../../../src/engine/program/schedule.js";

/** The trace of a network with random weights. */
export function traceOf(text: string, sizes: Sizes, batch: Batch, options = {}): Trace {
  return backward(new Definition(text).build(sizes, { seed: 5, ...options }), batch);
}

/** 0, 1, …, n-1 over and over, as classes. */
export const classes = (T: number, n: number, step = 1): number[] =>
  Array.from({ length: T }, (_, t) => (t * step) % n);

/** The largest difference relative to the largest number, or to `least` where that is larger. */
export function gap(actual: Tensor, expected: Tensor, least = 1e-300): number {
  const scale = Math.max(...Array.from(expected.data, Math.abs), least || 1e-300);
  const gaps = Array.from(actual.data, (x, i) =>
    Object.is(x, expected.data[i]) ? 0 : Math.abs(x - expected.data[i]!),
  );
  return actual.shape.join() === expected.shape.join() ? Math.max(...gaps) / scale : Number.POSITIVE_INFINITY;
}

/**
 * Counts paths from the text alone: by what the statements read, at each time. `use` counts only uses of a parameter at
 * that time step.
 */
export function countByHand(
  { model, timeSteps }: Trace,
  from: readonly [string, number],
  to: string,
  at?: number,
): bigint {
  const { statements } = model.definition.checked;
  const known = new Map<string, bigint>();
  const ways = (name: string, time: number): bigint => {
    if (name === to && (at === undefined || at === time)) return 1n;
    const statement = statements.find((s) => s.name === name);
    if (!statement || time < 1 || time > timeSteps) return 0n;
    const key = `${name}@${time}`;
    const reads = namesIn(statement.expression).map((node) => {
      return `${node.name}@${node.time ? resolveTime(node.time, time, timeSteps) : time}`;
    });
    const sum = () => [...new Set(reads)].reduce((n, read) => n + ways(...split(read)), 0n);
    if (!known.has(key)) known.set(key, sum());
    return known.get(key)!;
  };
  return ways(...from);
}

function split(read: string): [string, number] {
  const [name, time] = read.split("@");
  return [name!, Number(time)];
}

/** The product of a path's factors, multiplied out sequence by sequence as the chain rule is written. */
export function productOf({ trace, weight }: PathSet, path: Path): Tensor {
  const { batchSize } = trace;
  const rows = Array.from({ length: batchSize }, (_, b) =>
    path.steps.reduce((row, factor) => applied(row, factor, b), [weight / batchSize]),
  );
  const isPerSequence = path.value.data.length === rows[0]!.length * batchSize;
  const sum = () => rows[0]!.map((_, i) => rows.reduce((total, row) => total + row[i]!, 0));
  return new Tensor(path.value.shape, Float64Array.from(isPerSequence ? rows.flat() : sum()));
}

/** A row times one sequence's Jacobian. */
function applied(row: readonly number[], { value, size }: Factor, b: number): number[] {
  const start = value.data.length > size ? b * size : 0;
  const columns = size / row.length;
  return Array.from({ length: columns }, (_, j) =>
    row.reduce((sum, x, i) => sum + x * value.data[start + i * columns + j]!, 0),
  );
}
