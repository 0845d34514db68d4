/** Products and values as lines of text, for the static picture. */
import { formatNumber, type NumericSeries } from "../../trace/index.js";
import { mathName, plain, type Run } from "../panels/text.js";
import type { DecodedPath, DecodedPaths, PathNode } from "./decodedPaths.js";
import { shortened } from "./shortened.js";
import { isWritten, matrixText, ROUNDED, ROUNDED_MATRIX, type ValueFormat } from "./valueFormat.js";

/** `∂E₃/∂o₃`. */
export const quotient = (from: PathNode, to: PathNode): Run[] => [
  { text: "∂" },
  ...mathName(from.name, from.time ?? undefined),
  { text: "/∂" },
  ...mathName(to.name, to.time ?? undefined),
];

/** `1/T · ∂E₃/∂o₃ · ∂o₃/∂h₃`. */
export function symbolRuns({ nodes }: DecodedPath, { divisor }: DecodedPaths): Run[] {
  const quotients = nodes.slice(1).map((to, i) => quotient(nodes[i]!, to));
  return product(quotients, divisor === null ? null : "1/T");
}

/** The same in numbers; null when a factor is too large to be written. */
export function numberRuns({ factors }: DecodedPath, { divisor }: DecodedPaths): Run[] | null {
  const values = factors.flatMap(({ value }) => (value && isWritten(value) ? [value] : []));
  if (values.length < factors.length) return null;
  const numbers = values.map((value) =>
    plain(bracketed(matrixText(value, value.data.length > 1 ? ROUNDED_MATRIX : ROUNDED))),
  );
  return [...plain("= "), ...product(numbers, inverse(divisor))];
}

/** What its norm is at most; null when a factor's norm is not known. */
export function boundRuns({ factors }: DecodedPath, { divisor }: DecodedPaths): Run[] | null {
  const norms = factors.flatMap(({ norm }) => norm ?? []);
  if (norms.length < factors.length) return null;
  const numbers = norms.map((norm) => plain(formatNumber(norm)));
  return [...plain("‖·‖ ≤ "), ...product(numbers, inverse(divisor))];
}

const inverse = (divisor: number | null) => (divisor === null ? null : `1/${divisor}`);
const bracketed = (text: string) => (text.startsWith("−") ? `(${text})` : text);

/** @param first what stands before the factors; null for nothing */
function product(factors: readonly Run[][], first: string | null): Run[] {
  const { head, tail } = shortened(factors);
  const start = times(first === null ? head : [plain(first), ...head]);
  return tail.length > 0 ? [...start, ...plain(" ⋯ "), ...times(tail)] : start;
}

const times = (factors: readonly Run[][]) => factors.flatMap((runs, i) => (i > 0 ? [...plain(" · "), ...runs] : runs));

/** Entries up to which a matrix is written on one line. */
const MOST_ENTRIES = 6;

/** A number, a small matrix on one line, or the norm of a larger one. */
export const valueLine = (value: NumericSeries | null, norm: number, format: ValueFormat): string =>
  value && value.data.length <= MOST_ENTRIES ? matrixText(value, format) : `‖·‖ = ${formatNumber(norm)}`;
