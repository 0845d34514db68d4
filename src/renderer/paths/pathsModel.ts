/** All that the paths view shows at one width, live or still. */
import type { Payload } from "../../trace/index.js";
import type { DecodedRecording } from "../decode.js";
import type { Strings } from "../strings.js";
import { countText } from "./countText.js";
import { type DecodedPaths, decodePaths } from "./decodedPaths.js";
import { type GroupRows, groupRows } from "./groupRows.js";
import { graphNotes, lossNotes, rowNotes } from "./pathNotes.js";
import { type PathsGraphModel, pathsGraphModel } from "./pathsGraphModel.js";
import { type PathRows, pathRows } from "./rowsModel.js";
import { type Totals, totals } from "./totals.js";
import { isWritten } from "./valueFormat.js";
import type { PathsWords } from "./words.js";

export interface PathsModel extends PathRows {
  readonly decoded: DecodedPaths;
  readonly graph: PathsGraphModel;
  /** Whether the values are norms of something larger. */
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

/** Left and right of the rows, px. */
const MARGIN = 12;

export interface PathsInput {
  readonly payload: Extract<Payload, { view: "paths" }>;
  readonly decoded: DecodedRecording;
  /** px */
  readonly width: number;
}

export function pathsModel({ payload, decoded, width }: PathsInput, strings: Strings): PathsModel {
  const paths = decodePaths(payload.set);
  const graph = pathsGraphModel({ decoded, paths, width, words: strings.panels });
  const rows = pathRows(paths, width - 2 * MARGIN);
  const { from, to, count } = payload.set;
  return {
    ...rows,
    decoded: paths,
    graph,
    isNorm: !(paths.sum && isWritten(paths.sum)),
    groups: paths.groups.length > 0 ? groupRows(paths) : null,
    totals: totals(paths, decoded.recording.dtype, strings.paths),
    count: countText(count),
    derivative: `\\dfrac{\\partial ${from.tex}}{\\partial ${to.tex}}`,
    notes: notesOf(graph, paths, rows, strings.paths),
  };
}

const notesOf = (graph: PathsGraphModel, paths: DecodedPaths, { rows }: PathRows, words: PathsWords): string[] => [
  ...graphNotes(graph, words),
  ...lossNotes(paths, words),
  ...rowNotes(paths, rows, words),
];
