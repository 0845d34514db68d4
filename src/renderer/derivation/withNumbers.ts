/** A line with the numbers of the trace in place of its symbols. */
import { type DerivationLine, decodeSeries, type NumericSeries } from "../../trace/index.js";
import { numbersTex } from "../inspector/numberTex.js";
import { type Agreement, agreementOf } from "./agreement.js";
import { coloured, symbolTex } from "./derivationModel.js";
import { ENTRIES, numbersInPlace } from "./numbersInPlace.js";
import { summandOf } from "./summand.js";
import { texWidth, widestPart } from "./texWidth.js";
import { timedTex } from "./timedTex.js";

/** What both sides come to. */
export interface Sides {
  /** TeX of the numbers: by the formula, and as backpropagation found them. */
  readonly right: string;
  readonly left: string;
  readonly agreement: Agreement;
}

export interface NumbersModel extends Sides {
  /** TeX of what is computed, at this time. */
  readonly name: string;
  /** From the equals sign on; numbers in place of symbols, or symbols when the numbers stand in `where`. */
  readonly formula: string;
  /** `W = …` of each symbol, where the formula would be too wide with all of them in it. */
  readonly where: readonly string[];
}

/** The sum over all time steps beside the gradient. */
export interface TotalModel extends Sides {
  readonly name: string;
}

export interface NumbersInput {
  readonly line: DerivationLine;
  /** Which of the line's checks. */
  readonly check: number;
  /** T of the trace. */
  readonly timeSteps: number;
  /** TeX of what has no time, though its index may look like one. */
  readonly timeless: ReadonlySet<string>;
  /** em that a formula may take. */
  readonly room: number;
}

/** One of the line's checks. */
export function withNumbers(input: NumbersInput): NumbersModel {
  const { line, room } = input;
  return { name: nameAt(input), ...formulaOf(input), ...sidesOf(line, line.checks[input.check]!, room) };
}

/** What a gradient's line comes to over all time steps; null for other lines, and where one step is all there is. */
export function totalOf({ line, room }: Pick<NumbersInput, "line" | "room">): TotalModel | null {
  const { total, left, kind, checks } = line;
  const isWhole = checks[0]?.time === 0;
  return total && !isWhole ? { name: displayed(coloured(left, kind)), ...sidesOf(line, total, room) } : null;
}

const displayed = (tex: string) => `\\displaystyle ${tex}`;

/** A piece at the time of its check. */
const atTime = ({ line, check, timeSteps, timeless }: NumbersInput) => {
  const { time } = line.checks[check]!;
  return (tex: string): string => (time > 0 && !timeless.has(tex) ? timedTex(tex, time, timeSteps) : tex);
};

/** A parameter has no time; its share of one step is marked by a bar. */
function nameAt(input: NumbersInput): string {
  const { kind, left, checks } = input.line;
  const { time } = checks[input.check]!;
  if (kind !== "gradient") return displayed(coloured(left, kind, atTime(input)(left)));
  return displayed(coloured(left, kind, time > 0 ? `\\left.${left}\\right|_{t=${time}}` : left));
}

type Values = Pick<DerivationLine["checks"][number], "left" | "right" | "difference">;

/** em: the words before what backpropagation found. */
const CAPTION = 10;

function sidesOf({ rows, columns }: DerivationLine, { left, right, difference }: Values, room: number): Sides {
  const tex = (series: string) => fittingMatrix(decodeSeries(series), rows, columns, room - CAPTION);
  return { left: tex(left), right: tex(right), agreement: agreementOf(difference) };
}

/** First entries of a long row where more would be too wide. */
const FEW_ENTRIES = 1;

function fittingMatrix({ data }: NumericSeries, rows: number, columns: number, room: number): string {
  const tex = numbersTex(data, rows, columns, ENTRIES);
  return texWidth(tex) <= room ? tex : numbersTex(data, rows, columns, FEW_ENTRIES);
}

type Piece = DerivationLine["right"][number];

function formulaOf(input: NumbersInput): Pick<NumbersModel, "formula" | "where"> {
  const { line, room } = input;
  const at = atTime(input);
  const pieces = summandOf(line, line.checks[input.check]!.time === input.timeSteps).map((piece) => ({
    ...piece,
    tex: at(piece.tex),
  }));
  const numbers = line.checks[input.check]!.numbers.map(decodeSeries);
  const inPlace = `= ${numbersInPlace(pieces, numbers, line.kind)}`;
  if (widestPart(inPlace) <= room) return { formula: inPlace, where: [] };
  const symbols = pieces.map((piece) => symbolTex(piece, line.kind)).join(" ");
  return { formula: displayed(`= ${symbols}`), where: whereOf(pieces, numbers, line.kind, room) };
}

/** Each symbol once, in the order in which they are met. */
function whereOf(
  pieces: readonly Piece[],
  numbers: readonly NumericSeries[],
  kind: DerivationLine["kind"],
  room: number,
): string[] {
  const lines = pieces.flatMap((piece) => {
    if (!("symbol" in piece)) return [];
    const { tex, symbol, rows, columns } = piece;
    const matrix = fittingMatrix(numbers[symbol]!, rows, columns, room - texWidth(`${tex}=`));
    return [displayed(coloured(tex, kind, `${tex} = ${matrix}`))];
  });
  return [...new Set(lines)];
}
