import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { norm } from "../../../src/engine/clipping.js";
import { backward, Definition, findPaths, type Tensor } from "../../../src/engine/index.js";
import { allPaths } from "../../../src/engine/paths/allPaths.js";
import { reachOf } from "../../../src/engine/paths/edgeBounds.js";
import { pathEnd, pathStart } from "../../../src/engine/paths/endpoints.js";
import { largestPaths, promisingPaths } from "../../../src/engine/paths/largestPaths.js";
import { pathGraph } from "../../../src/engine/paths/pathGraph.js";
import { sumsByLength, totalOf } from "../../../src/engine/paths/pathSums.js";
import { Pullback } from "../../../src/engine/paths/pullback.js";
import { Scratch } from "../../../src/engine/paths/scratch.js";
import { holds } from "../../support/property.js";
import { type RandomNetwork, randomNetwork } from "../randomNetwork.js";
import { classes, gap, traceOf } from "./support.js";

const ELMAN = "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";
const elman = (T: number, size = 3) =>
  traceOf(ELMAN, { x: 3, s: size, y: 3 }, { x: classes(T, 3, 7), target: classes(T, 3, 5) });

const sizeOf = ({ data }: Tensor): number => norm(data);

/** The parts of a search, by the names of a random network. */
function searchOf({ text, sizes, seed, batch }: RandomNetwork, pick: number) {
  const trace = backward(new Definition(text).build(sizes, { seed }), batch);
  const { execution, batchSize, model } = trace;
  const { name } = model.places[pick % model.places.length]!;
  const losses = execution.program.losses.flatMap(({ operand }, i) =>
    pathStart(trace, "E").seeds[i] === 0 ? [] : [operand],
  );
  const graph = pathGraph(execution.program, model.definition.checked, losses, pathEnd(trace, name));
  const scratch = new Scratch(execution);
  const begin = graph.starts.map((node) => ({ node, before: undefined, adjoint: new Float64Array(batchSize).fill(1) }));
  return { graph, pullback: new Pullback(scratch, batchSize), scratch, begin, batchSize };
}

describe("the largest paths", () => {
  it("are those of all paths with the largest norms", () => {
    const law = (network: RandomNetwork, pick: number, count: number): void => {
      const { graph, pullback, scratch, begin, batchSize } = searchOf(network, pick);
      if (graph.starts.length === 0 || totalOf(graph, pullback, begin).count > 3000n) return;
      const all = allPaths(graph, pullback, begin)
        .map(({ adjoint }) => norm(adjoint))
        .sort((a, b) => b - a);
      const reach = reachOf(graph, scratch, batchSize);
      const { found, isProven } = largestPaths(graph, pullback, begin, { count, reach, work: 1e9 });
      expect(isProven).toBe(true);
      expect(found.map(({ size }) => size)).toEqual(all.slice(0, count));
      const quick = promisingPaths(graph, pullback, begin, { count, kept: 3000, work: 1e9 });
      expect(quick.map(({ size }) => size)).toEqual(all.slice(0, count));
    };
    holds(fc.property(randomNetwork, fc.nat(20), fc.integer({ min: 1, max: 30 }), law), 20);
  });

  it("are found by bounds that no path exceeds", () => {
    const law = (network: RandomNetwork, pick: number): void => {
      const { graph, pullback, scratch, begin, batchSize } = searchOf(network, pick);
      if (graph.starts.length === 0 || totalOf(graph, pullback, begin).count > 300n) return;
      const reach = reachOf(graph, scratch, batchSize);
      for (const path of allPaths(graph, pullback, begin)) {
        for (let walk: typeof path | undefined = path; walk; walk = walk.before)
          expect(norm(path.adjoint)).toBeLessThanOrEqual(norm(walk.adjoint) * reach.get(walk.node)! * (1 + 1e-9));
      }
    };
    holds(fc.property(randomNetwork, fc.nat(20), law), 20);
  });

  it("are listed once there are more than 200, largest first", () => {
    const set = findPaths(elman(20), "E", "W", { largest: 7 });
    expect([set.count, set.paths.length, set.listed]).toEqual([210n, 7, "largest"]);
    const sizes = set.paths.map(({ value }) => sizeOf(value));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(findPaths(elman(19), "E", "W", { largest: 7 })).toMatchObject({ count: 190n, listed: "all", groups: [] });
    expect(findPaths(elman(19), "E", "W").paths).toHaveLength(190);
    expect(findPaths(elman(20), "E", "W").paths).toHaveLength(20);
  });

  it("are found in part, each once, when the search is given up", () => {
    const network = {
      text: ELMAN,
      sizes: { x: 3, s: 3, y: 3 },
      T: 40,
      seed: 2,
      batch: { x: classes(40, 3), target: classes(40, 3, 2) },
    };
    const { graph, pullback, scratch, begin } = searchOf(network, 1);
    const search = largestPaths(graph, pullback, begin, { count: 20, reach: reachOf(graph, scratch, 1), work: 2000 });
    expect(search.isProven).toBe(false);
    const quick = promisingPaths(graph, pullback, begin, { count: 20, kept: 1, work: 4000 });
    expect(quick.length).toBeGreaterThan(0);
    const long = findPaths(elman(1500, 16), "E", "W");
    expect([long.listed, long.paths.length]).toEqual(["found", 20]);
    expect(new Set(long.paths.map(({ nodes }) => nodes.join())).size).toBe(20);
  });
});

describe("paths grouped by their number of factors", () => {
  it("count as many and sum to the same as all, in any network", () => {
    const law = (network: RandomNetwork, pick: number): void => {
      const { graph, pullback, begin } = searchOf(network, pick);
      if (graph.starts.length === 0) return;
      const total = totalOf(graph, pullback, begin);
      const groups = sumsByLength(graph, pullback, begin);
      expect(groups.reduce((sum, { count }) => sum + count, 0n)).toBe(total.count);
      const scale = Math.max(...Array.from(total.adjoint, Math.abs), 1e-300);
      total.adjoint.forEach((x, i) => {
        expect(Math.abs(groups.reduce((sum, { adjoint }) => sum + adjoint[i]!, 0) - x) / scale).toBeLessThan(1e-9);
      });
    };
    holds(fc.property(randomNetwork, fc.nat(20), law), 20);
  });

  it("are those of one loss and one travel through time, where each step back is one factor", () => {
    const { groups, sum } = findPaths(elman(20), "E", "W");
    expect(groups.map(({ length, count }) => [length, count])).toEqual(
      Array.from({ length: 20 }, (_, back) => [back + 3, BigInt(20 - back)]),
    );
    sum.data.forEach((x, i) => {
      expect(groups.reduce((total, { value }) => total + value.data[i]!, 0)).toBeCloseTo(x, 12);
    });
  });
});

describe("a long sequence", () => {
  it("of 10,000 steps has its paths counted and summed exactly", () => {
    const set = findPaths(elman(10_000, 2), "E", "W");
    expect([set.count, set.paths.length, set.groups]).toEqual([50_005_000n, 20, []]);
    expect(gap(set.sum, set.gradient)).toBeLessThan(1e-9);
    const first = findPaths(set.trace, "E[T]", "s[1]");
    expect([first.count, first.paths[0]!.nodes.length]).toEqual([1n, 10_002]);
  });

  it("through gates has more paths than any number holds, and all are counted", () => {
    // each step back leads through c or through one of two gates that read h: a number of ways that triples
    const text =
      "f[t] = sigmoid(W h[t-1])\ng[t] = tanh(V h[t-1] + x[t])\nh[t] = f[t] .* h[t-1] + (1 - f[t]) .* g[t]\nE[t] = squaredError(d[t], h[t])";
    const trace = traceOf(text, { h: 1 }, { x: classes(2000, 2), d: classes(2000, 2) });
    expect(findPaths(trace, "E[T]", "h[0]").count).toBe(3n ** 2000n);
    expect(gap(findPaths(trace, "E", "W").sum, trace.gradient("W"))).toBeLessThan(1e-9);
  });
});

describe("numbers at the edge", () => {
  const saturated = "y[t] = softmax(V x[t])\nE[t] = crossEntropy(target[t], y[t])";

  it("a probability that is 0 spoils no path that goes through it", () => {
    const model = new Definition(saturated).build({ x: 1, y: 2 }).set({ V: [[2000], [0]] });
    const set = findPaths(backward(model, { x: [1], target: [1] }), "E", "V");
    expect([...set.sum.data]).toEqual([1, -1]);
    expect([...set.paths[0]!.value.data]).toEqual([...set.gradient.data]);
    expect(set.paths[0]!.factors[0]!.data[1]).toBe(-Infinity);
    expect(findPaths(set.trace, "E", "y[1]").sum.data[1]).toBe(-Infinity);
  });

  it("a path whose value is no number is listed first", () => {
    const model = new Definition("s[t] = w s[t-1] + x[t]\nE[t] = squaredError(d[t], s[t])").build({ s: 1 });
    model.set({ w: 1e200 });
    const trace = backward(model, { x: Array(30).fill(1), d: Array(30).fill(0) });
    const set = findPaths(trace, "E", "w");
    expect(set.count).toBe(465n);
    expect(Number.isFinite(set.paths[0]!.value.data[0])).toBe(false);
  });
});
