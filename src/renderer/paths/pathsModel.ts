/** All that the paths view shows at one width, live or still. */
import type { PathSet, Payload } from "../../trace/index.js";
import type { DecodedRecording } from "../decode.js";
import type { Strings } from "../strings.js";
import { countText } from "./countText.js";
import { type DecodedPaths, decodePaths, nodeText } from "./decodedPaths.js";
import { type GroupRows, groupRows } from "./groupRows.js";
import { type PathsGraphModel, pathsGraphModel } from "./pathsGraphModel.js";
import { type PathRow, pathRows, rowWidth } from "./rowsModel.js";
import { type Totals, totals } from "./totals.js";

export interface PathsModel {
  readonly decoded: DecodedPaths;
  readonly graph: PathsGraphModel;
  readonly rows: readonly PathRow[];
  /** Whether a row is too wide for its numbers beside its symbols. */
  readonly isStacked: boolean;
  /** Whether the rows' values are norms of something larger. */
  readonly isNorm: boolean;
  /** Null when all paths are listed, or when they were too many to be grouped. */
  readonly groups: GroupRows | null;
  readonly totals: Totals;
  /** How many paths there are, in digits for a reader. */
  readonly count: string;
  /** What is differentiated by what, as TeX: `\dfrac{\partial E_{3}}{\partial W}`. */
  readonly derivative: string;
  /** What must be said about the picture, each a sentence. */
  readonly notes: readonly string[];
}

export interface PathsInput {
  readonly payload: Extract<Payload, { view: "paths" }>;
  readonly decoded: DecodedRecording;
  /** px */
  readonly width: number;
}

export function pathsModel({ payload, decoded, width }: PathsInput, strings: Strings): PathsModel {
  const paths = decodePaths(payload.set);
  const graph = pathsGraphModel(decoded, paths, width, strings.panels);
  const rows = pathRows(paths, width);
  const { from, to, count, groups } = payload.set;
  return {
    decoded: paths,
    graph,
    rows,
    isStacked: rowWidth(paths, rows) > width,
    isNorm: rows.some(({ value }) => value.startsWith("\\lVert")),
    groups: groups.length > 0 ? groupRows(paths) : null,
    totals: totals(paths, decoded.recording.dtype, strings.paths),
    count: countText(count),
    derivative: `\\dfrac{\\partial ${from.tex}}{\\partial ${to.tex}}`,
    notes: notesOf(graph, payload.set, rows, strings),
  };
}

function notesOf(
  { isCollapsed, inside }: PathsGraphModel,
  { batchSize, rows, columns, to }: PathSet,
  list: readonly PathRow[],
  { paths: words }: Strings,
): string[] {
  const isReshaped = rows > 1 && columns > 1 && list.some(({ allNumbers }) => allNumbers !== null);
  return [
    ...(isCollapsed ? [words.collapsed] : []),
    ...(inside.length > 0 ? [words.drawnInside(inside.join(", "), inside.length === 1)] : []),
    ...(batchSize > 1 ? [words.ofBatch(batchSize)] : []),
    ...(isReshaped ? [words.reshaped(nodeText(to), rows, columns)] : []),
  ];
}
