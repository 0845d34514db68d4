/**
 * The credit matrix and Jacobians by one backward pass with a row for each loss (each component): the products with a
 * parameter are GEMMs over all rows.
 */
import { cached } from "./cached.js";
import {
  allocate,
  type FloatArray,
  type Operand,
  type Operation,
  type Program,
  sequencePlaces,
} from "./program/program.js";
import { builds } from "./simd/kernels.js";
import { canPass } from "./simd/rowPulls.js";
import { RowsPass } from "./simd/rowsPass.js";
import { withSumsAsTerms } from "./simd/sums.js";

/** A pass of a batch, and the program of one of its sequences. */
export interface Passed {
  readonly program: Program;
  readonly values: FloatArray;
  readonly single: Program;
}

/** More rows than this in one pass would take more memory than they save time. */
const MOST_ROWS = 128;
/** Larger passes are not kept. */
const LARGEST_KEPT_BYTES = 2 ** 24;

interface Kept {
  readonly operations: readonly Operation[];
  readonly passes: Map<string, RowsPass>;
  /** Apart, as a look at every time step asks for many. */
  readonly jacobians: Map<string, RowsPass>;
  /** Whether passes can go to the values of that name. */
  readonly possible: Map<string, boolean>;
}

const ofProgram = new WeakMap<Program, Kept>();

/**
 * ‖∂E_k/∂s_t‖ for every k (rows) and t (columns), the mean over the batch. [T × T]
 * @returns undefined for networks with operations that know no rows
 */
export function creditNorms(passed: Passed, sequence: string): Float64Array | undefined {
  const { timeSteps, losses } = passed.single;
  const { at } = sequencePlaces(passed.single, sequence)!;
  const wanted = at.flatMap((operand) => operand ?? []);
  if (!isPossible(passed.single, sequence, wanted)) return undefined;
  const { operations, passes } = keptOf(passed.single);
  const norms = new Float64Array(timeSteps ** 2);
  const { batchSize } = passed.program;
  for (let first = 1; first <= timeSteps; first += MOST_ROWS) {
    const inside = losses.filter(({ time }) => time >= first && time < first + MOST_ROWS);
    const pass = kept(passes, `${sequence} by ${first}`, () => {
      const seeds = inside.map(({ operand, time }) => ({ operand, row: time - first }));
      return new RowsPass({ program: passed.single, operations, seeds, wanted, reads: "norms" });
    });
    const into = norms.subarray((first - 1) * timeSteps);
    for (const values of sequencesOf(passed)) addNorms(pass, values, at, into, batchSize);
  }
  return norms;
}

function addNorms(
  pass: RowsPass,
  values: FloatArray,
  at: readonly (Operand | undefined)[],
  into: Float64Array,
  batchSize: number,
): void {
  const timeSteps = at.length - 1;
  pass.run(values);
  at.forEach((operand, t) => {
    const rows = operand && pass.rowsOf(operand);
    if (!rows) return;
    for (let i = 0; i < rows.count; i++) into[(rows.first + i) * timeSteps + t - 1]! += rows.numbers[i]! / batchSize;
  });
}

/**
 * ∂from/∂to by one backward pass for each sequence of the batch.
 * @param from and `to`: values of the program of one sequence
 * @returns [B × from.size × to.size]; undefined for networks with operations that know no rows
 */
export function jacobianRows(passed: Passed, from: Operand, to: Operand): FloatArray | undefined {
  const { operations, jacobians } = keptOf(passed.single);
  const between = operationsBetween(operations, from, to);
  if (builds().length === 0 || !canPass(between, [to])) return undefined;
  const pass = kept(jacobians, `${from.offset} by ${to.offset}`, () => {
    return new RowsPass({
      program: passed.single,
      operations: between,
      seeds: [{ operand: from, row: 0 }],
      wanted: [to],
      reads: "adjoints",
    });
  });
  const size = from.size * to.size;
  const all = allocate(passed.program.dtype, size * passed.program.batchSize);
  let start = 0;
  for (const values of sequencesOf(passed)) {
    pass.run(values);
    const rows = pass.rowsOf(to);
    if (rows) all.set(rows.numbers, start + rows.first * to.size);
    start += size;
  }
  return all;
}

/** All ways from a value to what is made of it later go through what is done after the one and until the other. */
function operationsBetween(operations: readonly Operation[], from: Operand, to: Operand): readonly Operation[] {
  const behind = ({ offset }: Operand): number => operations.findLastIndex(({ out }) => out.offset === offset) + 1;
  return operations.slice(behind(to), behind(from));
}

function isPossible(single: Program, key: string, wanted: readonly Operand[]): boolean {
  const { operations, possible } = keptOf(single);
  return builds().length > 0 && cached(possible, key, () => canPass(operations, wanted));
}

function keptOf(single: Program): Kept {
  const found = ofProgram.get(single) ?? {
    operations: withSumsAsTerms(single.forward),
    passes: new Map(),
    jacobians: new Map(),
    possible: new Map(),
  };
  ofProgram.set(single, found);
  return found;
}

function kept(passes: Map<string, RowsPass>, key: string, make: () => RowsPass): RowsPass {
  const pass = cached(passes, key, make);
  if (pass.size > LARGEST_KEPT_BYTES) passes.delete(key);
  return pass;
}

/** The values of each sequence of a batch in turn, laid out for one; valid until the next. */
function* sequencesOf(passed: Passed): Generator<FloatArray, void> {
  const { program, values, single } = passed;
  if (program.batchSize === 1) {
    yield values;
    return;
  }
  const one = allocate(single.dtype, single.arenaSize);
  one.set(values.subarray(0, single.sharedSize));
  const places = placesOf(passed);
  for (let b = 0; b < program.batchSize; b++) {
    for (const [to, { offset, size, stride }] of places) {
      const from = offset + b * stride;
      for (let i = 0; i < size; i++) one[to + i] = values[from + i]!; // a view of so few numbers costs more
    }
    yield one;
  }
}

/** Where the values of a batch stand, by their places for one sequence: of those that a pass may read. */
function placesOf({ program, single }: Passed): ReadonlyMap<number, Operand> {
  const read = new Set(keptOf(single).operations.flatMap(({ inputs, out }) => [...inputs, out].map((o) => o.offset)));
  const places = new Map<number, Operand>();
  single.forward.forEach((operation, i) => {
    const from = program.forward[i]!;
    const place = ({ offset, stride }: Operand, at: Operand): void => {
      if (stride !== 0 && read.has(offset)) places.set(offset, at);
    };
    for (const [k, input] of operation.inputs.entries()) place(input, from.inputs[k]!);
    place(operation.out, from.out);
  });
  return places;
}
