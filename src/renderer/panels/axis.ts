/** Ticks of an axis: few, round, and never past its ends. */
import { nice, ticks as roundTicks } from "d3-array";
import { clampedMap } from "./linearMap.js";
import { numberRuns, powerOfTen } from "./number.js";
import type { Run } from "./text.js";

/** An axis from numbers to px. Only finite numbers (positive ones on a log axis) have a place. */
export interface Axis {
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** px of a number, clamped to the range; NaN when the number has no place. */
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly position: number;
  readonly runs: readonly Run[];
}

const DECADES = [1, 2, 3, 5, 10, 20, 25, 50, 100, 200];

/** Exponents of the ticks of a log axis: multiples of a round number of decades, at most `most` of them. */
export function decadeTicks(low: number, high: number, most: number): number[] {
  const from = Math.ceil(low - 1e-9);
  const to = Math.floor(high + 1e-9);
  const step = DECADES.find((by) => Math.floor(to / by) - Math.ceil(from / by) + 1 <= most) ?? 300;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}

/**
 * A log axis over whole decades.
 * @param low smallest positive number to show
 * @param range px of the low and the high end
 * @param most ticks
 */
export function logAxis(low: number, high: number, range: readonly [number, number], most = 6): Axis {
  const bottom = Math.max(-323, Math.floor(Math.log10(low) + 1e-9));
  const top = Math.min(308, Math.max(Math.ceil(Math.log10(high) - 1e-9), bottom + 2));
  const domain = [10 ** bottom, 10 ** top] as const;
  const exponentAt = clampedMap([Math.log(domain[0]), Math.log(domain[1])], range);
  const scale = (value: number): number => exponentAt(Math.log(value));
  const ticks = decadeTicks(bottom, top, most).map((exponent) => ({
    value: 10 ** exponent,
    position: scale(10 ** exponent),
    runs: powerOfTen(exponent),
  }));
  return {
    kind: "log",
    domain,
    range,
    ticks,
    at: (value) => (value > 0 && value < Number.POSITIVE_INFINITY ? scale(value) : Number.NaN),
  };
}

/** A linear axis from 0. @param high largest number to show; 0 is taken as 1 */
export function linearAxis(high: number, range: readonly [number, number], most = 4): Axis {
  const [low, top] = nice(0, high > 0 ? high : 1, most);
  const scale = clampedMap([low, top], range);
  const ticks = fewer(roundTicks(low, top, most), most + 1).map((value) => ({
    value,
    position: scale(value),
    runs: linearTick(value),
  }));
  return {
    kind: "linear",
    domain: [low, top],
    range,
    ticks,
    at: (value) => (Number.isFinite(value) ? scale(value) : Number.NaN),
  };
}

const fewer = (values: readonly number[], most: number) =>
  values.length > most ? values.filter((_, i) => i % 2 === 0) : values;

/** Ticks are round numbers: no digits after those they have. */
const linearTick = (value: number): Run[] =>
  Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
    ? [{ text: String(Number(value.toPrecision(6))) }]
    : numberRuns(value);

/** Smallest positive and largest finite number of several series; [1, 1] when there is none. */
export function positiveExtent(series: Iterable<ArrayLike<number>>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const values of series) {
    const [smallest, largest] = extentOf(values);
    low = Math.min(low, smallest);
    high = Math.max(high, largest);
  }
  return high > 0 ? [low, high] : [1, 1];
}

/** Extents of long series that were read before: every move of the cross-hair asks for them again. */
const known = new WeakMap<object, readonly [number, number]>();
const LONG = 2048;

function extentOf(values: ArrayLike<number>): readonly [number, number] {
  const found = known.get(values);
  if (found) return found;
  const extent = readExtent(values);
  if (values.length > LONG) known.set(values, extent);
  return extent;
}

function readExtent(values: ArrayLike<number>): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value > 0) || value === Number.POSITIVE_INFINITY) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
