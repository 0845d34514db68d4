import { wholeNumber } from "../checkedNumbers.js";
import { checkOptions } from "../options.js";
import { type Execution, shakenExecution } from "../program/backend.js";
import type { FloatArray, Operand } from "../program/program.js";
import { termsOf } from "../shake.js";
import { dimensionsOf, Tensor } from "../tensor.js";
import type { Trace } from "../trace.js";
import { allPaths } from "./allPaths.js";
import { reachOf, workOfReach } from "./edgeBounds.js";
import { type PathStart, pathEnd, pathStart } from "./endpoints.js";
import { FactorTable } from "./factor.js";
import { largestPaths, promisingPaths, type Search } from "./largestPaths.js";
import { LargestWalks, type SizedWalk } from "./largestWalks.js";
import { noPath } from "./noPath.js";
import { type PathEnd, type PathGraph, pathGraph } from "./pathGraph.js";
import { Path, type PathGroup, PathSet, type PathSetContents } from "./pathSet.js";
import { sumsByLength, totalOf, workOfSums } from "./pathSums.js";
import { Pullback } from "./pullback.js";
import { Scratch } from "./scratch.js";
import { nodesOf, type Walk } from "./walk.js";

export interface PathOptions {
  /** How many of the largest paths to list when there are more than 200, 1…200. Default 20. */
  readonly largest?: number;
}

/** Up to this many paths are all listed. */
const MOST_LISTED = 200;
/**
 * Numbers gone through (some ten nanoseconds each) beyond which sums by length and bounds are not begun, and the search
 * for the largest is given up: then `groups` is empty, and `listed` is "found".
 */
const MOST_WORK = { groups: 4e7, bounds: 2e7, search: 2e7, look: 1e7 } as const;

/**
 * The paths by which a quantity acts on a loss, and their sum.
 * @param loss `"E[3]"`, `"E[T]"`, or `"E"` for the losses of all time steps (`"E"` also where several losses bear other names)
 * @param target a parameter `"W"`, one time step's use of it `"W[2]"`, or a sequence at a time, `"h[1]"` (`"h[0]"`: before the first)
 * @throws OptionError when either names nothing fitting, or no path joins the two
 */
export function findPaths(trace: Trace, loss: string, target: string, options: PathOptions = {}): PathSet {
  checkOptions("paths", options, ["largest"]);
  const largest = wholeNumber("paths: largest", options.largest ?? 20, { most: MOST_LISTED });
  return new PathFinder(trace, pathStart(trace, loss), pathEnd(trace, target)).find(largest);
}

class PathFinder {
  readonly #graph: PathGraph;
  readonly #scratch: Scratch;
  readonly #pullback: Pullback;
  readonly #begin: readonly Walk[];
  readonly #factors: FactorTable;
  #workOfTotal = 0;

  constructor(
    private readonly trace: Trace,
    private readonly start: PathStart,
    private readonly end: PathEnd,
  ) {
    const { reference: execution, batchSize, batched, model } = trace;
    const losses = execution.program.losses.flatMap(({ operand }, i) => (start.seeds[i] === 0 ? [] : [operand]));
    this.#graph = pathGraph(execution.program, model.definition.checked, losses, end);
    if (this.#graph.starts.length === 0) throw noPath(trace, start, end);
    this.#scratch = new Scratch(execution);
    this.#pullback = new Pullback(this.#scratch, batchSize);
    this.#factors = new FactorTable({ scratch: this.#scratch, batchSize, batched });
    const weight = this.#weight / batchSize;
    this.#begin = this.#graph.starts.map((node) => {
      return { node, before: undefined, adjoint: new Float64Array(batchSize).fill(weight) };
    });
  }

  find(largest: number): PathSet {
    const total = totalOf(this.#graph, this.#pullback, this.#begin);
    this.#workOfTotal = this.#scratch.work;
    const listed = total.count <= MOST_LISTED ? this.#all() : this.#largest(largest);
    const { reference } = this.trace;
    const contents = {
      count: total.count,
      sum: this.#tensor(total.adjoint),
      gradient: this.#tensor(Float64Array.from(this.#gradient(reference))),
      terms: () => termsOf((shaker) => this.#gradient(shakenExecution(reference, shaker?.shake))),
      ...listed,
    };
    const { trace, start, end } = this;
    return new PathSet({ trace, from: start.place, to: end.place, weight: this.#weight, ...contents });
  }

  /** All losses that count have the same. */
  get #weight(): number {
    return Math.max(...this.start.seeds.filter((seed) => seed !== 0));
  }

  #all(): Pick<PathSetContents, "paths" | "groups" | "listed" | "sum"> {
    const walks = allPaths(this.#graph, this.#pullback, this.#begin);
    const sum = new Float64Array(walks[0]!.adjoint.length);
    for (const { adjoint } of walks) for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + adjoint[i]!;
    return { paths: walks.map((walk) => this.#path(walk)), groups: [], listed: "all", sum: this.#tensor(sum) };
  }

  #largest(count: number): Pick<PathSetContents, "paths" | "groups" | "listed"> {
    const { found, isProven } = this.#search(count);
    return {
      paths: found.map(({ walk }) => this.#path(walk)),
      groups: this.#groups(),
      listed: isProven ? "largest" : "found",
    };
  }

  #groups(): PathGroup[] {
    if (workOfSums(this.#graph) > MOST_WORK.groups) return [];
    const sums = sumsByLength(this.#graph, this.#pullback, this.#begin);
    return sums.map(({ length, count, adjoint }) => ({ length, count, value: this.#tensor(adjoint) }));
  }

  #search(count: number): Search {
    const { batchSize } = this.trace;
    const graph = this.#graph;
    const isBounded = workOfReach(graph, batchSize) <= MOST_WORK.bounds;
    const reach = isBounded ? reachOf(graph, this.#scratch, batchSize) : undefined;
    const options = reach && { count, reach, work: MOST_WORK.search };
    const proven = options && largestPaths(graph, this.#pullback, this.#begin, options);
    if (proven?.isProven) return proven;
    const kept = Math.max(1, Math.min(count, Math.floor(MOST_WORK.look / this.#workOfTotal)));
    const quick = promisingPaths(graph, this.#pullback, this.#begin, { count, kept, work: MOST_WORK.look });
    return { found: largestOf([...(proven?.found ?? []), ...quick], count), isProven: false };
  }

  #path(walk: Walk): Path {
    const nodes = nodesOf(walk);
    const links = () => nodes.slice(1).map((to, i) => this.#factors.factor(nodes[i]!, to));
    return new Path(
      nodes.map(({ place }) => place.text),
      this.#tensor(walk.adjoint),
      links,
    );
  }

  #tensor(data: Float64Array): Tensor {
    const { batchSize, batched } = this.trace;
    return new Tensor(
      [...(batched && this.#target.stride > 0 ? [batchSize] : []), ...dimensionsOf(this.#target)],
      data,
    );
  }

  #gradient(execution: Execution): FloatArray {
    const { end, trace } = this;
    execution.backward(this.start.seeds);
    const { offset, size, stride } = this.#target;
    let arena = execution.adjoints;
    if (end.use !== undefined) {
      arena = arena.slice(0, execution.program.sharedSize);
      execution.contributions(end.use, arena);
    }
    return arena.slice(offset, offset + (stride === 0 ? size : size * trace.batchSize));
  }

  get #target(): Operand {
    return this.end.at;
  }
}

/** The largest of what two searches found, each once. */
function largestOf(found: readonly SizedWalk[], count: number): SizedWalk[] {
  const byNodes = new Map(
    found.map((path) => [
      nodesOf(path.walk)
        .map(({ id }) => id)
        .join(),
      path,
    ]),
  );
  const largest = new LargestWalks(count);
  for (const path of byNodes.values()) largest.add(path);
  return largest.all;
}
