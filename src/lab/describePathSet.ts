/** A set of paths as a payload holds it: what there is room for, as numbers or norms. */
import { norm } from "../engine/clipping.js";
import type { Factor, Path, PathPlace, PathSet, Tensor, Trace } from "../engine/index.js";
import { encodeSeries, type Payload } from "../trace/index.js";

type DescribedSet = Extract<Payload, { view: "paths" }>["set"];

/** What has more numbers than this is shown by its norm. */
const MOST_NUMBERS = 36;
/** With these, an output stays below 1 MB: different factors drawn, numbers of factors, groups with numbers. */
const MOST = { factors: 2_000, numbersOfFactors: 12_000, groupsWithNumbers: 200 } as const;
/** Of as many numbers in all are norms taken: a Jacobian costs a backward step for each of its rows. */
const MOST_MEASURED = 200_000;

/** A set of paths in the shape of the payload. */
export function describePathSet(set: PathSet): DescribedSet {
  const { trace, sum, gradient, groups } = set;
  const drawn = drawnPaths(set.paths);
  const isNumeric = trace.batchSize === 1;
  const shape = trace.model.shapeOf(set.to.name);
  const numbers = (value: Tensor) => (isNumeric ? numbersOf(value, shape) : {});
  return {
    from: named(set.from),
    to: named(set.to),
    count: String(set.count),
    rows: shape.rows,
    columns: shape.columns,
    batchSize: trace.batchSize,
    weight: set.weight,
    ...describePaths(drawn, trace, numbers),
    norms: seriesOf(drawn.map(({ value }) => norm(value.data))),
    listed: drawn.length < set.paths.length ? "found" : set.listed,
    groups: groups.map(({ length, count, value }) => {
      return { length, count: String(count), ...(groups.length <= MOST.groupsWithNumbers ? numbers(value) : {}) };
    }),
    groupNorms: seriesOf(groups.map(({ value }) => norm(value.data))),
    sum: numbers(sum).value,
    gradient: numbers(gradient).value,
    agreement: seriesOf(agreementOf(set)),
  };
}

/** Where the two seem to differ, also how large the terms are that may have cancelled. */
function agreementOf({ sum, gradient, terms }: PathSet): number[] {
  const [size, difference] = [norm(gradient.data), largestDifference(sum, gradient)];
  return [norm(sum.data), size, difference, ...(difference > 1e-9 * size ? [norm(terms())] : [])];
}

/** As many of the listed paths as there is room for; one of thousands of factors cannot be drawn. */
function drawnPaths(listed: readonly Path[]): Path[] {
  const factors = new Set<Factor>();
  return listed.filter((path) => {
    if (path.nodes.length > MOST.factors) return false;
    const more = path.steps.filter((factor) => !factors.has(factor));
    if (factors.size + more.length > MOST.factors) return false;
    for (const factor of more) factors.add(factor);
    return true;
  });
}

type Numbers = { readonly value?: string };

function describePaths(
  drawn: readonly Path[],
  { model, batchSize }: Trace,
  numbers: (value: Tensor) => Numbers,
): Pick<DescribedSet, "nodes" | "factors" | "paths"> {
  const nodes = new Numbered<PathPlace>(({ text }) => text);
  const factors = new Numbered<Factor>((factor) => factor);
  const described = drawn.map(({ steps, value }) => {
    return { factors: steps.map((factor) => factors.indexOf(factor)), ...numbers(value) };
  });
  const room = batchSize === 1 ? { numbers: MOST.numbersOfFactors, measured: MOST_MEASURED } : NO_ROOM;
  const describedFactors = factors.items.map((factor) => {
    const ends = { from: nodes.indexOf(factor.from), to: nodes.indexOf(factor.to) };
    return { ...ends, tex: factor.tex, ...sizeOfFactor(factor, model.shapeOf(factor.to.name), room) };
  });
  return { nodes: nodes.items.map(named), factors: describedFactors, paths: described };
}

type DescribedFactor = DescribedSet["factors"][number];
type Shape = ReturnType<Trace["model"]["shapeOf"]>;

/** Factors of a batch have a Jacobian for each sequence. */
const NO_ROOM = { numbers: 0, measured: 0 };

/** Its numbers while there is room for them, else its norm. */
function sizeOfFactor(
  factor: Factor,
  { rows, columns }: Shape,
  room: { numbers: number; measured: number },
): Pick<DescribedFactor, "value" | "norm"> {
  if (factor.size <= Math.min(room.numbers, MOST_NUMBERS)) {
    room.numbers -= factor.size;
    const { data } = factor.value;
    const size = rows * columns;
    return { value: encodeSeries(data, [data.length / size, size], "f64") };
  }
  if (factor.size > room.measured) return {};
  room.measured -= factor.size;
  const size = norm(factor.value.data);
  return Number.isFinite(size) ? { norm: Number(size.toPrecision(6)) } : {};
}

/** Gives each different thing the next number. */
class Numbered<Item> {
  readonly items: Item[] = [];
  readonly #numbers = new Map<unknown, number>();

  /** @param keyOf what makes two of them the same */
  constructor(private readonly keyOf: (item: Item) => unknown) {}

  indexOf(item: Item): number {
    const key = this.keyOf(item);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}

/** A state read before time 0 stands where time 0 is drawn. */
const named = ({ name, time, tex }: PathPlace) => ({ name, time: time === null ? null : Math.max(0, time), tex });

const seriesOf = (numbers: readonly number[]): string => encodeSeries(numbers, [numbers.length], "f64");

/** Of one sequence alone, also where it is a batch of one. */
const numbersOf = ({ data }: Tensor, { rows, columns }: Shape): Numbers =>
  data.length <= MOST_NUMBERS ? { value: encodeSeries(data, [rows, columns], "f64") } : {};

/** The largest difference of an entry; infinite where one of the two is not a number. */
export function largestDifference(a: Tensor, b: Tensor): number {
  const gaps = Array.from(a.data, (x, i) => (Object.is(x, b.data[i]) ? 0 : Math.abs(x - b.data[i]!)));
  return gaps.reduce((largest, gap) => Math.max(largest, Number.isNaN(gap) ? Infinity : gap), 0);
}
