/** Too many paths to list: taken together by how many factors they have. */
import { formatNumber, type NumericSeries } from "../../trace/index.js";
import { shortCountText } from "./countText.js";
import type { DecodedGroup, DecodedPaths } from "./decodedPaths.js";

export interface GroupRow {
  readonly length: number;
  readonly count: string;
  /** The sum of these paths when it is one number, else its norm. */
  readonly value: string;
  /** Its size relative to the largest group's, 0…1. */
  readonly part: number;
}

export interface GroupRows {
  /** Null where groups are left out. */
  readonly rows: readonly (GroupRow | null)[];
  /** Whether the groups' values are norms. */
  readonly isNorm: boolean;
  /** How many groups are left out. */
  readonly leftOut: number;
}

/** With more groups than this, the middle is left out; the largest is always shown. */
const MOST_ROWS = 14;
const FIRST = 10;
const LAST = 2;

export function groupRows({ groups }: DecodedPaths): GroupRows {
  const largest = Math.max(...groups.map(({ norm }) => (Number.isFinite(norm) ? norm : 0)));
  const shown = shownGroups(groups, largest);
  const row = (i: number): GroupRow => rowOf(groups[i]!, largest);
  const rows = shown.flatMap((i, n) => (n > 0 && i - shown[n - 1]! > 1 ? [null, row(i)] : [row(i)]));
  return { rows, isNorm: groups.some(({ value }) => !isNumber(value)), leftOut: groups.length - shown.length };
}

function shownGroups(groups: readonly DecodedGroup[], largest: number): number[] {
  const all = groups.map((_, i) => i);
  if (groups.length <= MOST_ROWS) return all;
  return all.filter((i) => i < FIRST || i >= groups.length - LAST || groups[i]!.norm === largest);
}

function rowOf({ length, count, value, norm }: DecodedGroup, largest: number): GroupRow {
  const number = isNumber(value) ? value.data[0]! : norm;
  const part = Number.isFinite(norm) && largest > 0 ? norm / largest : 0;
  return { length, count: shortCountText(count), value: formatNumber(number, 3), part };
}

const isNumber = (value: NumericSeries | null): value is NumericSeries => value?.data.length === 1;
