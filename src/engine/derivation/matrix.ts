/** Small matrices in plain loops: the numbers of a derivation, computed apart from the engine's own rules. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly data: Float64Array;
  /** The function of one argument that made it, and that argument: it tells what of a probability is rounded to 0 or to 1. */
  readonly made?: () => readonly [by?: string, of?: Matrix];
}

export const zeroMatrix = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns),
});

export function matrixOf(rows: number, columns: number, entry: (row: number, column: number) => number): Matrix {
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = entry(i, j);
  return { rows, columns, data };
}

const isNumber = ({ data }: Matrix): boolean => data.length === 1;

export const mapEntries = ({ rows, columns, data }: Matrix, f: (x: number) => number): Matrix => ({
  rows,
  columns,
  data: data.map((x) => f(x)),
});

/** Entry by entry; a number meets every entry of the other. */
export function meet(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  const { rows, columns } = isNumber(a) ? b : a;
  const [stepA, stepB] = [isNumber(a) ? 0 : 1, isNumber(b) ? 0 : 1];
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = f(a.data[i * stepA]!, b.data[i * stepB]!);
  return { rows, columns, data };
}

/** The sum of matrices of one shape. */
export const sumOf = (parts: readonly Matrix[]): Matrix => parts.reduce((a, b) => meet(a, b, (x, y) => x + y));

/** a b, or aᵀ b without the transpose. */
export function multiply(a: Matrix, b: Matrix, isTransposed = false): Matrix {
  const [rows, inner] = isTransposed ? [a.columns, a.rows] : [a.rows, a.columns];
  const [down, across] = isTransposed ? [1, rows] : [inner, 1];
  const { columns } = b;
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const x = a.data[i * down + k * across]!;
      for (let j = 0; j < columns; j++) data[i * columns + j] = data[i * columns + j]! + x * b.data[k * columns + j]!;
    }
  return { rows, columns, data };
}

/** diag(v) b, without the zeros. */
export const scaledRows = (v: Matrix, b: Matrix): Matrix =>
  matrixOf(b.rows, b.columns, (i, j) => v.data[i]! * b.data[i * b.columns + j]!);

export function transposed(a: Matrix): Matrix {
  if (a.rows === 1 || a.columns === 1) return { rows: a.columns, columns: a.rows, data: a.data };
  return matrixOf(a.columns, a.rows, (i, j) => a.data[j * a.columns + i]!);
}

export const diagonalMatrix = (v: Matrix): Matrix => matrixOf(v.rows, v.rows, (i, j) => (i === j ? v.data[i]! : 0));
export const diagonalOf = (a: Matrix): Matrix => matrixOf(a.rows, 1, (i) => a.data[i * a.columns + i]!);
export const totalOf = ({ data }: Matrix): number => data.reduce((sum, x) => sum + x, 0);
export const rowsOf = ({ columns, data }: Matrix, from: number, to: number): Matrix => ({
  rows: to - from,
  columns,
  data: data.slice(from * columns, to * columns),
});

export function stacked(parts: readonly Matrix[]): Matrix {
  const data = Float64Array.from(parts.flatMap((part) => [...part.data]));
  const { columns } = parts[0]!;
  return { rows: data.length / columns, columns, data };
}

/**
 * The largest difference of an entry, relative to the largest entry of either; 0 when both are zero or the same
 * infinity, Infinity where one has no finite value.
 * @param terms the sum of the sizes of the terms of each entry, where these may be more than the entry
 */
export function relativeDifference(a: Matrix, b: Matrix, terms?: ArrayLike<number>): number {
  let [difference, largest] = [0, 0];
  for (let i = 0; i < a.data.length; i++) largest = Math.max(largest, Math.abs(a.data[i]!), Math.abs(b.data[i]!));
  for (let i = 0; i < a.data.length; i++) {
    const [x, y] = [a.data[i]!, b.data[i]!];
    const relative = Math.abs(x - y) / Math.max(largest, terms?.[i] ?? 0);
    if (x !== y) difference = Math.max(difference, relative >= 0 ? relative : Infinity);
  }
  return difference;
}
