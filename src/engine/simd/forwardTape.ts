import type { Operand } from "../program/program.js";
import { Decision } from "./decisions.js";
import { RightFactors } from "./factors.js";
import { INSTRUCTIONS, noInstruction } from "./instructions.js";
import type { Addresses } from "./memory.js";
import { type Run, rowsOf } from "./run.js";
import { steppingOf } from "./stepping.js";
import { Code, type Tape } from "./tape.js";
import type { Tapes } from "./tapes.js";
import type { MachineBinary, MachineLoss } from "./wasm/opcodes.js";
import type { Written } from "./written.js";

/** Address and bytes from row to row of a product's right factor. */
type Factor = readonly [number, number] | undefined;

/** Writes the forward pass of runs. */
export class ForwardTape {
  readonly #factors: RightFactors;

  constructor(
    private readonly tapes: Tapes,
    private readonly places: Addresses,
    private readonly written: Written,
  ) {
    this.#factors = new RightFactors((write) => tapes.alone(write), places, tapes.decisions);
  }

  /** @param group see `groupsOf` */
  write(group: readonly Run[]): void {
    const [run, ...others] = group as readonly [Run, ...Run[]];
    for (const other of others) this.tapes.decisions.together(run, other);
    const adds = group.map((one) => this.#claim(one));
    if (group.length === 1) this.#single(run, adds[0]!);
    else if (run.operation.kind === "matmul") this.#gates(group, adds);
    else this.tapes.rowsOfAll(group, (tape, parts) => this.#sumOfProducts(tape, parts, adds[0]!));
  }

  /** @returns 0 when the result is to be set, 1 when it is to be added to */
  #claim(run: Run): number {
    const { out } = run.operation;
    const { isAll, offsets } = this.written.missing(run, out);
    const adds = isAll ? 0 : 1;
    if (adds) this.#zero(offsets, run);
    this.written.mark(run, out);
    this.tapes.decisions.add(adds ? Decision.forwardAdds : Decision.forwardSets, run, -1);
    return adds;
  }

  /** Where other terms of a sum have been written at some time steps only, the others begin at 0. */
  #zero(offsets: readonly number[], { operation: { out, samples } }: Run): void {
    const { value: at, bytes } = this.places;
    for (const offset of offsets)
      this.tapes.alone((tape) => tape.emit(Code.zero, at(out) + bytes(offset - out.offset), out.size * samples));
  }

  #single(run: Run, adds: number): void {
    const factor = this.#factor(run);
    this.tapes.rows(run, (tape, part) => this.#part(tape, part, factor, adds));
  }

  /** Products of several matrices with the same vectors. */
  #gates(group: readonly Run[], adds: readonly number[]): void {
    const { value: at, bytes } = this.places;
    const factors = group.map((run) => this.#factor(run)!);
    this.tapes.rowsOfAll(group, (tape, parts) => {
      const [part] = parts as readonly [Run];
      const { inputs, out } = part.operation;
      const vectors = inputs[1]!;
      const [k, n] = [vectors.size, out.size];
      const each = parts.flatMap(({ operation }, i) => [at(vectors), factors[i]![0], at(operation.out), adds[i]!]);
      const strides = [bytes(k), bytes(1), factors[0]![1], bytes(n)];
      tape.emit(Code.gates, parts.length, rowsOf(part), n, k, ...strides, ...each);
    });
  }

  #sumOfProducts(tape: Tape, parts: readonly Run[], adds: number): void {
    const { value: at } = this.places;
    const [part] = parts as readonly [Run];
    const { out } = part.operation;
    const read = parts.flatMap(({ operation }) => operation.inputs.map(at));
    tape.emit(Code.sumOfProducts, rowsOf(part) * out.size, ...read, at(out), adds);
  }

  #part(tape: Tape, run: Run, factor: Factor, adds: number): void {
    const { kind, inputs, out } = run.operation;
    const rows = rowsOf(run);
    const { value: at } = this.places;
    const input = inputs[0]!;
    const instruction = INSTRUCTIONS[kind];
    const { does } = instruction;
    if (does === "product") this.#matmul(tape, run, rows, factor, adds);
    else if (does === "copy") this.#copy(tape, run, adds);
    else if (does === "concat") this.#concat(tape, run, rows);
    else if (does === "combine") this.#binary(tape, run, instruction.operation, adds);
    else if (does === "loss") this.#loss(tape, run, instruction.loss, rows);
    else if (does === "softmax") tape.emit(Code.softmax, rows, out.size, at(input), at(out));
    else if (does === "reduce")
      tape.emit(Code.reduce, rows, input.size, at(input), instruction.isMean ? 1 : 0, at(out));
    else if (does === "map") tape.emit(Code.map, instruction.function, rows * out.size, at(input), at(out));
    else noInstruction(kind, does);
  }

  /** The shared matrix of a product over all rows. */
  #factor(run: Run): Factor {
    const { kind, inputs, out } = run.operation;
    if (kind !== "matmul") return undefined;
    const [left, right] = inputs as readonly [Operand, Operand];
    if (left.stride === 0 && out.columns === 1) return this.#factors.transpose(left, run, 0); // W x for every row x: X W'
    return right.stride === 0 && out.rows === 1 ? this.#factors.matrix(right, run, 1) : undefined;
  }

  #matmul(tape: Tape, { operation: { inputs, out } }: Run, rows: number, factor: Factor, adds: number): void {
    const [left, right] = inputs as readonly [Operand, Operand];
    const { value: at, bytes } = this.places;
    const [m, k, n] = [out.rows, left.columns, out.columns];
    if (factor) {
      const vectors = left.stride === 0 ? right : left;
      const to = [at(out), bytes(out.size), adds];
      tape.emit(Code.gemm, rows, out.size, k, at(vectors), bytes(k), bytes(1), ...factor, ...to);
      return;
    }
    for (let r = 0; r < rows; r++) {
      const [l, x] = [at(left) + bytes(r * left.stride), at(right) + bytes(r * right.stride)];
      const into = [at(out) + bytes(r * out.size), bytes(n), adds];
      tape.emit(Code.gemm, m, n, k, l, bytes(k), bytes(1), x, bytes(n), ...into);
    }
  }

  /** A copy, or one term more of a sum; what the batch shares meets every row. */
  #copy(tape: Tape, run: Run, adds: number): void {
    const { inputs, out } = run.operation;
    const input = inputs[0]!;
    const { value: at, bytes } = this.places;
    const rowBytes = bytes(out.size);
    const from = [at(input), input.stride === 0 ? 0 : rowBytes];
    tape.emit(adds ? Code.addRows : Code.copyRows, rowsOf(run), out.size, ...from, at(out), rowBytes);
  }

  #binary(tape: Tape, run: Run, op: MachineBinary, adds: number): void {
    const { rows, columns, operands } = steppingOf(run);
    const { value: at, bytes } = this.places;
    const words = run.operation.inputs.flatMap((operand, i) => [
      at(operand),
      bytes(operands[i]!.row),
      bytes(operands[i]!.column),
    ]);
    tape.emit(Code.combine, op, rows, columns, ...words, at(run.operation.out), adds);
  }

  #loss(tape: Tape, { operation: { inputs, out } }: Run, kind: MachineLoss, rows: number): void {
    const { value: at } = this.places;
    const [target, prediction, logits] = inputs as readonly Operand[] as readonly [Operand, Operand, Operand?];
    const z = at(logits ?? prediction);
    tape.emit(Code.loss, kind, rows, prediction.size, at(target), at(prediction), z, at(out));
  }

  #concat(tape: Tape, { operation: { inputs, out } }: Run, rows: number): void {
    const { value: at, bytes } = this.places;
    let to = at(out);
    for (const input of inputs) {
      const fromRow = input.stride === 0 ? 0 : bytes(input.size);
      tape.emit(Code.copyRows, rows, input.size, at(input), fromRow, to, bytes(out.size));
      to += bytes(input.size);
    }
  }
}
