/** One unknown or known length; the same length found in two places is joined into one. */
interface Dimension {
  parent: Dimension | undefined;
  value: number | undefined;
  /** True when it counts rows somewhere: then it is no mere "one column". */
  rows: boolean;
}

export type { Dimension };

export interface ShapeVariable {
  readonly rows: Dimension;
  readonly columns: Dimension;
}

const root = (d: Dimension): Dimension => {
  let at = d;
  while (at.parent) at = at.parent;
  return at;
};

export const unknownRows = (): Dimension => ({ parent: undefined, value: undefined, rows: true });
export const unknownColumns = (): Dimension => ({ parent: undefined, value: undefined, rows: false });
export const known = (value: number, rows = false): Dimension => ({ parent: undefined, value, rows });
export const unknownShape = (): ShapeVariable => ({ rows: unknownRows(), columns: unknownColumns() });
export const knownShape = (rows: number, columns: number): ShapeVariable => ({
  rows: known(rows, true),
  columns: known(columns),
});

/** Its length, when that is known by now. */
export const lengthOf = (d: Dimension): number | undefined => root(d).value;

/** Whether it stands for rows anywhere. */
export const countsRows = (d: Dimension): boolean => root(d).rows;

/** Makes the two one. @returns false when they are known to differ */
export function unify(a: Dimension, b: Dimension): boolean {
  const [x, y] = [root(a), root(b)];
  if (x === y) return true;
  if (x.value !== undefined && y.value !== undefined && x.value !== y.value) return false;
  y.parent = x;
  x.value ??= y.value;
  x.rows ||= y.rows;
  return true;
}

/** Sets an unknown length. @returns false when it is known to be another */
export const assign = (d: Dimension, value: number): boolean => unify(d, known(value));
