import { norm } from "../engine/clipping.js";
import { findPaths, OptionError, type Path, type PathOptions, PathSet, type Tensor, Trace } from "../engine/index.js";
import { formatNumber, type Payload, superscript, UNROLL_MIME } from "../trace/index.js";
import { describePathSet, largestDifference } from "./describePathSet.js";
import { DISPLAY } from "./host.js";
import { traceRecording } from "./traceRecording.js";
import { words } from "./words/index.js";
import type { PathFacts } from "./words/labWords.js";

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
  return { alt: altOf(set), view: "paths", recording: { ...recording, details: [] }, set: describePathSet(set) };
}

/** One sentence: how many paths, the largest, and what they sum to. */
function altOf(set: PathSet): string {
  const { from, to, sum, gradient, groups, count } = set;
  return words().paths({
    count: countText(count),
    isOne: count === 1n,
    from: from.text,
    fromLoss: from.time === null,
    to: to.text,
    ungrouped: set.listed !== "all" && groups.length === 0,
    path: largestPath(set),
    sum: size(sum),
    gradient: size(gradient),
    difference: formatNumber(largestDifference(sum, gradient)),
  });
}

function largestPath({ paths: listed, listed: how }: PathSet): PathFacts["path"] {
  const norms = listed.map(({ value }) => norm(value.data));
  const largest = norms.reduce((best, value, i) => (value > norms[best]! ? i : best), 0);
  const path = listed[largest];
  return path && { text: arrows(path), norm: size(path.value), isProven: how !== "found" };
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
  return words().about(`${digits[0]}.${digits.slice(1, 3)}×10${superscript(digits.length - 1)}`);
}
