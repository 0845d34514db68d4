/** Numbers, vectors and matrices as TeX, short enough to stand in an equation. */

/** Three significant digits; what is not finite by its sign or name. */
export function numberTex(value: number): string {
  if (Number.isNaN(value)) return "\\mathrm{NaN}";
  if (!Number.isFinite(value)) return value > 0 ? "\\infty" : "-\\infty";
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(2).split("e");
  const power = Number(exponent);
  if (power < -3 || power >= 5) return `${Number(mantissa)}{\\times}10^{${power}}`;
  return String(Number(value.toPrecision(3)));
}

/** Matrices with more rows or columns than this are written with dots. */
const MOST_ENTRIES = 6;

/**
 * A matrix (a vector when `columns` is 1, a number when it has one entry) between square brackets.
 * @param data row-major, rows × columns
 * @param entries first entries written before the dots when there are more than six; the last one follows
 */
export function numbersTex(data: ArrayLike<number>, rows: number, columns: number, entries: number): string {
  if (rows * columns === 1) return numberTex(data[0]!);
  const shownRows = shown(rows, entries);
  const shownColumns = shown(columns, columns === 1 ? 1 : entries);
  const lines = shownRows.map((row) => lineTex(data, row, columns, shownColumns));
  return `\\begin{bmatrix}${lines.join("\\\\")}\\end{bmatrix}`;
}

/** Indices that are written; null stands for the dots. */
function shown(count: number, entries: number): (number | null)[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= MOST_ENTRIES && count <= entries * 2 ? all : [...all.slice(0, entries), null, count - 1];
}

function lineTex(
  data: ArrayLike<number>,
  row: number | null,
  columns: number,
  shownColumns: (number | null)[],
): string {
  const cells = shownColumns.map((column) => {
    if (row === null) return column === null ? "\\ddots" : "\\vdots";
    return column === null ? "\\cdots" : numberTex(data[row * columns + column]!);
  });
  return cells.join("&");
}
