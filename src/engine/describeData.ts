import { isListLike, shown, sizeOfLists } from "./shown.js";
import { Tensor } from "./tensor.js";

/** Nested arrays or typed arrays of numbers, or tensors, as the caller gives them. */
export type BatchData = number | ArrayLike<number> | Tensor | ReadonlyArray<BatchData>;

export const isList = (data: BatchData | undefined): data is ReadonlyArray<BatchData> => isListLike(data);

/** B sequences of T matrices: nothing is nested deeper, but a list that contains itself. */
const DEEPEST = 4;

/** How deep lists are nested, following first elements. */
export function depthOf(data: BatchData | undefined, most = DEEPEST + 1): number {
  return isList(data) && most > 0 ? 1 + depthOf(data[0], most - 1) : 0;
}

/** Lists in the place of tensors: of one that is all the data, of those in a list, or in lists of a list. */
export function asLists(data: BatchData, most = 2): BatchData {
  if (data instanceof Tensor) return data.toArray();
  if (most === 0 || !isList(data)) return data;
  const [first] = data;
  const isOfTensors = first instanceof Tensor || (isList(first) && first[0] instanceof Tensor);
  return isOfTensors ? Array.from(data, (inner) => asLists(inner, most - 1)) : data;
}

/** What was given in place of data, for an error. */
export const describe = (value: unknown): string => (isListLike(value) ? sizeOfLists(value) : shown(value));
