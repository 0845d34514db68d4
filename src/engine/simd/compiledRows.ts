/** A pass of rows as tape and places: all that it needs but the memory, and all that a check of it reads. */
import type { Operand, Operation, Program } from "../program/program.js";
import { RowsMemory } from "./rowsMemory.js";
import { type RowSeed, RowsWriter } from "./rowsWriter.js";

/** What a pass of rows is asked for. */
export interface RowsWanted {
  /** Of one sequence. */
  readonly program: Program;
  /** Its forward list, sums as their terms. */
  readonly operations: readonly Operation[];
  readonly seeds: readonly RowSeed[];
  /** Values whose adjoints are read. */
  readonly wanted: readonly Operand[];
  /** The adjoints, or the norms of their rows. */
  readonly reads: "norms" | "adjoints";
}

export interface CompiledRows {
  readonly asked: RowsWanted;
  readonly memory: RowsMemory;
  readonly found: RowsWriter["found"];
  readonly segments: readonly Int32Array[];
}

export function compiledRows(asked: RowsWanted): CompiledRows {
  const { program, operations, seeds, wanted, reads } = asked;
  const memory = new RowsMemory(program, operations);
  const writer = new RowsWriter(operations, seeds, wanted, reads, memory);
  return { asked, memory, found: writer.found, segments: writer.tape.take() };
}
