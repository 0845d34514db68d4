/**
 * The backward pass of several things at once through one sequence: the values are those of the sequence, each adjoint
 * is a matrix with a row for each thing that is differentiated, and every product with a parameter is one GEMM.
 */
import type { Operand, Operation } from "../program/program.js";
import { Decisions } from "./decisions.js";
import { RightFactors } from "./factors.js";
import { INSTRUCTIONS, noInstruction } from "./instructions.js";
import type { Addresses } from "./memory.js";
import { Code, type Tape } from "./tape.js";
import { MachineBinary, type MachineFunction, type MachineLoss } from "./wasm/opcodes.js";

/** The rows of an adjoint that one operation reads or writes. */
interface AdjointRows {
  readonly address: number;
  readonly count: number;
}

/** What the instructions need beside the places of the values. */
export interface RowPlaces extends Omit<Addresses, "adjoint"> {
  /** As many ones as the largest value has numbers. */
  readonly ones: number;
  /** Room for the slopes of one operation. */
  readonly slopes: number;
}

export class RowsTape {
  readonly #factors: RightFactors;

  constructor(
    private readonly tape: Tape,
    private readonly places: RowPlaces,
  ) {
    this.#factors = new RightFactors((write) => write(tape), places, new Decisions());
  }

  zero(address: number, numbers: number): void {
    this.tape.emit(Code.zero, address, numbers);
  }

  /** Ones on the diagonal of n rows of n. */
  unit(address: number, n: number): void {
    const { bytes, ones } = this.places;
    this.tape.emit(Code.copyRows, n, 1, ones, 0, address, bytes(n + 1));
  }

  norms({ address, count }: AdjointRows, size: number, into: number): void {
    this.tape.emit(Code.norms, count, size, address, into);
  }

  /** Adds to the adjoint of an operand (sets it, when `adds` is 0) from that of the result, `from.count` rows of both. */
  pull(operation: Operation, index: number, from: AdjointRows, into: AdjointRows, adds: 0 | 1): void {
    const { kind } = operation;
    const instruction = INSTRUCTIONS[kind];
    const { does } = instruction;
    if (does === "product") this.#matmul(operation, index, from, into, adds);
    else if (does === "combine") this.#binary(operation, instruction.operation, index, from, into, adds);
    else if (does === "loss") this.#loss(operation, instruction.loss, index, from, into, adds);
    else if (does === "map") this.#function(operation, instruction.function, from, into, adds);
    else if (does === "copy" || does === "concat") this.#part(operation, index, from, into, adds);
    else if (does === "softmax") this.#softmax(operation, from, into, adds);
    else if (does === "reduce") this.#reduction(operation, instruction.isMean, from, into, adds);
    else noInstruction(kind, does);
  }

  /** Before instructions that only add. */
  #zeroUnless(adds: 0 | 1, { address, count }: AdjointRows, { size }: Operand): void {
    if (adds === 0) this.zero(address, count * size);
  }

  #matmul(operation: Operation, index: number, from: AdjointRows, into: AdjointRows, adds: 0 | 1): void {
    const { bytes } = this.places;
    const { inputs, out } = operation;
    const rows = { operation: { ...operation, samples: from.count }, steps: 1 };
    const factor =
      index === 1 ? this.#factors.matrix(inputs[0]!, rows, 0) : this.#factors.transpose(inputs[1]!, rows, 1);
    const [n, k] = [out.size, inputs[index]!.size];
    const delta = [from.address, bytes(n), bytes(1)];
    this.tape.emit(Code.gemm, from.count, k, n, ...delta, ...factor, into.address, bytes(k), adds);
  }

  #part({ inputs, out }: Operation, index: number, from: AdjointRows, into: AdjointRows, adds: 0 | 1): void {
    const { bytes } = this.places;
    this.#zeroUnless(adds, into, inputs[index]!);
    const before = inputs.slice(0, index).reduce((sum, { size }) => sum + size, 0);
    const { size } = inputs[index]!;
    const to = [into.address, bytes(size)];
    this.tape.emit(Code.addRows, from.count, size, from.address + bytes(before), bytes(out.size), ...to);
  }

  #binary(
    { inputs, out }: Operation,
    op: MachineBinary,
    index: number,
    from: AdjointRows,
    into: AdjointRows,
    adds: 0 | 1,
  ): void {
    const { value, bytes } = this.places;
    if (op === MachineBinary.multiply && inputs[index]!.size === out.size) {
      const factor = inputs[1 - index]!;
      this.#scaled(from, out.size, value(factor), factor.size === 1 ? 0 : bytes(1), into, adds);
      return;
    }
    const column = ({ size }: Operand): number => (size === 1 ? 0 : bytes(1));
    const read = inputs.flatMap((operand) => [value(operand), 0, column(operand)]);
    const own = inputs[index]!;
    const to = [into.address, bytes(own.size), column(own), adds];
    this.tape.emit(Code.pullBinary, op, index, from.count, out.size, ...read, from.address, ...to);
  }

  #function({ inputs, out }: Operation, f: MachineFunction, from: AdjointRows, into: AdjointRows, adds: 0 | 1): void {
    const { value, bytes, ones, slopes } = this.places;
    this.tape.emit(Code.pull, f, out.size, value(inputs[0]!), value(out), ones, slopes, 0);
    this.#scaled(from, out.size, slopes, bytes(1), into, adds);
  }

  /** into += from ⊙ the same factors for every row, which step by `column` bytes. */
  #scaled(from: AdjointRows, n: number, factors: number, column: number, into: AdjointRows, adds: 0 | 1): void {
    const { bytes } = this.places;
    const rows = [from.address, bytes(n), bytes(1)];
    this.tape.emit(
      Code.combine,
      MachineBinary.multiply,
      from.count,
      n,
      ...rows,
      factors,
      0,
      column,
      into.address,
      adds,
    );
  }

  #loss(
    { inputs }: Operation,
    kind: MachineLoss,
    index: number,
    from: AdjointRows,
    into: AdjointRows,
    adds: 0 | 1,
  ): void {
    const { value, bytes, ones, slopes } = this.places;
    const [target, prediction, logits] = inputs as readonly Operand[] as readonly [Operand, Operand, Operand?];
    const read = [value(target), value(prediction), value(logits ?? prediction), ones];
    this.tape.emit(Code.pullLoss, kind, index, 1, prediction.size, ...read, slopes, 0);
    // a loss has one number, which meets all slopes of its row
    const factors = [from.address, bytes(1), 0, slopes, 0, bytes(1)];
    const { size } = inputs[index]!;
    this.tape.emit(Code.combine, MachineBinary.multiply, from.count, size, ...factors, into.address, adds);
  }

  #reduction({ inputs }: Operation, isMean: boolean, from: AdjointRows, into: AdjointRows, adds: 0 | 1): void {
    const input = inputs[0]!;
    this.#zeroUnless(adds, into, input);
    this.tape.emit(Code.pullReduce, from.count, input.size, from.address, isMean ? 1 : 0, into.address);
  }

  #softmax({ inputs, out }: Operation, from: AdjointRows, into: AdjointRows, adds: 0 | 1): void {
    const { value, bytes } = this.places;
    this.#zeroUnless(adds, into, inputs[0]!);
    for (let r = 0; r < from.count; r++) {
      const row = bytes(r * out.size);
      this.tape.emit(Code.pullSoftmax, 1, out.size, value(out), from.address + row, into.address + row);
    }
  }
}
