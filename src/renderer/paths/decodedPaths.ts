/** A set of paths with its series decoded once and its indices followed. */
import { decodeSeries, type NumericSeries, type PathSet } from "../../trace/index.js";

/** A quantity at a time step. */
export type PathNode = PathSet["nodes"][number];

/** One partial derivative of a product. */
export interface PathFactor {
  readonly tex: string;
  /** The Jacobian, [size of what is differentiated, size of what it is differentiated by]; null when it is large. */
  readonly value: NumericSeries | null;
  /** Of the Jacobian; null when it is not known. */
  readonly norm: number | null;
}

export interface DecodedPath {
  /** Position among the listed paths; its colour and its number (from 1) follow from it. */
  readonly index: number;
  /** From the loss to the target, one more than there are factors. */
  readonly nodes: readonly PathNode[];
  readonly factors: readonly PathFactor[];
  /** [rows, columns] of the target; null when it is large. */
  readonly value: NumericSeries | null;
  readonly norm: number;
}

/** All paths with the same number of factors. */
export interface DecodedGroup {
  readonly length: number;
  /** Decimal digits. */
  readonly count: string;
  readonly value: NumericSeries | null;
  /** Of the sum of these paths. */
  readonly norm: number;
}

export interface DecodedPaths {
  readonly set: PathSet;
  /** T where the loss is the mean over time, so that every product is divided by it; else null. */
  readonly divisor: number | null;
  readonly paths: readonly DecodedPath[];
  readonly groups: readonly DecodedGroup[];
  readonly sum: NumericSeries | null;
  readonly gradient: NumericSeries | null;
  readonly sumNorm: number;
  readonly gradientNorm: number;
  /** Largest difference of an entry between the two. */
  readonly difference: number;
  /** How large the terms are that the gradient is made of, where it is less than these. */
  readonly terms: number;
}

const maybe = (text: string | undefined): NumericSeries | null => (text === undefined ? null : decodeSeries(text));

/** @throws RangeError when a series is malformed; `parsePayload` has refused such a payload before */
export function decodePaths(set: PathSet): DecodedPaths {
  const factors = set.factors.map(decodeFactor);
  const norms = decodeSeries(set.norms).data;
  const groupNorms = decodeSeries(set.groupNorms).data;
  const [sumNorm = 0, gradientNorm = 0, difference = 0, terms = 0] = decodeSeries(set.agreement).data;
  return {
    set,
    divisor: set.weight === 1 ? null : Math.round(1 / set.weight),
    paths: set.paths.map((path, index) => ({
      index,
      nodes: nodesOf(path.factors, set),
      factors: path.factors.map((factor) => factors[factor]!),
      value: maybe(path.value),
      norm: norms[index] ?? Number.NaN,
    })),
    groups: set.groups.map(({ length, count, value }, i) => ({
      length,
      count,
      value: maybe(value),
      norm: groupNorms[i] ?? Number.NaN,
    })),
    sum: maybe(set.sum),
    gradient: maybe(set.gradient),
    sumNorm,
    gradientNorm,
    difference,
    terms,
  };
}

function decodeFactor({ tex, value, norm }: PathSet["factors"][number]): PathFactor {
  const numbers = maybe(value);
  return { tex, value: numbers, norm: numbers ? Math.hypot(...numbers.data) : (norm ?? null) };
}

function nodesOf(factors: readonly number[], set: PathSet): PathNode[] {
  const node = (index: number) => set.nodes[index]!;
  return factors.flatMap((index, i) => {
    const { from, to } = set.factors[index]!;
    return i === 0 ? [node(from), node(to)] : [node(to)];
  });
}

/** `h[3]`, or a name alone. */
export const nodeText = ({ name, time }: Pick<PathNode, "name" | "time">): string =>
  time === null ? name : `${name}[${time}]`;

/** `E[3] → o[3] → h[3] → W_hx`. */
export const pathText = (nodes: readonly PathNode[]): string => nodes.map(nodeText).join(" → ");
