/** The last rows: the sum of the paths beside what backpropagation found, and whether they are the same. */
import { formatNumber } from "../../trace/index.js";
import type { DecodedPaths } from "./decodedPaths.js";
import { formatOf, valueTexOf } from "./rowsModel.js";
import { sizeOf, type ValueFormat } from "./valueFormat.js";
import type { PathsWords } from "./words.js";

export interface Totals {
  /** What the listed paths add up to, as TeX; null when all are listed, or when it is not known. */
  readonly listed: string | null;
  readonly sum: string;
  readonly gradient: string;
  readonly verdict: string;
  readonly agrees: boolean;
}

/** Relative differences up to this are rounding; single precision keeps seven digits. */
const TOLERANCE = { float64: 1e-9, float32: 1e-3 };
/** What may be left of terms that cancel, as a share of their size. */
const ROUNDING = { float64: 1e-14, float32: 1e-5 };

export function totals(decoded: DecodedPaths, dtype: keyof typeof TOLERANCE, words: PathsWords): Totals {
  const format = formatOf(decoded);
  const { sum, gradient, sumNorm, gradientNorm, difference } = decoded;
  const result = resultOf(decoded, dtype);
  return {
    listed: decoded.set.listed === "all" ? null : listedSum(decoded, format),
    sum: valueTexOf(sum, sumNorm, format),
    gradient: valueTexOf(gradient, gradientNorm, format),
    verdict: verdictOf(result, difference, words),
    agrees: result === "agree",
  };
}

type Result = "agree" | "differ" | "notFinite";

function verdictOf(result: Result, difference: number, words: PathsWords): string {
  if (result === "notFinite") return words.notFinite;
  return result === "agree" && difference === 0 ? words.agreeExactly : words[result](formatNumber(difference, 2));
}

function resultOf({ sumNorm, gradientNorm, difference, terms }: DecodedPaths, dtype: keyof typeof TOLERANCE): Result {
  if (!Number.isFinite(sumNorm) || !Number.isFinite(gradientNorm) || !Number.isFinite(difference)) return "notFinite";
  const room = Math.max(TOLERANCE[dtype] * Math.max(sumNorm, gradientNorm), ROUNDING[dtype] * terms);
  return difference <= room ? "agree" : "differ";
}

function listedSum({ paths }: DecodedPaths, format: ValueFormat): string | null {
  const first = paths[0]?.value;
  if (!first || paths.some(({ value }) => value === null)) return null;
  const data = new Float64Array(first.data.length);
  for (const { value } of paths)
    value!.data.forEach((entry, i) => {
      data[i]! += entry;
    });
  return valueTexOf({ shape: sizeOf(first), data }, Math.hypot(...data), format);
}
