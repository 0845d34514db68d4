/** Walks through a tape, instruction by instruction, as the kernels would run it (wasm/kernels.ts), in exact arithmetic. */
import { bytesOf, type Dtype } from "../../../../src/engine/program/program.js";
import { Code } from "../../../../src/engine/simd/tape.js";
import { MachineBinary, MachineFunction, MachineLoss } from "../../../../src/engine/simd/wasm/opcodes.js";
import { type Block, Cells } from "./cells.js";
import {
  type BinaryKind,
  binarySlope,
  binaryValue,
  type LossKind,
  lossSlopes,
  lossValue,
  softmaxOf,
  type UnaryKind,
  unarySlope,
  unaryValue,
} from "./meanings.js";
import { dot } from "./operations.js";
import { inverse, plus, residue, times } from "./residues.js";

type OpcodeName = keyof typeof Code;

/** A list of the machine's numbers, by name and by number. */
type Numbers<Name extends string> = { readonly [N in Name]: number } & { readonly [number: number]: string };

/** What the machine calls one of its numbers. @throws RangeError when it has no such number */
function nameIn<Name extends string>(list: Numbers<Name>, what: string, number: number): Name {
  const name = list[number];
  if (name === undefined) throw new RangeError(`no ${what} has the number ${number}`);
  return name as Name;
}

/** The operations that the machine's functions are made for. */
function unaryKind(number: number): UnaryKind {
  const name = nameIn<keyof typeof MachineFunction>(MachineFunction, "function", number);
  return name === "square" ? "power" : name;
}

function binaryKind(number: number): BinaryKind {
  const name = nameIn<keyof typeof MachineBinary>(MachineBinary, "operation of two arguments", number);
  return name === "multiply" ? "times" : name;
}

const lossKind = (number: number): LossKind => nameIn<keyof typeof MachineLoss>(MachineLoss, "loss", number);

/** A right factor as `pack` laid it out. */
interface Packed {
  readonly rows: number;
  readonly columns: number;
  readonly numbers: Float64Array;
}

/** Bytes of a vector of the machine; a panel of a matrix's gradient has the columns of two. */
const VECTOR = 16;

export class Walk {
  readonly cells: Cells;
  /** Words and norms: what is no number of the network. */
  readonly plain: ArrayBuffer;
  readonly #bytes: number;
  readonly #packed = new Map<number, Packed>();
  #words: Int32Array = new Int32Array(0);
  #at = 0;

  /** @param bytes of the memory */
  constructor(dtype: Dtype, bytes: number, threads = 1) {
    this.#bytes = bytesOf(dtype);
    this.cells = new Cells(bytes, this.#bytes, threads);
    this.plain = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  }

  /** Packed factors are made anew in every pass. */
  forgetPacked(): void {
    this.#packed.clear();
  }

  /** @throws RangeError for an opcode that the machine does not know */
  run(tape: Int32Array): void {
    this.#words = tape;
    this.#at = 0;
    for (let name = this.#name(); name !== "end"; name = this.#name()) {
      this.cells.instruction = name;
      this[name]();
    }
  }

  #name(): OpcodeName {
    return nameIn<OpcodeName>(Code, "instruction", this.#word());
  }

  #word(): number {
    return this.#words[this.#at++]!;
  }

  #take(count: number): number[] {
    return Array.from({ length: count }, () => this.#word());
  }

  #flag(): boolean {
    return this.#word() !== 0;
  }

  /** n numbers in a row. */
  #row(address: number, size: number): Block {
    return { address, rows: 1, row: 0, size };
  }

  /** Rows of n numbers, one behind the other. */
  #rows(address: number, rows: number, size: number): Block {
    return { address, rows, row: size * this.#bytes, size };
  }

  #get(address: number): number {
    return this.cells.numbers[address / this.#bytes]!;
  }

  #list(address: number, size: number): number[] {
    const first = address / this.#bytes;
    return [...this.cells.numbers.subarray(first, first + size)];
  }

  #set(address: number, number: number): void {
    this.cells.numbers[address / this.#bytes] = number;
  }

  #put(address: number, number: number, adds: boolean): void {
    this.#set(address, adds ? plus(this.#get(address), number) : number);
  }

  /** What an instruction reads and writes, before it does. */
  #uses(
    read: readonly Block[],
    written: readonly Block[],
    adds: readonly boolean[],
    inPlace: "may be in place" | "never" = "never",
  ): void {
    for (const block of read) this.cells.reads(block);
    written.forEach((block, i) => {
      for (const other of read) this.cells.mustNotOverlap(block, other, inPlace);
      for (const other of written.slice(i + 1)) this.cells.mustNotOverlap(block, other, "never");
      if (adds[i]) this.cells.reads(block);
      this.cells.writes(block);
    });
  }

  private end(): void {}

  private zero(): void {
    const [address, count] = this.#take(2) as [number, number];
    this.#uses([], [this.#row(address, count)], [false]);
    for (let i = 0; i < count; i++) this.#set(address + i * this.#bytes, 0);
  }

  private gemm(): void {
    const [M, N, K, a, ai, ak, b, bk, c, ci, add] = this.#take(11) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    this.#product(M, N, K, a, ai, ak, b, bk, c, ci, add !== 0);
  }

  private gates(): void {
    const [count, M, N, K, ai, ak, bk, ci] = this.#take(8) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let g = 0; g < count; g++) {
      const [a, b, c, add] = this.#take(4) as [number, number, number, number];
      this.#product(M, N, K, a, ai, ak, b, bk, c, ci, add !== 0);
    }
  }

  #product(
    M: number,
    N: number,
    K: number,
    a: number,
    ai: number,
    ak: number,
    b: number,
    bk: number,
    c: number,
    ci: number,
    add: boolean,
  ): void {
    const left: Block = { address: a, rows: M, row: ai, size: K, step: ak };
    const right: Block = { address: b, rows: K, row: bk, size: N };
    const into: Block = { address: c, rows: M, row: ci, size: N };
    this.#uses(bk === 0 ? [left] : [left, right], [into], [add]);
    const { numbers } = this.cells;
    const [factor, first, step] =
      bk === 0 ? [this.#packedAt(b, K, N), 0, N] : [numbers, b / this.#bytes, bk / this.#bytes];
    const [start, row, column] = [a, ai, ak].map((address) => address / this.#bytes) as [number, number, number];
    for (let i = 0; i < M; i++)
      for (let j = 0; j < N; j++) {
        const product = dot(numbers, start + i * row, column, factor, first + j, step, K);
        this.#put(c + i * ci + j * this.#bytes, product, add);
      }
  }

  #packedAt(address: number, rows: number, columns: number): Float64Array {
    const found = this.#packed.get(address);
    if (found && found.rows === rows && found.columns === columns) return found.numbers;
    const what = found ? `a packed ${found.rows}×${found.columns}` : "nothing packed";
    this.cells.faults.push(`a product reads a packed ${rows}×${columns} matrix, found ${what}`);
    return new Float64Array(rows * columns);
  }

  private pack(): void {
    const [K, N, b, bk, bj, into] = this.#take(6) as [number, number, number, number, number, number];
    this.#uses([{ address: b, rows: K, row: bk, size: N, step: bj }], [this.#row(into, K * N)], [false]);
    const numbers = Float64Array.from({ length: K * N }, (_, i) =>
      this.#get(b + Math.floor(i / N) * bk + (i % N) * bj),
    );
    this.#packed.set(into, { rows: K, columns: N, numbers });
  }

  private transpose(): void {
    const [rows, columns, from, into] = this.#take(4) as [number, number, number, number];
    this.#uses([this.#rows(from, rows, columns)], [this.#row(into, rows * columns)], [false]);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        this.#set(into + (j * rows + i) * this.#bytes, this.#get(from + (i * columns + j) * this.#bytes));
  }

  private map(): void {
    const [f, n, x, y] = this.#take(4) as [number, number, number, number];
    const kind = unaryKind(f);
    this.#uses([this.#row(x, n)], [this.#row(y, n)], [false], "may be in place");
    for (let i = 0; i < n; i++) this.#set(y + i * this.#bytes, unaryValue(kind, this.#get(x + i * this.#bytes), 2));
  }

  private pull(): void {
    const [f, n, x, y, g, into] = this.#take(6) as [number, number, number, number, number, number];
    const adds = this.#flag();
    const kind = unaryKind(f);
    this.#uses(
      [x, y, g].map((at) => this.#row(at, n)),
      [this.#row(into, n)],
      [adds],
      "may be in place",
    );
    for (let i = 0; i < n; i++) {
      const at = i * this.#bytes;
      const slope = unarySlope(kind, this.#get(x + at), this.#get(y + at), 2);
      this.#put(into + at, times(this.#get(g + at), slope), adds);
    }
  }

  private combine(): void {
    const [op, rows, columns, a, aRow, aColumn, b, bRow, bColumn, to] = this.#take(10) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const adds = this.#flag();
    const kind = binaryKind(op);
    const read = [
      { address: a, rows, row: aRow, size: columns, step: aColumn },
      { address: b, rows, row: bRow, size: columns, step: bColumn },
    ];
    this.#uses(read, [this.#rows(to, rows, columns)], [adds], "may be in place");
    for (let r = 0; r < rows; r++)
      for (let i = 0; i < columns; i++) {
        const value = binaryValue(kind, this.#get(a + r * aRow + i * aColumn), this.#get(b + r * bRow + i * bColumn));
        this.#put(to + (r * columns + i) * this.#bytes, value, adds);
      }
  }

  private pullBinary(): void {
    const [op, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, intoColumn] = this.#take(
      14,
    ) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const adds = this.#flag();
    const kind = binaryKind(op);
    const [ofA, ofB] = [
      { address: a, rows, row: aRow, size: columns, step: aColumn },
      { address: b, rows, row: bRow, size: columns, step: bColumn },
    ];
    const needsOther = kind === "times" || kind === "scale" || kind === "divide";
    const read = needsOther ? (kind === "divide" && index === 1 ? [ofA, ofB] : [index === 0 ? ofB : ofA]) : [];
    const target = { address: into, rows, row: intoRow, size: columns, step: intoColumn };
    this.#uses([...read, this.#rows(g, rows, columns)], [target], [adds], "may be in place");
    for (let r = 0; r < rows; r++)
      for (let i = 0; i < columns; i++) {
        const slope = binarySlope(
          kind,
          index,
          this.#get(a + r * aRow + i * aColumn),
          this.#get(b + r * bRow + i * bColumn),
        );
        const isFirst = (r === 0 || intoRow !== 0) && (i === 0 || intoColumn !== 0);
        this.#put(
          into + r * intoRow + i * intoColumn,
          times(this.#get(g + (r * columns + i) * this.#bytes), slope),
          adds || !isFirst,
        );
      }
  }

  private softmax(): void {
    const [rows, n, x, y] = this.#take(4) as [number, number, number, number];
    this.#uses([this.#rows(x, rows, n)], [this.#rows(y, rows, n)], [false], "may be in place");
    for (let r = 0; r < rows; r++) this.#softmaxRow(n, x + r * n * this.#bytes, y + r * n * this.#bytes);
  }

  #softmaxRow(n: number, x: number, y: number): void {
    softmaxOf(this.#list(x, n)).forEach((p, i) => {
      this.#set(y + i * this.#bytes, p);
    });
  }

  private pullSoftmax(): void {
    const [rows, n, y, g, into] = this.#take(5) as [number, number, number, number, number];
    this.#uses([this.#rows(y, rows, n), this.#rows(g, rows, n)], [this.#rows(into, rows, n)], [true]);
    for (let r = 0; r < rows; r++) {
      const start = r * n * this.#bytes;
      const [shares, seeds] = [this.#list(y + start, n), this.#list(g + start, n)];
      const dot = shares.reduce((sum, p, i) => residue(sum + p * seeds[i]!), 0);
      shares.forEach((p, i) => {
        this.#put(into + start + i * this.#bytes, times(p, residue(seeds[i]! - dot)), true);
      });
    }
  }

  private loss(): void {
    const [l, rows, n, t, p, z, to] = this.#take(7) as [number, number, number, number, number, number, number];
    const kind = lossKind(l);
    const read = kind === "crossEntropyOfSoftmax" || kind === "binaryCrossEntropyOfSigmoid" ? [t, z] : [t, p];
    this.#uses(
      read.map((at) => this.#rows(at, rows, n)),
      [this.#row(to, rows)],
      [false],
    );
    for (let r = 0; r < rows; r++) {
      const [target, prediction, logits] = [t, p, z].map((at) => this.#list(at + r * n * this.#bytes, n));
      this.#set(to + r * this.#bytes, lossValue(kind, target!, prediction!, logits!));
    }
  }

  private pullLoss(): void {
    const [l, index, rows, n, t, p, z, g, into] = this.#take(9) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const adds = this.#flag();
    const kind = lossKind(l);
    this.#uses(
      [...[t, p, z].map((at) => this.#rows(at, rows, n)), this.#row(g, rows)],
      [this.#rows(into, rows, n)],
      [adds],
    );
    for (let r = 0; r < rows; r++) {
      const start = r * n * this.#bytes;
      const [target, prediction, logits] = [t, p, z].map((at) => this.#list(at + start, n));
      const seed = this.#get(g + r * this.#bytes);
      lossSlopes(kind, index, target!, prediction!, logits!).forEach((slope, i) => {
        this.#put(into + start + i * this.#bytes, times(seed, slope), adds);
      });
    }
  }

  private reduce(): void {
    const [rows, n, x, isMean, to] = this.#take(5) as [number, number, number, number, number];
    this.#uses([this.#rows(x, rows, n)], [this.#row(to, rows)], [false]);
    for (let r = 0; r < rows; r++) {
      const sum = residue(this.#list(x + r * n * this.#bytes, n).reduce((s, number) => s + number, 0));
      this.#set(to + r * this.#bytes, isMean !== 0 ? times(sum, inverse(n)) : sum);
    }
  }

  private pullReduce(): void {
    const [rows, n, g, isMean, into] = this.#take(5) as [number, number, number, number, number];
    this.#uses([this.#row(g, rows)], [this.#rows(into, rows, n)], [true]);
    for (let r = 0; r < rows; r++) {
      const seed = this.#get(g + r * this.#bytes);
      for (let i = 0; i < n; i++)
        this.#put(into + (r * n + i) * this.#bytes, isMean !== 0 ? times(seed, inverse(n)) : seed, true);
    }
  }

  private copyRows(): void {
    this.#copy(false);
  }

  private addRows(): void {
    this.#copy(true);
  }

  #copy(adds: boolean): void {
    const [rows, n, from, fromRow, to, toRow] = this.#take(6) as [number, number, number, number, number, number];
    const read = { address: from, rows, row: fromRow, size: n };
    this.#uses([read], [{ address: to, rows, row: toRow, size: n }], [adds]);
    for (let r = 0; r < rows; r++)
      for (let i = 0; i < n; i++)
        this.#put(to + r * toRow + i * this.#bytes, this.#get(from + r * fromRow + i * this.#bytes), adds);
  }

  private sumOfProducts(): void {
    const [n, a, b, c, d, to] = this.#take(6) as [number, number, number, number, number, number];
    const adds = this.#flag();
    this.#uses(
      [a, b, c, d].map((at) => this.#row(at, n)),
      [this.#row(to, n)],
      [adds],
      "may be in place",
    );
    for (let i = 0; i < n; i++) {
      const at = i * this.#bytes;
      const sum = plus(times(this.#get(a + at), this.#get(b + at)), times(this.#get(c + at), this.#get(d + at)));
      this.#put(to + at, sum, adds);
    }
  }

  private pullProduct(): void {
    const [n, a, b, g, toA, addsA, toB, addsB] = this.#take(8) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const adds = [addsA !== 0, addsB !== 0] as const;
    this.#uses(
      [a, b, g].map((at) => this.#row(at, n)),
      [this.#row(toA, n), this.#row(toB, n)],
      adds,
    );
    for (let i = 0; i < n; i++) {
      const at = i * this.#bytes;
      const [left, right, seed] = [this.#get(a + at), this.#get(b + at), this.#get(g + at)];
      this.#put(toA + at, times(seed, right), adds[0]);
      this.#put(toB + at, times(seed, left), adds[1]);
    }
  }

  /** Norms are kept as their squares: roots are no polynomials, but products of norms are roots of products. */
  private norms(): void {
    const [rows, n, x, into] = this.#take(4) as [number, number, number, number];
    this.#uses([this.#rows(x, rows, n)], [], []);
    for (let r = 0; r < rows; r++) this.#square(into + 8 * r, this.#list(x + r * n * this.#bytes, n));
  }

  private productNorms(): void {
    const [steps, M, N, K, a, b, c, into] = this.#take(8) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let t = 0; t < steps; t++) {
      this.#transposedProduct(M, N, K, a + t * M * K * this.#bytes, b + t * N * K * this.#bytes, c, false);
      this.#square(into + 8 * t, this.#list(c, M * N));
    }
  }

  private sumNorms(): void {
    const [stacks, n, rows, x, c, into] = this.#take(6) as [number, number, number, number, number, number];
    for (let s = 0; s < stacks; s++) {
      const from = x + s * rows * n * this.#bytes;
      this.#uses([this.#rows(from, rows, n)], [this.#row(c, n)], [false]);
      for (let i = 0; i < n; i++) this.#set(c + i * this.#bytes, this.#columnSum(from, rows, n, i));
      this.#square(into + 8 * s, this.#list(c, n));
    }
  }

  #columnSum(from: number, rows: number, n: number, i: number): number {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum = plus(sum, this.#get(from + (r * n + i) * this.#bytes));
    return sum;
  }

  /** C (+)= Aᵀ B: A is K×M, B K×N. */
  #transposedProduct(M: number, N: number, K: number, a: number, b: number, c: number, add: boolean): void {
    const bytes = this.#bytes;
    this.#product(M, N, K, a, bytes, M * bytes, b, N * bytes, c, N * bytes, add);
  }

  #square(into: number, numbers: readonly number[]): void {
    new Float64Array(this.plain, into, 1)[0] = numbers.reduce((sum, x) => residue(sum + x * x), 0);
  }

  private stepProducts(): void {
    const [steps, M, N, K, a, b, c] = this.#take(7) as [number, number, number, number, number, number, number];
    const add = this.#flag();
    const [head, first, end] = this.#take(3) as [number, number, number];
    const words = new Int32Array(this.plain, head, 2);
    words[1] = words[0]!;
    const wanted = words[0]!;
    const panel = (2 * VECTOR) / this.#bytes;
    for (let p = first; p < end; p++) {
      const j = p * panel;
      for (let t = 0; t < steps; t++) {
        const square = this.#panel(
          M,
          Math.min(panel, N - j),
          N,
          K,
          a + t * K * M * this.#bytes,
          b + (t * K * N + j) * this.#bytes,
          c + j * this.#bytes,
          add || t > 0,
        );
        if (wanted !== 0) this.#leave(head, p * steps + t, square);
      }
    }
    if (wanted !== 3 || first !== 0) return;
    for (let t = 0; t < steps; t++) {
      const from = a + t * K * M * this.#bytes;
      const sums = Array.from({ length: M }, (_, i) => this.#columnSum(from, K, M, i));
      this.#leave(
        head,
        Math.ceil(N / panel) * steps + t,
        sums.reduce((sum, x) => residue(sum + x * x), 0),
      );
    }
  }

  /** Adds some columns of Aᵀ B to those of C. @returns the sum of their squares */
  #panel(M: number, n: number, N: number, K: number, a: number, b: number, c: number, add: boolean): number {
    const bytes = this.#bytes;
    const left: Block = { address: a, rows: M, row: bytes, size: K, step: M * bytes };
    const right: Block = { address: b, rows: K, row: N * bytes, size: n };
    this.#uses([left, right], [{ address: c, rows: M, row: N * bytes, size: n }], [add]);
    const { numbers } = this.cells;
    const [from, by] = [a / bytes, b / bytes];
    let square = 0;
    for (let i = 0; i < M; i++)
      for (let j = 0; j < n; j++) {
        const sum = dot(numbers, from + i, M, numbers, by + j, N, K);
        square = residue(square + sum * sum);
        this.#put(c + (i * N + j) * bytes, sum, add);
      }
    return square;
  }

  /** A time step's squares stand behind the head, as two doubles that are added up. */
  #leave(head: number, index: number, square: number): void {
    new Float64Array(this.plain, head + VECTOR + VECTOR * index, 2).set([square, 0]);
  }

  private stepNorms(): void {
    const [steps, panels, sums, into] = this.#take(4) as [number, number, number, number];
    for (let t = 0; t < steps; t++) {
      let square = 0;
      for (let p = 0; p < panels; p++)
        square = plus(square, new Float64Array(this.plain, sums + VECTOR * (p * steps + t), 1)[0]!);
      new Float64Array(this.plain, into + 8 * t, 1)[0] = square;
    }
  }
}
