/** One unknown or known length; the same length found in two places is joined into one. */
export interface Dimension {
  parent: Dimension | undefined;
  value: number | undefined;
  /** True when it counts rows somewhere: then it is no mere "one column". */
  rows: boolean;
  /** The name whose given size says its length, for error texts. */
  origin: string | undefined;
}

/** The shape of a name or an expression while it is being found. */
export interface ShapeVariable {
  readonly rows: Dimension;
  readonly columns: Dimension;
}

/** Every second link on the way is shortened, or long chains of statements would take quadratic time. */
const root = (d: Dimension): Dimension => {
  let at = d;
  while (at.parent) {
    at.parent = at.parent.parent ?? at.parent;
    at = at.parent;
  }
  return at;
};

const dimension = (rows: boolean, value?: number, origin?: string): Dimension => ({
  parent: undefined,
  value,
  rows,
  origin,
});

/** A shape of which nothing is known, or only that it has one column. */
export const unknownShape = (columns?: number): ShapeVariable => ({
  rows: dimension(true),
  columns: dimension(false, columns),
});

/** A known shape; `origin` is the name whose size was given. */
export const knownShape = (rows: number, columns: number, origin?: string): ShapeVariable => ({
  rows: dimension(true, rows, origin),
  columns: dimension(false, columns, origin),
});

/** Its length, when that is known by now. */
export const lengthOf = (d: Dimension): number | undefined => root(d).value;

/** The name whose given size says its length, if one does. */
export const originOf = (d: Dimension): string | undefined => root(d).origin;

/** Whether it stands for rows anywhere. */
export const countsRows = (d: Dimension): boolean => root(d).rows;

/** Whether the two were found to be one. */
export const isSame = (a: Dimension, b: Dimension): boolean => root(a) === root(b);

/** Makes the two one. @returns false when they are known to differ */
export function unify(a: Dimension, b: Dimension): boolean {
  const [x, y] = [root(a), root(b)];
  if (x === y) return true;
  if (x.value !== undefined && y.value !== undefined && x.value !== y.value) return false;
  y.parent = x;
  x.origin = x.origin ?? y.origin;
  x.value ??= y.value;
  x.rows ||= y.rows;
  return true;
}

/** Makes two shapes one. @returns the pair of lengths that are known to differ, if a pair does */
export function unifyShapes(a: ShapeVariable, b: ShapeVariable): [Dimension, Dimension] | undefined {
  const inRows = unifyRows(a, b);
  if (inRows) return inRows;
  return unify(a.columns, b.columns) ? undefined : [a.columns, b.columns];
}

/** Makes the rows of two shapes one. @returns as {@link unifyShapes} */
export function unifyRows(a: ShapeVariable, b: ShapeVariable): [Dimension, Dimension] | undefined {
  return unify(a.rows, b.rows) ? undefined : [a.rows, b.rows];
}

/** Sets a length when it is unknown. */
export function assignUnknown(d: Dimension, value: number): void {
  root(d).value ??= value;
}

/** `16×6`; `?` for what is not known yet. */
export function describeShape({ rows, columns }: ShapeVariable): string {
  const [r, c] = [lengthOf(rows), lengthOf(columns)];
  return `${r ?? "?"}×${c ?? (countsRows(columns) ? "?" : 1)}`;
}
