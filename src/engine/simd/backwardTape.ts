import type { Operand } from "../program/program.js";
import { Decision } from "./decisions.js";
import { RightFactors } from "./factors.js";
import { INSTRUCTIONS, noInstruction } from "./instructions.js";
import type { Addresses } from "./memory.js";
import { type Run, rowsOf } from "./run.js";
import { steppingOf } from "./stepping.js";
import { stepSums } from "./stepSums.js";
import { Code, type Tape } from "./tape.js";
import type { Tapes } from "./tapes.js";
import { type MachineBinary, MachineFunction, type MachineLoss } from "./wasm/opcodes.js";
import type { Written } from "./written.js";

/** Writes the vector-Jacobian products of runs. */
export class BackwardTape {
  readonly #factors: RightFactors;

  /** @param written the adjoints that hold something; undefined when all do, because the caller has set them */
  constructor(
    private readonly tapes: Tapes,
    private readonly places: Addresses,
    private readonly written: Written | undefined,
  ) {
    this.#factors = new RightFactors((write) => tapes.alone(write), places, tapes.decisions);
  }

  /** @param index of the operand whose adjoint it sets or adds to */
  write(run: Run, index: number): void {
    if (!this.#isReached(run)) return;
    const { kind } = run.operation;
    const instruction = INSTRUCTIONS[kind];
    const { does } = instruction;
    if (does === "product") this.#matmul(run, index);
    else if (does === "combine") this.#binary(run, instruction.operation, index);
    else if (does === "loss") this.#loss(run, instruction.loss, index);
    else if (does === "map") this.#function(run, instruction.function);
    else if (does === "copy" && !isShared(run, index)) this.#function(run, MachineFunction.identity);
    else if (does === "copy" || does === "concat") this.#partOf(run, index);
    else if (does === "softmax") this.#softmax(run);
    else if (does === "reduce") this.#reduction(run, instruction.isMean);
    else noInstruction(kind, does);
  }

  /** Both operands of an entry-by-entry product, in one go. */
  writeProduct(run: Run): void {
    const { value: at, adjoint } = this.places;
    if (!this.#isReached(run)) return;
    this.tapes.decisions.add(Decision.goesBackToBothFactors, run, -1);
    const [addsLeft, addsRight] = [this.#claim(run, 0), this.#claim(run, 1)];
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      const [a, b] = inputs as readonly [Operand, Operand];
      const read = [at(a), at(b), adjoint(out)];
      tape.emit(Code.pullProduct, rowsOf(part) * out.size, ...read, adjoint(a), addsLeft, adjoint(b), addsRight);
    });
  }

  /** The vectors of several products with the same ones: W' δ of all of them. */
  writeGates(group: readonly Run[]): void {
    const { adjoint, bytes } = this.places;
    const reached = group.filter((run) => this.#isReached(run));
    if (reached.length === 0) return;
    for (const run of reached) this.tapes.decisions.together(reached[0]!, run);
    const adds = reached.map((run) => this.#claim(run, 1));
    const factors = reached.map((run) => this.#factors.matrix(run.operation.inputs[0]!, run, 0));
    this.tapes.rowsOfAll(reached, (tape, parts) => {
      const [part] = parts as readonly [Run];
      const { inputs, out } = part.operation;
      const vectors = inputs[1]!;
      const [n, k, to] = [out.size, vectors.size, adjoint(vectors)];
      const each = parts.flatMap(({ operation }, i) => [adjoint(operation.out), factors[i]![0], to, adds[i]!]);
      const strides = [bytes(n), bytes(1), factors[0]![1], bytes(k)];
      tape.emit(Code.gates, parts.length, rowsOf(part), k, n, ...strides, ...each);
    });
  }

  #function(run: Run, f: MachineFunction): void {
    const { value: at, adjoint } = this.places;
    const adds = this.#claim(run, 0);
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      const read = [at(inputs[0]!), at(out), adjoint(out)];
      tape.emit(Code.pull, f, rowsOf(part) * out.size, ...read, adjoint(inputs[0]!), adds);
    });
  }

  /** Its instruction only adds. */
  #softmax(run: Run): void {
    const { value: at, adjoint } = this.places;
    this.#zeroUnwritten(run, 0);
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      tape.emit(Code.pullSoftmax, rowsOf(part), out.size, at(out), adjoint(out), adjoint(inputs[0]!));
    });
  }

  /** Its instruction only adds. */
  #reduction(run: Run, isMean: boolean): void {
    const { adjoint } = this.places;
    this.#zeroUnwritten(run, 0);
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      const [input] = inputs as readonly [Operand];
      tape.emit(Code.pullReduce, rowsOf(part), input.size, adjoint(out), isMean ? 1 : 0, adjoint(input));
    });
  }

  /** An operation that the reference rules do: they add. */
  call(run: Run, index: number): void {
    if (!this.#isReached(run)) return;
    this.#zeroUnwritten(run, index);
    this.tapes.decisions.add(Decision.byTheReferenceRule, run, index);
    this.tapes.call({ does: "pull", operation: run.operation, index });
  }

  /** Whether anything came back to the result; where it did at some time steps only, the others become 0. */
  #isReached(run: Run): boolean {
    const { out } = run.operation;
    const missing = this.written?.missing(run, out);
    if (missing?.isAll) {
      this.tapes.decisions.add(Decision.nothingComesBack, run, -1);
      return false;
    }
    this.#zero(missing?.offsets ?? [], run, out);
    return true;
  }

  /** @returns 0 when the operand's adjoint is to be set, 1 when it is to be added to */
  #claim(run: Run, index: number): number {
    const input = run.operation.inputs[index]!;
    const missing = this.written?.missing(run, input);
    this.written?.mark(run, input);
    const adds = missing?.isAll ? 0 : 1;
    this.tapes.decisions.add(adds ? Decision.backwardAdds : Decision.backwardSets, run, index);
    if (adds) this.#zero(missing?.offsets ?? [], run, input);
    return adds;
  }

  #zeroUnwritten(run: Run, index: number): void {
    const input = run.operation.inputs[index]!;
    this.#zero(this.written?.missing(run, input).offsets ?? [], run, input);
    this.written?.mark(run, input);
  }

  #zero(offsets: readonly number[], run: Run, operand: Operand): void {
    const { size, stride } = operand;
    const { adjoint, bytes } = this.places;
    for (const offset of offsets) {
      this.tapes.decisions.add(Decision.zeroesWhatIsMissing, run, run.operation.inputs.indexOf(operand));
      this.tapes.samples(stride === 0 ? 1 : run.operation.samples, (tape, from, to) =>
        tape.emit(Code.zero, adjoint(operand) + bytes(offset - operand.offset + from * size), (to - from) * size),
      );
    }
    this.written?.mark(run, operand);
  }

  #matmul(run: Run, index: number): void {
    const { inputs, out } = run.operation;
    const [left, right] = inputs as readonly [Operand, Operand];
    const adds = this.#claim(run, index);
    const isColumns = left.stride === 0 && out.columns === 1;
    if (isColumns || (right.stride === 0 && out.rows === 1)) {
      const isMatrix = (index === 0) === isColumns;
      if (isMatrix) this.#matrix(run, isColumns, adds);
      else this.#vector(run, isColumns, adds);
    } else if (isShared(run, index)) this.tapes.alone((tape) => this.#singles(tape, run, index, adds));
    else this.tapes.rows(run, (tape, part) => this.#singles(tape, part, index, adds));
  }

  /** ∂E/∂W of y = W x: Σ over rows of δ xᵀ; of y = x W: xᵀ δ. */
  #matrix(run: Run, isColumns: boolean, adds: number): void {
    const { value: at, adjoint, bytes } = this.places;
    const { inputs, out, samples } = run.operation;
    const [matrix, vector] = isColumns ? inputs : [inputs[1], inputs[0]];
    const [n, k] = [out.size, vector!.size];
    const [a, M, b, N] = isColumns ? [adjoint(out), n, at(vector!), k] : [at(vector!), k, adjoint(out), n];
    const to = adjoint(matrix!);
    const write = (tape: Tape, i: number, m: number, j: number, n: number): void =>
      tape.emit(
        ...([Code.gemm, m, n, rowsOf(run), a + bytes(i), bytes(1), bytes(M), b + bytes(j), bytes(N)] as const),
        ...[to + bytes(i * N + j), bytes(N), adds],
      );
    const sums = stepSums(run, isColumns ? 0 : 1, this.places);
    this.tapes.decisions.add(
      sums ? Decision.sumsEachTimeStep : Decision.sumsAllTimeStepsAtOnce,
      run,
      isColumns ? 0 : 1,
    );
    if (sums)
      this.tapes.entries(sums.panels, (tape, first, end) =>
        tape.emit(Code.stepProducts, run.steps, M, N, samples, a, b, to, adds, sums.head, first, end),
      );
    else if (M > N) this.tapes.entries(M, (tape, from, to) => write(tape, from, to - from, 0, N));
    else this.tapes.entries(N, (tape, from, to) => write(tape, 0, M, from, to - from));
  }

  /** ∂E/∂x of y = W x: δ W for every row; of y = x W: δ Wᵀ. */
  #vector(run: Run, isColumns: boolean, adds: number): void {
    const { adjoint, bytes } = this.places;
    const matrix = run.operation.inputs[isColumns ? 0 : 1]!;
    const factor = isColumns ? this.#factors.matrix(matrix, run, 0) : this.#factors.transpose(matrix, run, 1);
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      const vector = inputs[isColumns ? 1 : 0]!;
      const [n, k] = [out.size, vector.size];
      const to = [adjoint(vector), bytes(k), adds];
      tape.emit(Code.gemm, rowsOf(part), k, n, adjoint(out), bytes(n), bytes(1), ...factor, ...to);
    });
  }

  /** A product of its own for every row; what the rows share adds up. */
  #singles(tape: Tape, run: Run, index: number, adds: number): void {
    const isSame = run.operation.inputs[index]!.stride === 0;
    for (let r = 0; r < rowsOf(run); r++) this.#single(tape, run, index, r, isSame && r > 0 ? 1 : adds);
  }

  /** One product of its own: dL += dY Rᵀ, dR += Lᵀ dY. */
  #single(tape: Tape, { operation: { inputs, out } }: Run, index: number, r: number, adds: number): void {
    const [left, right] = inputs as readonly [Operand, Operand];
    const { value: at, adjoint, bytes } = this.places;
    const [m, k, n] = [out.rows, left.columns, out.columns];
    const moved = (base: number, { stride }: Operand): number => base + bytes(r * stride);
    const [l, x, y] = [moved(at(left), left), moved(at(right), right), moved(adjoint(out), out)];
    const into = moved(adjoint(inputs[index]!), inputs[index]!);
    if (index === 1) {
      tape.emit(Code.gemm, k, n, m, l, bytes(1), bytes(k), y, bytes(n), into, bytes(n), adds);
      return;
    }
    // column by column of dL: dY times a row of R
    for (let c = 0; c < k; c++) {
      const row = x + bytes(c * n);
      tape.emit(Code.gemm, m, 1, n, y, bytes(n), bytes(1), row, bytes(1), into + bytes(c), bytes(k), adds);
    }
  }

  #binary(run: Run, op: MachineBinary, index: number): void {
    const adds = this.#claim(run, index);
    const write = (tape: Tape, part: Run): void => this.#binaryPart(tape, part, op, index, adds);
    if (isShared(run, index)) this.tapes.alone((tape) => write(tape, run));
    else this.tapes.rows(run, write);
  }

  #binaryPart(tape: Tape, run: Run, op: MachineBinary, index: number, adds: number): void {
    const { inputs, out } = run.operation;
    const { rows, columns, operands } = steppingOf(run);
    const { value: at, adjoint, bytes } = this.places;
    const own = operands[index]!;
    const words = inputs.flatMap((operand, i) => [at(operand), bytes(operands[i]!.row), bytes(operands[i]!.column)]);
    const to = [adjoint(inputs[index]!), bytes(own.row), bytes(own.column), adds];
    tape.emit(Code.pullBinary, op, index, rows, columns, ...words, adjoint(out), ...to);
  }

  #loss(run: Run, kind: MachineLoss, index: number): void {
    const { value: at, adjoint } = this.places;
    const adds = this.#claim(run, index);
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      const [target, prediction, logits] = inputs as readonly Operand[] as readonly [Operand, Operand, Operand?];
      const read = [at(target), at(prediction), at(logits ?? prediction), adjoint(out)];
      tape.emit(Code.pullLoss, kind, index, rowsOf(part), prediction.size, ...read, adjoint(inputs[index]!), adds);
    });
  }

  /** To one of the operands that a result was put together of. */
  #partOf(run: Run, index: number): void {
    if (isShared(run, index)) this.#sumOfRows(run, index);
    else this.#slice(run, index);
  }

  /** The rows of the adjoint that one operand was put at; the instruction only adds. */
  #slice(run: Run, index: number): void {
    const { adjoint, bytes } = this.places;
    this.#zeroUnwritten(run, index);
    this.tapes.rows(run, (tape, part) => {
      const { inputs, out } = part.operation;
      const input = inputs[index]!;
      const from = adjoint(out) + bytes(sizeBefore(part, index));
      tape.emit(Code.addRows, rowsOf(part), input.size, from, bytes(out.size), adjoint(input), bytes(input.stride));
    });
  }

  /** All rows onto what they share; the instruction only adds. */
  #sumOfRows(run: Run, index: number): void {
    const { inputs, out } = run.operation;
    const { adjoint, bytes } = this.places;
    this.#zeroUnwritten(run, index);
    const [g, into] = [adjoint(out) + bytes(sizeBefore(run, index)), adjoint(inputs[index]!)];
    this.tapes.entries(inputs[index]!.size, (tape, from, to) =>
      tape.emit(Code.addRows, rowsOf(run), to - from, g + bytes(from), bytes(out.size), into + bytes(from), 0),
    );
  }
}

/** The numbers of a result in front of one of the operands that it is put together of. */
const sizeBefore = ({ operation: { inputs } }: Run, index: number): number =>
  inputs.slice(0, index).reduce((sum, { size }) => sum + size, 0);

const isShared = ({ operation: { inputs, out } }: Run, index: number): boolean =>
  inputs[index]!.stride === 0 && out.stride !== 0;
