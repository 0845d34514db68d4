/** Where the words, numbers and formulas of the static picture stand: rows of plain text under the graph. */
import { formatNumber, type NumericSeries } from "../../trace/index.js";
import { px } from "../panels/arrowPath.js";
import { type Label, mathName, plain, type Run, textWidth, wrap } from "../panels/text.js";
import type { DecodedPath, PathNode } from "./decodedPaths.js";
import type { PathsModel } from "./pathsModel.js";
import { formatOf } from "./rowsModel.js";
import { isWritten, matrixText, ROUNDED, ROUNDED_MATRIX, type ValueFormat } from "./valueFormat.js";
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

const MARGIN = 12;
const TEXT_LEFT = MARGIN + 56;
const GAP = 20;
const SIZE = 13;
const LINE = 22;
const HEAD = 40;
/** Rows that a still picture holds; nobody can ask it for more. */
const MOST_ROWS = 24;

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
  for (const note of model.notes) writeText(writer, note, width, "faint");
  writeGroups(writer, model, words);
  writeListed(writer, model, words, width);
  const places = columnsOf(model, width);
  const shown = model.decoded.paths.slice(0, MOST_ROWS);
  for (const path of shown) writeRow(writer, path, model, places);
  if (shown.length < model.rows.length)
    writeText(writer, words.more(model.rows.length - shown.length), width, "faint", TEXT_LEFT);
  writer.y += 4;
  const rule = `M${MARGIN},${px(writer.y)}H${px(places.end)}`;
  writeTotals(writer, model, words, places);
  writeText(writer, model.totals.verdict, width, "ink");
  const { labels, swatches, bars, y } = writer;
  return { labels, swatches, rule, bars, graphTop: HEAD, height: y + 6 };
}

const START = { anchor: "start", size: SIZE, colour: "ink" } as const;

function headLabel({ decoded: { set }, count }: PathsModel, words: PathsWords): Label {
  const runs = [...quotient(set.from, set.to), ...plain(` ${words.isSumOf(count, set.count === "1")}`)];
  return { ...START, x: MARGIN, y: 24, size: 15, runs };
}

/** `∂E₃/∂o₃`. */
const quotient = (from: PathNode, to: PathNode): Run[] => [
  { text: "∂" },
  ...mathName(from.name, from.time ?? undefined),
  { text: "/∂" },
  ...mathName(to.name, to.time ?? undefined),
];

function writeText(writer: Writer, text: string, width: number, colour: "ink" | "faint", x = MARGIN): void {
  for (const line of wrap(text, width - MARGIN - x, SIZE)) {
    writer.y += LINE;
    writer.labels.push({ ...START, x, y: writer.y - 6, colour, runs: plain(line) });
  }
}

/** Left ends of the columns, px. */
interface Columns {
  readonly numbers: number;
  /** Whether numbers stand under the symbols. */
  readonly isStacked: boolean;
  /** Right end of the values. */
  readonly end: number;
  /** Right end of the sheet. */
  readonly room: number;
}

function columnsOf(model: PathsModel, width: number): Columns {
  const { paths } = model.decoded;
  const format = formatOf(model.decoded);
  const widest = (runs: readonly (readonly Run[])[]) => Math.max(0, ...runs.map((run) => textWidth(run, SIZE)));
  const numbers = TEXT_LEFT + widest(paths.map(symbolRuns)) + GAP;
  const numbersEnd = numbers + widest(paths.map((path) => numberRuns(path) ?? []));
  const values = widest(paths.map(({ value, norm }) => plain(valueLine(value, norm, format))));
  const isStacked = numbersEnd + GAP + values > width - MARGIN;
  const least = isStacked ? numbers + GAP + values : numbersEnd + GAP + values;
  return { numbers, isStacked, end: Math.min(width - MARGIN, Math.max(least, 420)), room: width - MARGIN };
}

function writeRow(
  writer: Writer,
  path: DecodedPath,
  model: PathsModel,
  { numbers, isStacked, end, room }: Columns,
): void {
  const y = writer.y + 16;
  const inNumbers = numberRuns(path);
  const value = valueLine(path.value, path.norm, formatOf(model.decoded));
  writer.swatches.push({ index: path.index, x: MARGIN, y: px(y - 4.5) });
  writer.labels.push({ ...START, x: TEXT_LEFT, y, runs: symbolRuns(path) });
  writer.labels.push({ ...START, x: end, y, anchor: "end", runs: plain(value) });
  writer.y += LINE;
  const fits = inNumbers && (!isStacked || TEXT_LEFT + textWidth(inNumbers, SIZE) < room);
  if (!inNumbers || !fits) return;
  const place = isStacked ? { x: TEXT_LEFT, y: y + LINE - 3 } : { x: numbers, y };
  writer.labels.push({ ...START, ...place, colour: "faint", runs: inNumbers });
  if (isStacked) writer.y += LINE;
}

/** More factors than this are written with their middle left out. */
const MOST_FACTORS = 7;

function shortened<Item>(items: readonly Item[], write: (item: Item) => Run[]): Run[] {
  const joined = (some: readonly Item[]) => some.flatMap((item, i) => [...(i > 0 ? plain(" · ") : []), ...write(item)]);
  if (items.length <= MOST_FACTORS) return joined(items);
  return [...joined(items.slice(0, 4)), ...plain(" ⋯ "), ...joined(items.slice(-2))];
}

const symbolRuns = ({ nodes }: DecodedPath): Run[] =>
  shortened(
    nodes.slice(1).map((to, i) => [nodes[i]!, to] as const),
    ([from, to]) => quotient(from, to),
  );

function numberRuns({ factors }: DecodedPath): Run[] | null {
  const values = factors.flatMap(({ value }) => (value && isWritten(value) ? [value] : []));
  if (values.length < factors.length) return null;
  return [
    ...plain("= "),
    ...shortened(values, (value) =>
      plain(bracketed(matrixText(value, value.data.length > 1 ? ROUNDED_MATRIX : ROUNDED))),
    ),
  ];
}

const bracketed = (text: string) => (text.startsWith("−") ? `(${text})` : text);

/** Entries up to which a matrix is written on one line. */
const MOST_ENTRIES = 6;

function valueLine(value: NumericSeries | null, norm: number, format: ValueFormat): string {
  return value && value.data.length <= MOST_ENTRIES ? matrixText(value, format) : `‖·‖ = ${formatNumber(norm)}`;
}

function writeListed(writer: Writer, { decoded: { set, paths } }: PathsModel, words: PathsWords, width: number): void {
  if (set.listed === "all") return;
  writer.y += 8;
  const say = set.listed === "largest" ? words.largestProven : words.largestFound;
  writeText(writer, say(paths.length), width, "ink");
}

const BAR = { x: MARGIN + 330, width: 160, height: 9 };

function writeGroups(writer: Writer, { groups, isNorm }: PathsModel, words: PathsWords): void {
  if (!groups) return;
  const write = (cells: readonly string[], colour: "ink" | "faint") => {
    writer.y += 19;
    cells.forEach((text, i) => {
      writer.labels.push({ ...START, x: MARGIN + [0, 70, 210][i]!, y: writer.y, colour, size: 12, runs: plain(text) });
    });
  };
  writer.y += 6;
  write([words.byLength], "ink");
  write([words.lengthColumn, words.countColumn, isNorm ? words.normColumn : words.valueColumn], "faint");
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

function writeTotals(writer: Writer, model: PathsModel, words: PathsWords, { end }: Columns): void {
  const { sum, gradient, sumNorm, gradientNorm, set } = model.decoded;
  const format = formatOf(model.decoded);
  const write = (runs: readonly Run[], value: string) => {
    const y = writer.y + 17;
    writer.labels.push({ ...START, x: TEXT_LEFT, y, runs });
    writer.labels.push({ ...START, x: end, y, anchor: "end", bold: true, runs: plain(value) });
    writer.y += LINE;
  };
  write(plain(words.sumOfPaths(model.count, set.count === "1")), valueLine(sum, sumNorm, format));
  const byBackpropagation = [...quotient(set.from, set.to), ...plain(` ${words.byBackpropagation}`)];
  write(byBackpropagation, valueLine(gradient, gradientNorm, format));
  writer.y += 6;
}
