import type { BatchData } from "./batch.js";
import { DataError } from "./errors.js";
import type { Shape } from "./language/index.js";

/** Flattens given numbers of an expected shape. @throws DataError */
export function numbersOf(name: string, value: BatchData, { rows, columns }: Shape): number[] {
  const list: readonly BatchData[] = typeof value === "number" ? [value] : Array.from(value as ArrayLike<BatchData>);
  const isMatrix = typeof list[0] === "object";
  const flat: unknown[] = isMatrix ? list.flatMap((row) => Array.from(row as ArrayLike<BatchData>)) : [...list];
  const fits = flat.length === rows * columns && (isMatrix ? list.length === rows : columns === 1);
  if (!fits) {
    const found = isMatrix ? `${list.length}×${(list[0] as ArrayLike<unknown>).length}` : `${list.length}`;
    const expected = columns === 1 ? `${rows} numbers` : `${rows}×${columns} numbers, one list for each row`;
    throw new DataError(
      `${name} has ${found} number${found === "1" ? "" : "s"}, expected ${expected}${asNumber(name, flat)}`,
    );
  }
  const wrong = flat.findIndex((v) => typeof v !== "number" || !Number.isFinite(v));
  if (wrong >= 0)
    throw new DataError(`${name}: number ${wrong + 1} is ${String(flat[wrong])}, expected a finite number`);
  return flat as number[];
}

/** One number for what has more may be a coefficient that no size was given for. */
function asNumber(name: string, numbers: readonly unknown[]): string {
  if (numbers.length !== 1 || !/^\p{L}[\p{L}\p{N}_]*$/u.test(name)) return "";
  return `. If ${name} is one number, say so when you build the network: build({ ${name}: 1 })`;
}
