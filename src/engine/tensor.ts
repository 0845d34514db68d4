import type { Shape } from "./language/index.js";
import type { FloatArray } from "./program/program.js";
import { shown } from "./shown.js";

/** Nested arrays of numbers, as deep as the tensor has dimensions. */
export type NestedNumbers = number | NestedNumbers[];

/** Numbers with a shape: what every result comes back as. The data is a copy of its own: changing it changes nothing else. */
export class Tensor {
  /**
   * @param shape the dimensions; [] for a single number
   * @param data row-major
   * @throws RangeError when the shape is no list of lengths, or does not hold `data.length` numbers
   */
  constructor(
    readonly shape: readonly number[],
    readonly data: FloatArray,
  ) {
    const isShape = Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 0);
    if (!isShape) throw new RangeError(`a shape is a list of lengths such as [2, 3], found ${shown(shape)}`);
    const size = shape.reduce((a, b) => a * b, 1);
    if (size !== data?.length)
      throw new RangeError(`shape [${shape.join(", ")}] holds ${size} numbers, found ${shown(data)}`);
  }

  /** Nested arrays: `[[1, 2], [3, 4]]` for a 2×2 matrix, a number for a single number. */
  toArray(): NestedNumbers {
    return nest(this.shape, this.data, 0, this.data.length);
  }

  /** `{ shape, data }` with plain numbers. */
  toJSON(): { shape: number[]; data: number[] } {
    return { shape: [...this.shape], data: [...this.data] };
  }

  toString(): string {
    return `Tensor[${this.shape.join("×")}] ${written(this.toArray())}`;
  }
}

/** With six digits; a number that is not finite by its name, where JSON would write null. */
const written = (numbers: NestedNumbers): string =>
  Array.isArray(numbers) ? `[${numbers.map(written).join(",")}]` : String(Number(numbers.toPrecision(6)));

function nest(shape: readonly number[], data: FloatArray, start: number, length: number): NestedNumbers {
  const [count, ...rest] = shape;
  if (count === undefined) return data[start]!;
  const step = length / count;
  return Array.from({ length: count }, (_, i) => nest(rest, data, start + i * step, step));
}

/** [n] for a vector, [rows, columns] for a matrix. */
export function dimensionsOf({ rows, columns }: Shape): number[] {
  return columns === 1 ? [rows] : [rows, columns];
}
