/** Proves a pass of rows (credit matrices, Jacobians) as `faultsOf` proves a training pass: row by row of what is differentiated. */
import type { Operand } from "../../../../src/engine/program/program.js";
import type { CompiledRows, RowsWanted } from "../../../../src/engine/simd/compiledRows.js";
import { TABLE_BYTES } from "../../../../src/engine/simd/memory.js";
import type { RowsMemory } from "../../../../src/engine/simd/rowsMemory.js";
import type { Found } from "../../../../src/engine/simd/rowsWriter.js";
import { Meant } from "./meant.js";
import type { Residues } from "./operations.js";
import { residue } from "./residues.js";
import { Walk } from "./walk.js";

/** @returns what is wrong, in words; nothing for a plan that is right */
export function rowFaultsOf({ asked, memory, found, segments }: CompiledRows): string[] {
  const { program, wanted, reads } = asked;
  const walk = new Walk(program.dtype, memory.end);
  const meant = new Meant(program, 1);
  meant.forward();
  load(walk, memory, meant.values);
  for (const segment of segments) walk.run(segment);
  const wrong = new Set<Operand>();
  for (const row of rowsOf(asked)) {
    meant.propagate(seedsOf(asked, row));
    for (const operand of wanted)
      if (!isRight(reads, operand, row, found.get(operand.offset), walk, meant)) wrong.add(operand);
  }
  const names = [...wrong].map(
    ({ offset }) => `the ${reads} of the value at ${offset} are not what the equations mean`,
  );
  return [...walk.cells.faults, ...names];
}

/** The values that the pass reads, and its ones. */
function load(walk: Walk, memory: RowsMemory, values: Residues): void {
  const { cells } = walk;
  const start = cells.index(TABLE_BYTES);
  for (const { first, end } of memory.read) {
    cells.numbers.set(values.subarray(first, end), start + first);
    cells.load(TABLE_BYTES + memory.bytes(first), end - first);
  }
  cells.numbers.fill(1, cells.index(memory.ones), cells.index(memory.ones) + memory.most);
  cells.load(memory.ones, memory.most);
}

const rowsOf = ({ seeds }: RowsWanted): ReadonlySet<number> =>
  new Set(seeds.flatMap(({ operand: { size }, row }) => Array.from({ length: size }, (_, i) => row + i)));

/** Whether one row of what is wanted is what has been propagated. */
function isRight(
  reads: RowsWanted["reads"],
  { offset, size }: Operand,
  row: number,
  found: Found | undefined,
  walk: Walk,
  { adjoints }: Meant,
): boolean {
  const expected = adjoints.subarray(offset, offset + size);
  const isInside = found && row >= found.range.first && row < found.range.end;
  if (!isInside) return expected.every((x) => x === 0);
  const index = row - found.range.first;
  if (reads === "norms") {
    const square = expected.reduce((sum, x) => residue(sum + x * x), 0);
    return new Float64Array(walk.plain, found.address + 8 * index, 1)[0] === square;
  }
  const start = walk.cells.index(found.address) + index * size;
  return expected.every((x, i) => walk.cells.numbers[start + i] === x);
}

/** Each entry of a seed is differentiated in a row of its own. */
function seedsOf({ seeds }: RowsWanted, row: number): Map<number, number> {
  return new Map(
    seeds.flatMap(({ operand, row: first }): [number, number][] => {
      const entry = row - first;
      return entry >= 0 && entry < operand.size ? [[operand.offset + entry, 1]] : [];
    }),
  );
}
