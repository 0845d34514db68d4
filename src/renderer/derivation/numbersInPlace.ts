/** A formula with each symbol replaced by its numbers, so that it still reads as the same formula. */
import type { DerivationLine, NumericSeries } from "../../trace/index.js";
import { numbersTex, numberTex } from "../inspector/numberTex.js";
import { coloured } from "./derivationModel.js";

/** First entries of a long vector that are written before the dots. */
export const ENTRIES = 3;

type Kind = DerivationLine["kind"];
type Piece = DerivationLine["right"][number];
type SymbolPiece = Extract<Piece, { symbol: number }>;

const isSymbol = (piece: Piece | undefined): piece is SymbolPiece => piece !== undefined && "symbol" in piece;
const isNumber = (piece: Piece | undefined): boolean => isSymbol(piece) && piece.rows * piece.columns === 1;

/** Nothing but space between two factors. */
const BLANK = /^(?:\s|\\[,;!: ])*$/;
const DIGIT_AT_END = /(\d)(?:\s|\\[,;!: ])*$/;

/** @param numbers by symbol, row-major */
export function numbersInPlace(pieces: readonly Piece[], numbers: readonly NumericSeries[], kind: Kind): string {
  return pieces
    .map((piece, i) => {
      const [before, after] = [pieces[i - 1], pieces[i + 1]];
      if (!isSymbol(piece)) return betweenNumbers(piece.tex, before, after);
      const tex = isNumber(piece)
        ? numberAmong(numbers[piece.symbol]!.data[0]!, before, after)
        : matrixOf(piece, numbers);
      return coloured(piece.tex, kind, tex);
    })
    .join(" ");
}

const matrixOf = ({ symbol, rows, columns }: SymbolPiece, numbers: readonly NumericSeries[]) =>
  numbersTex(numbers[symbol]!.data, rows, columns, ENTRIES);

/** Two numbers side by side would read as one: a dot goes between them. */
function betweenNumbers(tex: string, before: Piece | undefined, after: Piece | undefined): string {
  if (!isNumber(after)) return tex;
  if (BLANK.test(tex) && isNumber(before)) return "\\cdot";
  return tex.replace(DIGIT_AT_END, "$1 \\cdot");
}

/** Where a minus is a sign: at the start, and behind an opening bracket or a comma. */
const STARTS = /(?:[({]|\\left.|,\\,)\s*$/;
const IS_RAISED = /^\s*\}?\s*\^/;

/** Brackets keep a sign from reading as an operator, and a power of ten from being raised in part. */
function numberAmong(value: number, before: Piece | undefined, after: Piece | undefined): string {
  const tex = numberTex(value);
  const isStart = before === undefined || (!isSymbol(before) && (before.tex === "" || STARTS.test(before.tex)));
  const isRaised = after !== undefined && !isSymbol(after) && IS_RAISED.test(after.tex);
  const isPlain = /^[\d.]+$/.test(tex);
  return !isPlain && (isRaised || (!isStart && tex.startsWith("-"))) ? `\\left(${tex}\\right)` : tex;
}
