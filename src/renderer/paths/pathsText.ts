/** The paths view as plain text. */
import { formatNumber, type NumericSeries, type Payload } from "../../trace/index.js";
import type { Strings } from "../strings.js";
import { countText } from "./countText.js";
import { type DecodedPaths, decodePaths, nodeText, pathText } from "./decodedPaths.js";
import { groupRows } from "./groupRows.js";
import { lossNotes } from "./pathNotes.js";
import { formatOf } from "./rowsModel.js";
import { totals } from "./totals.js";
import { isWritten, matrixText, type ValueFormat } from "./valueFormat.js";

type Words = Strings["paths"];

/** What is asked, a line for each path, the sum beside backpropagation's gradient, and whether they agree. */
export function pathsText({ set, recording }: Extract<Payload, { view: "paths" }>, words: Words): string {
  const decoded = decodePaths(set);
  const derivative = `∂${nodeText(set.from)}/∂${nodeText(set.to)}`;
  const count = countText(set.count);
  const format = formatOf(decoded);
  return [
    `${derivative} ${words.isSumOf(count, set.count === "1")}`,
    ...lossNotes(decoded, words),
    ...groupLines(decoded, words),
    ...listedLines(decoded, format, words),
    `${words.sumOfPaths(count, set.count === "1")}: ${valueLine(decoded.sum, decoded.sumNorm, format)}`,
    `${derivative} ${words.byBackpropagation}: ${valueLine(decoded.gradient, decoded.gradientNorm, format)}`,
    totals(decoded, recording.dtype, words).verdict,
  ].join("\n");
}

function groupLines(decoded: DecodedPaths, words: Words): string[] {
  if (decoded.groups.length === 0) return [];
  const { rows, leftOut } = groupRows(decoded);
  const lines = rows.map((row) =>
    row ? `  ${words.factors(row.length)}: ${row.count} → ${row.value}` : `  … ${words.groupsLeftOut(leftOut)}`,
  );
  return ["", words.byLength, ...lines];
}

/** Lines of paths; a text is not the place for two hundred. */
const MOST_LINES = 30;

function listedLines({ set, paths }: DecodedPaths, format: ValueFormat, words: Words): string[] {
  const heading = { all: [], largest: [words.largestProven(paths.length)], found: [words.largestFound(paths.length)] };
  const shown = paths.slice(0, MOST_LINES);
  const wide = String(shown.length).length;
  const lines = shown.map(
    ({ index, nodes, value, norm }) =>
      `${String(index + 1).padStart(wide)}  ${pathText(nodes)}  =  ${valueLine(value, norm, format)}`,
  );
  const rest = paths.length > shown.length ? [words.more(paths.length - shown.length)] : [];
  return ["", ...heading[set.listed], ...lines, ...rest, ""];
}

const valueLine = (value: NumericSeries | null, norm: number, format: ValueFormat): string =>
  value && isWritten(value) ? matrixText(value, format) : `‖·‖ ${formatNumber(norm)}`;
