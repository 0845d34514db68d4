/** Small matrices in plain loops: the numbers of a derivation, computed apart from the engine's own rules. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly data: Float64Array;
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

const at = ({ data, columns }: Matrix, i: number, j: number): number => data[i * columns + j]!;
const isNumber = ({ rows, columns }: Matrix): boolean => rows === 1 && columns === 1;

export const mapEntries = (a: Matrix, f: (x: number) => number): Matrix => ({ ...a, data: a.data.map(f) });

/** Entry by entry; a number meets every entry of the other. */
export function meet(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  const { rows, columns } = isNumber(a) ? b : a;
  const of = (m: Matrix, i: number, j: number): number => (isNumber(m) ? m.data[0]! : at(m, i, j));
  return matrixOf(rows, columns, (i, j) => f(of(a, i, j), of(b, i, j)));
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return matrixOf(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j);
    return sum;
  });
}

export const transposed = (a: Matrix): Matrix => matrixOf(a.columns, a.rows, (i, j) => at(a, j, i));
export const diagonalMatrix = (v: Matrix): Matrix => matrixOf(v.rows, v.rows, (i, j) => (i === j ? v.data[i]! : 0));
export const diagonalOf = (a: Matrix): Matrix => matrixOf(a.rows, 1, (i) => at(a, i, i));
export const totalOf = ({ data }: Matrix): number => data.reduce((sum, x) => sum + x, 0);
export const rowsOf = (a: Matrix, from: number, to: number): Matrix =>
  matrixOf(to - from, a.columns, (i, j) => at(a, from + i, j));

export function stacked(parts: readonly Matrix[]): Matrix {
  const data = Float64Array.from(parts.flatMap((part) => [...part.data]));
  const columns = parts[0]!.columns;
  return { rows: data.length / columns, columns, data };
}

/** The largest difference of an entry relative to the largest entry of either; 0 when both are zero, NaN when not finite. */
export function relativeDifference(a: Matrix, b: Matrix): number {
  let [difference, largest] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const gap = Math.abs(a.data[i]! - b.data[i]!);
    if (Number.isNaN(gap)) return Number.NaN;
    difference = Math.max(difference, gap);
    largest = Math.max(largest, Math.abs(a.data[i]!), Math.abs(b.data[i]!));
  }
  return difference === 0 ? 0 : difference / largest;
}
