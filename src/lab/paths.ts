import { norm } from "../engine/clipping.js";
import {
  type Factor,
  findPaths,
  OptionError,
  type Path,
  type PathOptions,
  type PathPlace,
  PathSet,
  type Tensor,
  Trace,
} from "../engine/index.js";
import { encodeSeries, formatNumber, type Payload, superscript, UNROLL_MIME } from "../trace/index.js";
import { DISPLAY } from "./host.js";
import { traceRecording } from "./traceRecording.js";

type DescribedSet = Extract<Payload, { view: "paths" }>["set"];

/** What has more numbers than this is shown by its norm. */
const MOST_NUMBERS = 36;
/** With these, an output stays below 1 MB: different factors drawn, numbers of factors, groups with numbers. */
const MOST = { factors: 2_000, numbersOfFactors: 12_000, groupsWithNumbers: 200 } as const;

/**
 * Every way by which a quantity acts on a loss: the chain rule as a sum over the paths of the unrolled graph.
 * @param trace what `backward(model, batch)` gives
 * @param loss `"E[3]"`, `"E[T]"`, or `"E"` for the losses of all time steps
 * @param target a parameter `"W_hx"`, one time step's use of it `"W_hx[2]"`, or a sequence at a time, `"h[1]"`
 * (`"h[0]"`: the initial state)
 * @param options `largest`: how many of the largest paths to list when there are more than 200; default 20
 * @throws OptionError when a name or a time does not fit, or no path joins the two
 */
export function paths(trace: Trace, loss: string, target: string, options: PathOptions = {}): PathSet {
  if (trace instanceof Trace) return findPaths(trace, loss, target, options);
  throw new OptionError('paths takes a trace first: paths(backward(model, batch), "E", "W")');
}

Object.defineProperty(PathSet.prototype, DISPLAY, {
  value(this: PathSet) {
    return { [UNROLL_MIME]: JSON.stringify(payloadOf(this)) };
  },
  configurable: true,
});

function payloadOf(set: PathSet): Payload {
  const { credit: _credit, ...recording } = traceRecording(set.trace);
  return { alt: altOf(set), view: "paths", recording: { ...recording, details: [] }, set: describeSet(set) };
}

function describeSet(set: PathSet): DescribedSet {
  const { trace, sum, gradient, groups } = set;
  const drawn = drawnPaths(set.paths);
  const isNumeric = trace.batchSize === 1;
  const { rows, columns } = trace.model.shapeOf(set.to.name);
  return {
    from: named(set.from),
    to: named(set.to),
    count: String(set.count),
    rows,
    columns,
    batchSize: trace.batchSize,
    ...describePaths(drawn, isNumeric),
    norms: seriesOf(drawn.map(({ value }) => norm(value.data))),
    listed: drawn.length < set.paths.length ? "found" : set.listed,
    groups: groups.map(({ length, count, value }) => {
      const numbers = isNumeric && groups.length <= MOST.groupsWithNumbers ? numbersOf(value) : {};
      return { length, count: String(count), ...numbers };
    }),
    groupNorms: seriesOf(groups.map(({ value }) => norm(value.data))),
    ...(isNumeric ? { sum: numbersOf(sum).value, gradient: numbersOf(gradient).value } : {}),
    agreement: seriesOf([norm(sum.data), norm(gradient.data), largestDifference(sum, gradient)]),
  };
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

function describePaths(drawn: readonly Path[], isNumeric: boolean): Pick<DescribedSet, "nodes" | "factors" | "paths"> {
  const nodes = new Numbered<PathPlace>(({ text }) => text);
  const factors = new Numbered<Factor>((factor) => factor);
  const described = drawn.map(({ steps, value }) => {
    return { factors: steps.map((factor) => factors.indexOf(factor)), ...(isNumeric ? numbersOf(value) : {}) };
  });
  let room = isNumeric ? MOST.numbersOfFactors : 0;
  const describedFactors = factors.items.map((factor) => {
    const isShown = factor.size <= Math.min(room, MOST_NUMBERS);
    if (isShown) room -= factor.size;
    const numbers = isShown ? numbersOfFactor(factor) : {};
    return { from: nodes.indexOf(factor.from), to: nodes.indexOf(factor.to), tex: factor.tex, ...numbers };
  });
  return { nodes: nodes.items.map(named), factors: describedFactors, paths: described };
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

const numbersOf = ({ shape, data }: Tensor): { value?: string } =>
  data.length <= MOST_NUMBERS ? { value: encodeSeries(data, shape, "f64") } : {};

/** As a matrix, whatever the target's shape: [size of from, size of to]. */
function numbersOfFactor({ value }: Factor): { value: string } {
  const rows = value.shape.find((length) => length > 0)!;
  return { value: encodeSeries(value.data, [rows, value.data.length / rows], "f64") };
}

/** The largest difference of an entry; infinite where one of the two is not a number. */
function largestDifference(a: Tensor, b: Tensor): number {
  const gaps = Array.from(a.data, (x, i) => (Object.is(x, b.data[i]) ? 0 : Math.abs(x - b.data[i]!)));
  return gaps.reduce((largest, gap) => Math.max(largest, Number.isNaN(gap) ? Infinity : gap), 0);
}

/** One sentence: how many paths, the largest, and what they sum to. */
function altOf(set: PathSet): string {
  const { from, to, sum, gradient, groups } = set;
  const start = from.time === null ? `the loss ${from.text}` : from.text;
  const isOne = set.count === 1n;
  const ends = `${countText(set.count)} ${isOne ? "path leads" : "paths lead"} from ${start} to ${to.text}`;
  const ungrouped = set.listed !== "all" && groups.length === 0 ? " (too many to be summed by length)" : "";
  const agree = `backpropagation gives ${size(gradient)} (largest difference of an entry ${formatNumber(largestDifference(sum, gradient))})`;
  return `${ends}${ungrouped}${largestText(set)}; ${isOne ? "it gives" : "they sum to"} a gradient of norm ${size(sum)}, and ${agree}.`;
}

function largestText({ paths: listed, listed: how, count }: PathSet): string {
  if (count === 1n) return `, ${arrows(listed[0]!)}`;
  const norms = listed.map(({ value }) => norm(value.data));
  const largest = norms.reduce((best, value, i) => (value > norms[best]! ? i : best), 0);
  const path = listed[largest];
  const which = how === "found" ? "the largest found" : "the largest";
  return path ? `, ${which} ${arrows(path)} with norm ${size(path.value)}` : "";
}

/** A path of many nodes by its two ends. */
function arrows({ nodes }: Path): string {
  const shown = nodes.length <= 12 ? nodes : [...nodes.slice(0, 6), "…", ...nodes.slice(-5)];
  return shown.join(" → ");
}

const size = (tensor: Tensor): string => formatNumber(norm(tensor.data));

/** In digits; from a quadrillion on by its power of ten. */
function countText(count: bigint): string {
  const digits = String(count);
  if (digits.length <= 15) return count.toLocaleString("en-US");
  return `about ${digits[0]}.${digits.slice(1, 3)}×10${superscript(digits.length - 1)}`;
}
