/** The instructions that make norms; see walk.ts. */
import { plus, residue } from "./residues.js";
import type { WalkMemory } from "./walkMemory.js";
import { columnSum, transposedProduct, VECTOR } from "./walkProducts.js";

/** Norms are kept as their squares: roots are no polynomials, but products of norms are roots of products. */
function norms(m: WalkMemory): void {
  const [rows, n, x, into] = m.take(4);
  m.uses([m.rows(x, rows, n)], [], []);
  for (let r = 0; r < rows; r++) square(m, into + 8 * r, m.list(x + r * n * m.bytes, n));
}

function productNorms(m: WalkMemory): void {
  const [steps, M, N, K, a, b, c, into] = m.take(8);
  for (let t = 0; t < steps; t++) {
    transposedProduct(m, M, N, K, a + t * M * K * m.bytes, b + t * N * K * m.bytes, c, false);
    square(m, into + 8 * t, m.list(c, M * N));
  }
}

function sumNorms(m: WalkMemory): void {
  const [stacks, n, rows, x, c, into] = m.take(6);
  for (let s = 0; s < stacks; s++) {
    const from = x + s * rows * n * m.bytes;
    m.uses([m.rows(from, rows, n)], [m.row(c, n)], [false]);
    for (let i = 0; i < n; i++) m.set(c + i * m.bytes, columnSum(m, from, rows, n, i));
    square(m, into + 8 * s, m.list(c, n));
  }
}

function stepNorms(m: WalkMemory): void {
  const [steps, panels, sums, into] = m.take(4);
  for (let t = 0; t < steps; t++) {
    let square = 0;
    for (let p = 0; p < panels; p++)
      square = plus(square, new Float64Array(m.plain, sums + VECTOR * (p * steps + t), 1)[0]!);
    new Float64Array(m.plain, into + 8 * t, 1)[0] = square;
  }
}

function square(m: WalkMemory, into: number, numbers: readonly number[]): void {
  new Float64Array(m.plain, into, 1)[0] = numbers.reduce((sum, x) => residue(sum + x * x), 0);
}

export const NORMS = { norms, productNorms, sumNorms, stepNorms };
