/** Where the words, numbers and formulas of the static picture stand: rows of plain text under the graph. */
import { px } from "../panels/arrowPath.js";
import { type Label, plain, type Run, wrap } from "../panels/text.js";
import { shortCountText } from "./countText.js";
import { graphNotes, lossNotes, rowNotes } from "./pathNotes.js";
import type { PathsModel } from "./pathsModel.js";
import { quotient, valueLine } from "./productRuns.js";
import { formatOf } from "./rowsModel.js";
import { SHEET, type SheetRow, type SheetRows, sheetRows } from "./sheetRows.js";
import type { PathsWords } from "./words.js";

export interface Swatch {
  readonly index: number;
  /** px, of its left end's middle. */
  readonly x: number;
  readonly y: number;
}

export interface PathsSheet {
  readonly labels: readonly Label[];
  readonly swatches: readonly Swatch[];
  /** The line over the sum, as SVG path data. */
  readonly rule: string;
  /** Bars of the groups, as one SVG path. */
  readonly bars: string;
  readonly graphTop: number;
  readonly height: number;
}

const { margin: MARGIN, textLeft: TEXT_LEFT, size: SIZE } = SHEET;
const LINE = 22;
const HEAD = 40;

/** A sheet that is written from top to bottom. */
interface Writer {
  y: number;
  readonly labels: Label[];
  readonly swatches: Swatch[];
  bars: string;
}

/** @param width px */
export function pathsSheet(model: PathsModel, width: number, words: PathsWords): PathsSheet {
  const writer: Writer = {
    y: HEAD + model.graph.height + 6,
    labels: [headLabel(model, words)],
    swatches: [],
    bars: "",
  };
  const columns = sheetRows(model, width);
  for (const note of notesOf(model, columns, words)) writeText(writer, note, width, "faint");
  writer.y += 4;
  writeGroups(writer, model, words);
  writeListed(writer, model, words, width);
  for (const row of columns.rows) writeRow(writer, row, columns);
  const more = model.rows.length - columns.rows.length;
  if (more > 0) writeText(writer, words.more(more), width, "faint", TEXT_LEFT);
  writer.y += 4;
  const rule = `M${MARGIN},${px(writer.y)}H${px(columns.end)}`;
  writeTotals(writer, model, words, columns.end);
  writeText(writer, model.totals.verdict, width, "ink");
  const { labels, swatches, bars, y } = writer;
  return { labels, swatches, rule, bars, graphTop: HEAD, height: y + 6 };
}

/** The notes for what is shown here. */
const notesOf = ({ graph, decoded }: PathsModel, { rows }: SheetRows, words: PathsWords): string[] => [
  ...graphNotes(graph, words),
  ...lossNotes(decoded, words),
  ...rowNotes(decoded, rows, words),
];

const START = { anchor: "start", size: SIZE, colour: "ink" } as const;

function headLabel({ decoded: { set }, count }: PathsModel, words: PathsWords): Label {
  const runs = [...quotient(set.from, set.to), ...plain(` ${words.isSumOf(count, set.count === "1")}`)];
  return { ...START, x: MARGIN, y: 24, size: 15, runs };
}

function writeText(writer: Writer, text: string, width: number, colour: "ink" | "faint", x: number = MARGIN): void {
  for (const line of wrap(text, width - MARGIN - x, SIZE)) {
    writer.y += LINE;
    writer.labels.push({ ...START, x, y: writer.y - 6, colour, runs: plain(line) });
  }
}

function writeRow(writer: Writer, { path, symbols, numbers, bound, value }: SheetRow, columns: SheetRows): void {
  const y = writer.y + 16;
  writer.swatches.push({ index: path.index, x: MARGIN, y: px(y - 4.5) });
  writer.labels.push({ ...START, x: TEXT_LEFT, y, runs: symbols });
  writer.labels.push({ ...START, x: columns.end, y, anchor: "end", runs: plain(value) });
  writer.y += LINE;
  const runs = numbers ?? bound;
  if (!runs) return;
  const place = columns.isStacked ? { x: TEXT_LEFT, y: y + LINE - 3 } : { x: columns.numbers, y };
  writer.labels.push({ ...START, ...place, colour: "faint", runs });
  if (columns.isStacked) writer.y += LINE;
}

function writeListed(writer: Writer, { decoded: { set, paths } }: PathsModel, words: PathsWords, width: number): void {
  if (set.listed === "all") return;
  writer.y += 8;
  const say = set.listed === "largest" ? words.largestProven : words.largestFound;
  writeText(writer, say(paths.length), width, "ink");
}

const BAR = { x: MARGIN + 330, width: 160, height: 9 };

function writeGroups(writer: Writer, { groups }: PathsModel, words: PathsWords): void {
  if (!groups) return;
  const write = (cells: readonly string[], colour: "ink" | "faint") => {
    writer.y += 19;
    cells.forEach((text, i) => {
      writer.labels.push({ ...START, x: MARGIN + [0, 70, 210][i]!, y: writer.y, colour, size: 12, runs: plain(text) });
    });
  };
  writer.y += 6;
  write([words.byLength], "ink");
  write([words.lengthColumn, words.countColumn, groups.isNorm ? words.normColumn : words.valueColumn], "faint");
  for (const row of groups.rows) {
    write(
      row ? [String(row.length), row.count, row.value] : [`… ${words.groupsLeftOut(groups.leftOut)}`],
      row ? "ink" : "faint",
    );
    if (row)
      writer.bars += `M${BAR.x},${px(writer.y - 9)}h${px(row.part * BAR.width)}v${BAR.height}h${px(-row.part * BAR.width)}z`;
  }
  writer.y += 8;
}

function writeTotals(writer: Writer, model: PathsModel, words: PathsWords, end: number): void {
  const { sum, gradient, sumNorm, gradientNorm, set } = model.decoded;
  const format = formatOf(model.decoded);
  const write = (runs: readonly Run[], value: string) => {
    const y = writer.y + 17;
    writer.labels.push({ ...START, x: TEXT_LEFT, y, runs });
    writer.labels.push({ ...START, x: end, y, anchor: "end", bold: true, runs: plain(value) });
    writer.y += LINE;
  };
  write(plain(words.sumOfPaths(shortCountText(set.count), set.count === "1")), valueLine(sum, sumNorm, format));
  const byBackpropagation = [...quotient(set.from, set.to), ...plain(` ${words.byBackpropagation}`)];
  write(byBackpropagation, valueLine(gradient, gradientNorm, format));
  writer.y += 6;
}
