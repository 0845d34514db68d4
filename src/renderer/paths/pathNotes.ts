/** What must be said so that neither the picture nor the numbers mislead. */
import { type DecodedPaths, nodeText } from "./decodedPaths.js";
import type { PathsGraphModel } from "./pathsGraphModel.js";
import type { PathsWords } from "./words.js";

/** What the graph leaves out. */
export function graphNotes({ isCollapsed, inside }: PathsGraphModel, words: PathsWords): string[] {
  return [
    ...(isCollapsed ? [words.collapsed] : []),
    ...(inside.length > 0 ? [words.drawnInside(inside.join(", "), inside.length === 1)] : []),
  ];
}

/** By what all products are multiplied; on one line for a text as well. */
export function lossNotes({ divisor, set }: DecodedPaths, words: PathsWords): string[] {
  return [
    ...(divisor === null ? [] : [words.ofMean(divisor)]),
    ...(set.batchSize > 1 ? [words.ofBatch(set.batchSize)] : []),
  ];
}

/** What a row shows of its product; null for nothing. */
interface ShownRow {
  readonly numbers: unknown;
  readonly bound: unknown;
}

/** How rows are to be read. */
export function rowNotes({ set, paths }: DecodedPaths, rows: readonly ShownRow[], words: PathsWords): string[] {
  const isReshaped = set.rows > 1 && set.columns > 1 && rows.some(({ numbers }) => numbers !== null);
  const zeros = set.listed === "all" ? paths.filter(({ norm }) => norm === 0).length : 0;
  return [
    ...(isReshaped ? [words.reshaped(nodeText(set.to), set.rows, set.columns)] : []),
    ...(rows.some(({ bound }) => bound !== null) ? [words.bounded] : []),
    ...(zeros > 0 ? [words.zeros(zeros, paths.length)] : []),
  ];
}
