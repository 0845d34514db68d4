import { DataError } from "./errors.js";
import type { Shape } from "./language/index.js";
import type { Dtype } from "./program/program.js";
import { isListLike, shown } from "./shown.js";
import { Tensor } from "./tensor.js";

/**
 * Reads given numbers of an expected shape: a list for a vector, a list of rows for a matrix, or a tensor.
 * @param name what they are for
 * @returns row-major
 * @throws DataError when they do not fit, or one of them is no finite number of `dtype`
 */
export function numbersOf(name: string, value: unknown, shape: Shape, dtype: Dtype): number[] {
  const given = value instanceof Tensor ? value.toArray() : value;
  const list = typeof given === "number" ? [given] : given;
  if (!isListLike(list)) throw unfit(name, `is ${shown(given)}`, shape);
  const rows = isListLike(list[0]) ? rowsOf(name, list, shape) : undefined;
  if (!rows && (list.length !== shape.rows || shape.columns !== 1))
    throw unfit(
      name,
      `has ${list.length} ${list.length === 1 ? "number" : "numbers"}`,
      shape,
      asNumber(name, list.length),
    );
  const numbers = rows ? rows.flatMap((row) => Array.from(row)) : Array.from(list);
  checkNumbers(name, numbers, shape, dtype);
  return numbers as number[];
}

/** Their lengths are looked at before anything is copied. */
function rowsOf(name: string, list: ArrayLike<unknown>, shape: Shape): ArrayLike<unknown>[] {
  if (list.length !== shape.rows)
    throw unfit(name, `has ${list.length}×${(list[0] as ArrayLike<unknown>).length} numbers`, shape);
  return Array.from(list, (row, i) => {
    if (!isListLike(row)) throw unfit(name, `has ${shown(row)} as row ${i + 1}`, shape);
    if (row.length !== shape.columns) throw unfit(name, `has ${row.length} numbers in row ${i + 1}`, shape);
    return row;
  });
}

function unfit(name: string, found: string, { rows, columns }: Shape, advice = ""): DataError {
  const expected =
    columns === 1
      ? `${rows} ${rows === 1 ? "number" : "numbers"}`
      : `${rows}×${columns} numbers, one list for each row`;
  return new DataError(`${name} ${found}, expected ${expected}${advice}`);
}

/** @throws DataError when one of `numbers` is no finite number, or too large for `dtype`; it says at which place */
export function checkNumbers(name: string, numbers: ArrayLike<unknown>, { columns }: Shape, dtype: Dtype): void {
  const isOne = (x: unknown): boolean =>
    Number.isFinite(dtype === "float32" && typeof x === "number" ? Math.fround(x) : x);
  for (let i = 0; i < numbers.length; i++) {
    if (isOne(numbers[i])) continue;
    const place = columns === 1 ? `number ${i + 1}` : `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`;
    const expected = Number.isFinite(numbers[i]) ? "one that float32 can hold, at most 3.4e38" : "a finite number";
    throw new DataError(`${name}: ${place} is ${shown(numbers[i])}, expected ${expected}`);
  }
}

/** One number for what has more may be a coefficient that no size was given for. */
function asNumber(name: string, count: number): string {
  if (count !== 1 || !/^\p{L}[\p{L}\p{N}_]*$/u.test(name)) return "";
  return `. If ${name} is one number, say so when you build the network: build({ ${name}: 1 })`;
}
