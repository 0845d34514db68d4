/** The instructions that multiply matrices and vectors, and what lays them out for it; see walk.ts. */
import type { Block } from "./cells.js";
import { dot } from "./operations.js";
import { plus, residue, times } from "./residues.js";
import type { WalkMemory } from "./walkMemory.js";

/** Bytes of a vector of the machine; a panel of a matrix's gradient has the columns of two. */
export const VECTOR = 16;

function gemm(m: WalkMemory): void {
  const [M, N, K, a, ai, ak, b, bk, c, ci, add] = m.take(11);
  product(m, M, N, K, a, ai, ak, b, bk, c, ci, add !== 0);
}

function gates(m: WalkMemory): void {
  const [count, M, N, K, ai, ak, bk, ci] = m.take(8);
  for (let g = 0; g < count; g++) {
    const [a, b, c, add] = m.take(4);
    product(m, M, N, K, a, ai, ak, b, bk, c, ci, add !== 0);
  }
}

function pack(m: WalkMemory): void {
  const [K, N, b, bk, bj, into] = m.take(6);
  m.uses([{ address: b, rows: K, row: bk, size: N, step: bj }], [m.row(into, K * N)], [false]);
  const numbers = Float64Array.from({ length: K * N }, (_, i) => m.get(b + Math.floor(i / N) * bk + (i % N) * bj));
  m.packed.set(into, { rows: K, columns: N, numbers });
}

function transpose(m: WalkMemory): void {
  const [rows, columns, from, into] = m.take(4);
  m.uses([m.rows(from, rows, columns)], [m.row(into, rows * columns)], [false]);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) m.set(into + (j * rows + i) * m.bytes, m.get(from + (i * columns + j) * m.bytes));
}

function sumOfProducts(m: WalkMemory): void {
  const [n, a, b, c, d, to] = m.take(6);
  const adds = m.flag();
  m.uses(
    [a, b, c, d].map((at) => m.row(at, n)),
    [m.row(to, n)],
    [adds],
    "may be in place",
  );
  for (let i = 0; i < n; i++) {
    const at = i * m.bytes;
    const sum = plus(times(m.get(a + at), m.get(b + at)), times(m.get(c + at), m.get(d + at)));
    m.put(to + at, sum, adds);
  }
}

function pullProduct(m: WalkMemory): void {
  const [n, a, b, g, toA, addsA, toB, addsB] = m.take(8);
  const adds = [addsA !== 0, addsB !== 0] as const;
  m.uses(
    [a, b, g].map((at) => m.row(at, n)),
    [m.row(toA, n), m.row(toB, n)],
    adds,
  );
  for (let i = 0; i < n; i++) {
    const at = i * m.bytes;
    const [left, right, seed] = [m.get(a + at), m.get(b + at), m.get(g + at)];
    m.put(toA + at, times(seed, right), adds[0]);
    m.put(toB + at, times(seed, left), adds[1]);
  }
}

function stepProducts(m: WalkMemory): void {
  const [steps, M, N, K, a, b, c] = m.take(7);
  const add = m.flag();
  const [head, first, end] = m.take(3);
  const words = new Int32Array(m.plain, head, 2);
  words[1] = words[0]!;
  const wanted = words[0]!;
  const panel = (2 * VECTOR) / m.bytes;
  for (let p = first; p < end; p++) {
    const j = p * panel;
    for (let t = 0; t < steps; t++) {
      const square = addPanel(
        m,
        M,
        Math.min(panel, N - j),
        N,
        K,
        a + t * K * M * m.bytes,
        b + (t * K * N + j) * m.bytes,
        c + j * m.bytes,
        add || t > 0,
      );
      if (wanted !== 0) leave(m, head, p * steps + t, square);
    }
  }
  if (wanted !== 3 || first !== 0) return;
  for (let t = 0; t < steps; t++) {
    const from = a + t * K * M * m.bytes;
    const sums = Array.from({ length: M }, (_, i) => columnSum(m, from, K, M, i));
    leave(
      m,
      head,
      Math.ceil(N / panel) * steps + t,
      sums.reduce((sum, x) => residue(sum + x * x), 0),
    );
  }
}

function product(
  m: WalkMemory,
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
  m.uses(bk === 0 ? [left] : [left, right], [into], [add]);
  const { numbers } = m.cells;
  const [factor, first, step] = bk === 0 ? [packedAt(m, b, K, N), 0, N] : [numbers, b / m.bytes, bk / m.bytes];
  const [start, row, column] = [a, ai, ak].map((address) => address / m.bytes) as [number, number, number];
  for (let i = 0; i < M; i++)
    for (let j = 0; j < N; j++) {
      const product = dot(numbers, start + i * row, column, factor, first + j, step, K);
      m.put(c + i * ci + j * m.bytes, product, add);
    }
}

function packedAt(m: WalkMemory, address: number, rows: number, columns: number): Float64Array {
  const found = m.packed.get(address);
  if (found && found.rows === rows && found.columns === columns) return found.numbers;
  const what = found ? `a packed ${found.rows}×${found.columns}` : "nothing packed";
  m.cells.faults.push(`a product reads a packed ${rows}×${columns} matrix, found ${what}`);
  return new Float64Array(rows * columns);
}

/** C (+)= Aᵀ B: A is K×M, B K×N. */
export function transposedProduct(
  m: WalkMemory,
  M: number,
  N: number,
  K: number,
  a: number,
  b: number,
  c: number,
  add: boolean,
): void {
  const bytes = m.bytes;
  product(m, M, N, K, a, bytes, M * bytes, b, N * bytes, c, N * bytes, add);
}

export function columnSum(m: WalkMemory, from: number, rows: number, n: number, i: number): number {
  let sum = 0;
  for (let r = 0; r < rows; r++) sum = plus(sum, m.get(from + (r * n + i) * m.bytes));
  return sum;
}

/** Adds some columns of Aᵀ B to those of C. @returns the sum of their squares */
function addPanel(
  m: WalkMemory,
  M: number,
  n: number,
  N: number,
  K: number,
  a: number,
  b: number,
  c: number,
  add: boolean,
): number {
  const bytes = m.bytes;
  const left: Block = { address: a, rows: M, row: bytes, size: K, step: M * bytes };
  const right: Block = { address: b, rows: K, row: N * bytes, size: n };
  m.uses([left, right], [{ address: c, rows: M, row: N * bytes, size: n }], [add]);
  const { numbers } = m.cells;
  const [from, by] = [a / bytes, b / bytes];
  let square = 0;
  for (let i = 0; i < M; i++)
    for (let j = 0; j < n; j++) {
      const sum = dot(numbers, from + i, M, numbers, by + j, N, K);
      square = residue(square + sum * sum);
      m.put(c + (i * N + j) * bytes, sum, add);
    }
  return square;
}

/** A time step's squares stand behind the head, as two doubles that are added up. */
function leave(m: WalkMemory, head: number, index: number, square: number): void {
  new Float64Array(m.plain, head + VECTOR + VECTOR * index, 2).set([square, 0]);
}

export const PRODUCTS = { gemm, gates, pack, transpose, sumOfProducts, pullProduct, stepProducts };
