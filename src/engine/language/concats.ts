import { assignUnknown, type Dimension, lengthOf } from "./dimensions.js";

/** One `concat(…)`: the rows of its result are the sum of its parts' rows. */
export interface ConcatRows {
  readonly result: Dimension;
  readonly parts: readonly Dimension[];
}

/** Finds whichever one length of a concat is missing from the others, as long as one is found. @returns those that cannot be */
export function solveConcats<Concat extends ConcatRows>(concats: readonly Concat[]): Concat[] {
  let open = concats.filter((concat) => !isComplete(concat));
  while (open.map(solveOne).some(Boolean)) open = open.filter((concat) => !isComplete(concat));
  return concats.filter(isContradictory);
}

const isComplete = ({ result, parts }: ConcatRows): boolean =>
  [result, ...parts].every((d) => lengthOf(d) !== undefined);

/** The rows of the known parts together. */
export const knownRows = ({ parts }: ConcatRows): number => parts.reduce((sum, part) => sum + (lengthOf(part) ?? 0), 0);

function isContradictory(concat: ConcatRows): boolean {
  const [whole, sum] = [lengthOf(concat.result), knownRows(concat)];
  if (whole === undefined) return false;
  return isComplete(concat) ? whole !== sum : whole <= sum;
}

/** @returns whether it found a length */
function solveOne(concat: ConcatRows): boolean {
  const missing = concat.parts.filter((part) => lengthOf(part) === undefined);
  const [whole, sum] = [lengthOf(concat.result), knownRows(concat)];
  if (missing.length === 0) assignUnknown(concat.result, sum);
  else if (missing.length === 1 && whole !== undefined && whole > sum) assignUnknown(missing[0]!, whole - sum);
  else return false;
  return true;
}
