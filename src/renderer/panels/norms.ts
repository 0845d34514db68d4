/** Which series of norms a view shows. */
import type { NumericSeries } from "../../trace/index.js";
import { at, type DecodedRecording, row, stateNames } from "../decode.js";
import { positiveExtent } from "./axis.js";

/** Norms of one sequence's adjoint. */
export interface NormSeries {
  readonly name: string;
  /** [K, T] */
  readonly series: NumericSeries;
}

/** What the choice of a series depends on. */
export interface NormChoice {
  readonly source: "all" | "last";
  readonly focusState: string;
}

/** The adjoint norms of every state, by the chosen source; of every recorded sequence in a network without states. */
export function stateNorms({ recording, frames }: DecodedRecording, source: "all" | "last"): NormSeries[] {
  const states = stateNames(recording);
  const table = source === "last" && states.length > 0 ? frames.lastLossNorms : frames.adjointNorms;
  const losses = recording.network.sequences.filter(({ role }) => role === "loss").map(({ name }) => name);
  const names = states.length > 0 ? states : [...table.keys()].filter((name) => !losses.includes(name));
  return names.flatMap((name) => {
    const series = table.get(name);
    return series ? [{ name, series }] : [];
  });
}

/** The series that the heatmap shows: the focused state's, or the first there is. */
export function focusNorms(decoded: DecodedRecording, { source, focusState }: NormChoice): NormSeries | undefined {
  const all = stateNorms(decoded, source);
  return all.find(({ name }) => name === focusState) ?? all[0];
}

/** A gradient on the graph: a number, or null where none was recorded. */
export type NormAt = (name: string, column: number) => number | null;

/**
 * Reads ‖∂E/∂s_t‖ of one frame. From the last loss alone only states are recorded; an output or a loss of an earlier
 * step has no part in the last loss, so it is exactly 0 there.
 */
export function normAt({ recording, frames }: DecodedRecording, frame: number, source: "all" | "last"): NormAt {
  const last = frames.times.length - 1;
  const ends = new Set(
    recording.network.sequences.filter(({ role }) => role === "output" || role === "loss").map(({ name }) => name),
  );
  return (name, column) => {
    const fromLast = frames.lastLossNorms.get(name);
    if (source === "last" && fromLast) return at(fromLast, frame, column);
    if (source === "last" && column !== last) return ends.has(name) ? 0 : null;
    const series = frames.adjointNorms.get(name);
    return series ? at(series, frame, column) : null;
  };
}

/** A scale over more decades than this follows the shown frame instead of holding all frames. */
const WIDEST_SCALE = 40;

/** Smallest and largest norm of all frames, so that scrubbing moves what is drawn and not its scale. */
export function normExtent(series: readonly NormSeries[], frame: number): [number, number] {
  const [low, high] = positiveExtent(series.map(({ series: { data } }) => data));
  const isTooWide = Math.log10(high) - Math.log10(low) > WIDEST_SCALE;
  return isTooWide ? positiveExtent(series.map(({ series }) => row(series, frame))) : [low, high];
}

/** Thickness of a red line: the log of its norm, over the norms of the whole recording. */
export interface Thickness {
  /** px of a positive finite norm; it never falls as the norm grows. */
  readonly of: (norm: number) => number;
}

const THINNEST = 0.7;
const THICKEST = 7.5;

/** @param series the norms that are drawn as thickness */
export function thicknessOf(series: readonly NormSeries[], frame: number): Thickness {
  const [low, high] = normExtent(series, frame);
  const top = Math.log10(high);
  const bottom = Math.min(Math.log10(low), top - 1);
  return {
    of: (norm) => {
      const part = (Math.log10(norm) - bottom) / (top - bottom);
      return THINNEST + (THICKEST - THINNEST) * Math.min(Math.max(part, 0), 1);
    },
  };
}
