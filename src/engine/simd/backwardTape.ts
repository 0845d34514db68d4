import type { Operand } from "../program/program.js";
import { RightFactors } from "./factors.js";
import { BINARIES, FUNCTIONS, LOSSES } from "./instructions.js";
import type { Addresses } from "./memory.js";
import { type Run, rowsOf } from "./run.js";
import { steppingOf } from "./stepping.js";
import { stepSums } from "./stepSums.js";
import { Code, type Tape } from "./tape.js";
import type { Written } from "./written.js";

/** Writes the vector-Jacobian products of runs. */
export class BackwardTape {
  readonly #factors: RightFactors;

  /** @param written the adjoints that hold something; undefined when all do, because the caller has set them */
  constructor(
    private readonly tape: Tape,
    private readonly places: Addresses,
    private readonly written: Written | undefined,
  ) {
    this.#factors = new RightFactors(tape, places);
  }

  /** @param index of the operand whose adjoint it sets or adds to */
  write(run: Run, index: number): void {
    const { kind } = run.operation;
    if (!this.#isReached(run)) return;
    if (kind === "matmul") this.#matmul(run, index);
    else if (BINARIES[kind] !== undefined) this.#binary(run, BINARIES[kind], index);
    else if (LOSSES[kind] !== undefined) this.#loss(run, LOSSES[kind], index);
    else if (FUNCTIONS[kind] !== undefined && !isShared(run, index)) this.#function(run, FUNCTIONS[kind]);
    else this.#adding(run, index);
  }

  #function(run: Run, f: number): void {
    const { inputs, out } = run.operation;
    const { value: at, adjoint } = this.places;
    const adds = this.#claim(run, 0);
    const read = [at(inputs[0]!), at(out), adjoint(out)];
    this.tape.emit(Code.pull, f, rowsOf(run) * out.size, ...read, adjoint(inputs[0]!), adds);
  }

  /** What has instructions that only add. */
  #adding(run: Run, index: number): void {
    const { kind, inputs, out } = run.operation;
    const { value: at, adjoint } = this.places;
    const [g, into, rows] = [adjoint(out), adjoint(inputs[index]!), rowsOf(run)];
    this.#zeroUnwritten(run, index);
    if (kind === "concat" || kind === "identity") this.#concat(run, index, rows);
    else if (kind === "softmax") this.tape.emit(Code.pullSoftmax, rows, out.size, at(out), g, into);
    else this.tape.emit(Code.pullReduce, rows, inputs[0]!.size, g, kind === "mean" ? 1 : 0, into);
  }

  /** An operation that the reference rules do: they add. */
  call(run: Run, index: number, act: () => void): void {
    if (!this.#isReached(run)) return;
    this.#zeroUnwritten(run, index);
    this.tape.call(act);
  }

  /** Whether anything came back to the result; where it did at some time steps only, the others become 0. */
  #isReached(run: Run): boolean {
    const { out } = run.operation;
    const missing = this.written?.missing(run, out);
    if (missing?.isAll) return false;
    this.#zero(missing?.offsets ?? [], run, out);
    return true;
  }

  /** @returns 0 when the operand's adjoint is to be set, 1 when it is to be added to */
  #claim(run: Run, index: number): number {
    const input = run.operation.inputs[index]!;
    const missing = this.written?.missing(run, input);
    this.written?.mark(run, input);
    if (!missing || missing.isAll) return missing ? 0 : 1;
    this.#zero(missing.offsets, run, input);
    return 1;
  }

  #zeroUnwritten(run: Run, index: number): void {
    const input = run.operation.inputs[index]!;
    this.#zero(this.written?.missing(run, input).offsets ?? [], run, input);
    this.written?.mark(run, input);
  }

  #zero(offsets: readonly number[], run: Run, operand: Operand): void {
    const size = operand.size * (operand.stride === 0 ? 1 : run.operation.samples);
    for (const offset of offsets) this.tape.emit(Code.zero, this.places.adjoint({ offset }), size);
    if (offsets.length > 0) this.written?.mark(run, operand);
  }

  #matmul(run: Run, index: number): void {
    const { inputs, out } = run.operation;
    const [left, right] = inputs as readonly [Operand, Operand];
    const adds = this.#claim(run, index);
    const isColumns = left.stride === 0 && out.columns === 1;
    if (isColumns || (right.stride === 0 && out.rows === 1)) {
      const [matrix, vector] = isColumns ? [left, right] : [right, left];
      const isMatrix = (index === 0) === isColumns;
      if (isMatrix) this.#matrix(matrix, vector, run, isColumns, adds);
      else this.#vector(matrix, vector, run, isColumns, adds);
      return;
    }
    const isSame = inputs[index]!.stride === 0;
    for (let r = 0; r < rowsOf(run); r++) this.#single(left, right, out, index, r, isSame && r > 0 ? 1 : adds);
  }

  /** ∂E/∂W of y = W x: Σ over rows of δ xᵀ; of y = x W: xᵀ δ. */
  #matrix(matrix: Operand, vector: Operand, run: Run, isColumns: boolean, adds: number): void {
    const { value: at, adjoint, bytes } = this.places;
    const { out } = run.operation;
    const [n, k] = [out.size, vector.size];
    const [a, aSize, b, bSize] = isColumns ? [adjoint(out), n, at(vector), k] : [at(vector), k, adjoint(out), n];
    const to = [adjoint(matrix), bytes(bSize), adds];
    const sums = stepSums(run, isColumns ? 0 : 1, this.places);
    if (sums) {
      const from = [a, bytes(aSize), b, bytes(bSize)];
      const { samples } = run.operation;
      this.tape.emit(Code.stepProducts, run.steps, aSize, bSize, samples, ...from, ...to, sums.head, sums.sums);
    } else this.tape.emit(Code.gemm, aSize, bSize, rowsOf(run), a, bytes(1), bytes(aSize), b, bytes(bSize), ...to);
  }

  /** ∂E/∂x of y = W x: δ W for every row; of y = x W: δ Wᵀ. */
  #vector(matrix: Operand, vector: Operand, run: Run, isColumns: boolean, adds: number): void {
    const { adjoint, bytes } = this.places;
    const { out } = run.operation;
    const rows = rowsOf(run);
    const [n, k] = [out.size, vector.size];
    const factor = isColumns ? this.#factors.matrix(matrix, rows) : this.#factors.transpose(matrix, rows);
    const to = [adjoint(vector), bytes(k), adds];
    this.tape.emit(Code.gemm, rows, k, n, adjoint(out), bytes(n), bytes(1), ...factor, ...to);
  }

  /** One product of its own: dL += dY Rᵀ, dR += Lᵀ dY. */
  #single(left: Operand, right: Operand, out: Operand, index: number, r: number, adds: number): void {
    const { value: at, adjoint, bytes } = this.places;
    const [m, k, n] = [out.rows, left.columns, out.columns];
    const moved = (base: number, { stride }: Operand): number => base + bytes(r * stride);
    const [l, x, y] = [moved(at(left), left), moved(at(right), right), moved(adjoint(out), out)];
    if (index === 1) {
      const to = [moved(adjoint(right), right), bytes(n), adds];
      this.tape.emit(Code.gemm, k, n, m, l, bytes(1), bytes(k), y, bytes(n), ...to);
      return;
    }
    const into = moved(adjoint(left), left);
    // column by column of dL: dY times a row of R
    for (let c = 0; c < k; c++) {
      const row = x + bytes(c * n);
      this.tape.emit(Code.gemm, m, 1, n, y, bytes(n), bytes(1), row, bytes(1), into + bytes(c), bytes(k), adds);
    }
  }

  #binary(run: Run, op: number, index: number): void {
    const { inputs, out } = run.operation;
    const { rows, columns, operands } = steppingOf(run);
    const { value: at, adjoint, bytes } = this.places;
    const own = operands[index]!;
    const adds = this.#claim(run, index);
    const words = inputs.flatMap((operand, i) => [at(operand), bytes(operands[i]!.row), bytes(operands[i]!.column)]);
    const to = [adjoint(inputs[index]!), bytes(own.row), bytes(own.column), adds];
    this.tape.emit(Code.pullBinary, op, index, rows, columns, ...words, adjoint(out), ...to);
  }

  #loss(run: Run, kind: number, index: number): void {
    const { inputs, out } = run.operation;
    const { value: at, adjoint } = this.places;
    const [target, prediction, logits] = inputs as readonly Operand[] as readonly [Operand, Operand, Operand?];
    const adds = this.#claim(run, index);
    const read = [at(target), at(prediction), at(logits ?? prediction), adjoint(out)];
    this.tape.emit(Code.pullLoss, kind, index, rowsOf(run), prediction.size, ...read, adjoint(inputs[index]!), adds);
  }

  #concat({ operation: { inputs, out } }: Run, index: number, rows: number): void {
    const { adjoint, bytes } = this.places;
    const before = inputs.slice(0, index).reduce((sum, { size }) => sum + size, 0);
    const input = inputs[index]!;
    const intoRow = input.stride === 0 ? 0 : bytes(input.size);
    const from = adjoint(out) + bytes(before);
    this.tape.emit(Code.addRows, rows, input.size, from, bytes(out.size), adjoint(input), intoRow);
  }
}

const isShared = ({ operation: { inputs, out } }: Run, index: number): boolean =>
  inputs[index]!.stride === 0 && out.stride !== 0;
