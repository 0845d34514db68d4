import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backward,
  Definition,
  type Dtype,
  findPaths,
  OptionError,
  type PathSet,
  Tensor,
  type Trace,
} from "../../../src/engine/index.js";
import { holds } from "../../support/property.js";
import { goldenCases, largestOf, modelOf } from "../golden.js";
import { type RandomNetwork, randomNetwork } from "../randomNetwork.js";
import { onEveryBackend } from "../support/everyBackend.js";
import { countByHand, gap, productOf } from "./support.js";

type Reduction = "sum" | "mean";

const traceOf = (network: RandomNetwork, reduction: Reduction = "sum", dtype: Dtype = "float64"): Trace => {
  const { text, sizes, seed, batch } = network;
  return backward(new Definition(text).build(sizes, { seed, dtype }), batch, { reduction });
};

/** The paths, or none where no path joins the two. */
function maybePaths(trace: Trace, loss: string, target: string): PathSet | undefined {
  try {
    return findPaths(trace, loss, target);
  } catch (error) {
    if (error instanceof OptionError && /^no path leads/u.test(error.message)) return undefined;
    throw error;
  }
}

/** The sum of the paths from all losses, each asked for by its name; undefined when there is none. */
function sumOfLosses(trace: Trace, target: string, at = ""): Tensor | undefined {
  const sums = trace.model.definition.checked.losses.flatMap((loss) => {
    const isMissing =
      at !== "" && !trace.execution.program.losses.some(({ name, time }) => name === loss && time === trace.timeSteps);
    return isMissing ? [] : (maybePaths(trace, `${loss}${at}`, target)?.sum ?? []);
  });
  return sums.reduce<Tensor | undefined>(
    (a, b) =>
      a
        ? new Tensor(
            a.shape,
            a.data.map((x, i) => x + b.data[i]!),
          )
        : b,
    undefined,
  );
}

/**
 * The two are the same but for rounding, of float32 that of the largest adjoint of the pass; no paths at all are a
 * gradient of zero.
 */
function expectSum(sum: Tensor | undefined, gradient: Tensor, what: string, { program, adjoints }: Trace): void {
  const others = program.dtype === "float32" ? largestOf(adjoints) : 0;
  if (sum) expect(gap(sum, gradient, others), what).toBeLessThan(SMALL[program.dtype]);
  else
    expect(
      Array.from(gradient.data).every((x) => x === 0),
      what,
    ).toBe(true);
}

/** Rounding: sums of many terms that cancel. */
const SMALL: Readonly<Record<Dtype, number>> = { float64: 1e-9, float32: 1e-5 };

const stored = ["presets", "states", "language", "notes", "inputs"].flatMap((file) =>
  goldenCases(file).map((c) => [c.name, c] as const),
);

onEveryBackend((dtype) => {
  it("the sum of the paths to a parameter, and to each use of it, is its gradient", () => {
    const law = (network: RandomNetwork, reduction: "sum" | "mean"): void => {
      const trace = traceOf(network, reduction, dtype);
      for (const { name } of trace.model.places) {
        expectSum(sumOfLosses(trace, name), trace.gradient(name), name, trace);
        for (let t = 1; t <= trace.timeSteps; t++)
          expectSum(sumOfLosses(trace, `${name}[${t}]`), trace.gradientAt(name, t), `${name}[${t}]`, trace);
      }
    };
    holds(fc.property(randomNetwork, fc.constantFrom("sum", "mean"), law), 20);
  });

  it("the sum of the paths to a sequence, also a given one, is its adjoint, by all losses and by those of one time step", () => {
    const law = (network: RandomNetwork): void => {
      const trace = traceOf(network, "sum", dtype);
      const { sequences, inputs } = trace.reference.program;
      for (const [name, { at, boundary }] of [...sequences, ...inputs]) {
        const times = [...at.flatMap((operand, t) => (operand ? [t] : [])), ...boundary.keys()];
        for (const t of times) {
          const text = `${name}[${t}]`;
          expectSum(sumOfLosses(trace, text), trace.adjoint(name, t), text, trace);
          expectSum(sumOfLosses(trace, text, "[T]"), trace.adjointOf(trace.timeSteps, name, t), text, trace);
        }
      }
    };
    holds(fc.property(randomNetwork, law), 20);
  });

  it.each(stored)("the paths sum to the gradient: %s", (_name, c) => {
    const trace = backward(modelOf(c, dtype), { T: c.T, ...c.batch }, { reduction: c.reduction });
    for (const { name } of trace.model.places) expectSum(sumOfLosses(trace, name), trace.gradient(name), name, trace);
    const { sequences, inputs } = trace.reference.program;
    for (const [name, { at }] of [...sequences, ...inputs]) {
      const t = at.findIndex((operand) => operand);
      expectSum(sumOfLosses(trace, `${name}[${t}]`), trace.adjoint(name, t), name, trace);
    }
  });
});

describe("in any network", () => {
  it("a path's value is the product of its factors", () => {
    const law = (network: RandomNetwork, reduction: "sum" | "mean", pick: number): void => {
      const trace = traceOf(network, reduction);
      const { name } = trace.model.places[pick % trace.model.places.length]!;
      const set = maybePaths(trace, "E", name);
      for (const path of set?.paths.slice(0, 30) ?? [])
        expect(gap(productOf(set!, path), path.value)).toBeLessThan(SMALL.float64);
    };
    holds(fc.property(randomNetwork, fc.constantFrom("sum", "mean"), fc.nat(20), law), 20);
  });

  it("there are as many as the text tells, no two the same", () => {
    const law = (network: RandomNetwork, pick: number): void => {
      const trace = traceOf(network);
      const { name } = trace.model.places[pick % trace.model.places.length]!;
      const set = maybePaths(trace, "E[T]", name);
      expect(set?.count ?? 0n).toBe(countByHand(trace, ["E", trace.timeSteps], name));
      const texts = new Set(set?.paths.map(({ nodes }) => nodes.join()));
      expect(texts.size).toBe(set?.paths.length ?? 0);
      if (set?.listed === "all") expect(BigInt(texts.size)).toBe(set.count);
    };
    holds(fc.property(randomNetwork, fc.nat(20), law), 20);
  });

  it("finding them leaves the trace as it was", () => {
    const law = (network: RandomNetwork): void => {
      const trace = traceOf(network);
      const { name } = trace.model.places[0]!;
      const [before, norms] = [trace.gradient(name), trace.gradientNorms("s1")];
      maybePaths(trace, "E[T]", name);
      expect(trace.gradient(name).data).toEqual(before.data);
      expect(trace.gradientNorms("s1")).toEqual(norms);
    };
    holds(fc.property(randomNetwork, law), 20);
  });
});
