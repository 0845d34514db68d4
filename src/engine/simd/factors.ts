import type { Operand } from "../program/program.js";
import { Decision, type Decisions } from "./decisions.js";
import type { Addresses, FactorForm } from "./memory.js";
import { type Run, rowsOf } from "./run.js";
import { Code, type Tape } from "./tape.js";

/** From this number of rows on a product's tiles are full, and read their right factor from panels. */
const FEWEST_ROWS = 4;

/** The shared matrices of a pass as the right factors of products: packed or transposed once, however often they are used. */
export class RightFactors {
  readonly #made = new Set<string>();

  /** @param alone writes what one thread does while others wait */
  constructor(
    private readonly alone: (write: (tape: Tape) => void) => void,
    private readonly places: Omit<Addresses, "adjoint">,
    private readonly decisions: Decisions,
  ) {}

  /**
   * @param index of the matrix among the product's operands
   * @returns address and bytes from row to row (0: packed) of the matrix, for the product of a run's rows
   */
  matrix(matrix: Operand, run: Run, index: number): readonly [number, number] {
    const { rows: depth, columns } = matrix;
    const { value, bytes } = this.places;
    if (!this.#isPacked(run, index)) return [value(matrix), bytes(columns)];
    return [this.#packed("packed", matrix, depth, columns, bytes(columns), bytes(1)), 0];
  }

  /** Of the transposed matrix. */
  transpose(matrix: Operand, run: Run, index: number): readonly [number, number] {
    const { rows: columns, columns: depth } = matrix;
    const { bytes } = this.places;
    if (!this.#isPacked(run, index)) return [this.#transposed(matrix), bytes(columns)];
    return [this.#packed("packed transpose", matrix, depth, columns, bytes(1), bytes(depth)), 0];
  }

  #isPacked(run: Run, index: number): boolean {
    const isPacked = rowsOf(run) >= FEWEST_ROWS;
    this.decisions.add(isPacked ? Decision.readsAPackedMatrix : Decision.readsTheMatrixAsItIs, run, index);
    return isPacked;
  }

  #packed(form: FactorForm, matrix: Operand, depth: number, columns: number, row: number, column: number): number {
    return this.#once(form, matrix, (room) => {
      const from = this.places.value(matrix);
      this.alone((tape) => tape.emit(Code.pack, depth, columns, from, row, column, room));
    });
  }

  #transposed(matrix: Operand): number {
    return this.#once("transpose", matrix, (room) => {
      const from = this.places.value(matrix);
      this.alone((tape) => tape.emit(Code.transpose, matrix.rows, matrix.columns, from, room));
    });
  }

  #once(form: FactorForm, { offset, size }: Operand, make: (room: number) => void): number {
    const key = `${form} ${offset}`;
    const room = this.places.room(key, size);
    if (!this.#made.has(key)) make(room);
    this.#made.add(key);
    return room;
  }
}
