/** ∂E/∂x: given data, and what is computed of given data alone, have gradients as everything else has. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Batch, backward, Definition, type Dtype, type Model, type Trace } from "../../src/engine/index.js";
import { largestOf } from "./golden.js";
import { type RandomNetwork, randomNetwork } from "./randomNetwork.js";
import { onEveryBackend } from "./support/everyBackend.js";

type Nested = number | readonly Nested[];

const modelOf = ({ text, sizes, seed }: RandomNetwork, dtype: Dtype = "float64"): Model =>
  new Definition(text).build(sizes, { seed, dtype });

/** The same lists with other numbers. */
const mapped = (data: Nested, change: (x: number) => number): Nested =>
  typeof data === "number" ? change(data) : data.map((part) => mapped(part, change));

/** The loss with one number of one input changed, counted in the order of the lists. */
function shifted(batch: Batch, name: string, index: number, by: number): Batch {
  let at = 0;
  return { ...batch, [name]: mapped(batch[name] as Nested, (x) => (at++ === index ? x + by : x)) } as Batch;
}

/** Fourth-order central differences of the loss by each number of one input, in the order of the lists. */
function differences(model: Model, batch: Batch, name: string): number[] {
  const h = 1e-3;
  let count = 0;
  mapped(batch[name] as Nested, () => count++);
  return Array.from({ length: count }, (_, i) => {
    const at = (k: number): number => backward(model, shifted(batch, name, i, k * h)).loss;
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
  });
}

const timesOf = (trace: Trace, name: string): number[] =>
  (trace.program.inputs.get(name) ?? trace.program.sequences.get(name))!.at.flatMap((operand, t) =>
    operand ? [t] : [],
  );

/** ∂E/∂(each number of a sequence), in the order of a batch's lists. */
function gradients(trace: Trace, name: string): number[] {
  const inTime = timesOf(trace, name).map((t) => [...trace.adjoint(name, t).data]);
  const size = inTime[0]!.length / trace.batchSize;
  return Array.from({ length: trace.batchSize }, (_, b) =>
    inTime.map((all) => all.slice(b * size, (b + 1) * size)),
  ).flat(2);
}

/** @param more what else counts as the size of each number */
function expectClose(
  actual: readonly number[],
  expected: readonly number[],
  bound: number,
  more: number,
  what: string,
): void {
  expect(actual, what).toHaveLength(expected.length);
  expected.forEach((e, i) => {
    const size = Math.max(more, Math.abs(e), Math.abs(actual[i]!));
    expect(Math.abs(actual[i]! - e) / size, `${what}, number ${i + 1}: ${actual[i]} and ${e}`).toBeLessThan(bound);
  });
}

/** Differences cannot see a gradient at a kink, and no target may become negative. */
const smooth = randomNetwork
  .filter(({ text }) => !text.includes("relu"))
  .map((network): RandomNetwork => {
    const target = mapped(network.batch.target as Nested, (x) => 0.1 + 0.8 * x);
    return { ...network, batch: { ...network.batch, target } as Batch };
  });

/** The same network, which reads a copy of its input, and one of its target. */
const copied = (network: RandomNetwork): RandomNetwork => ({
  ...network,
  text: `e[t] = identity(x[t])\n${network.text.replaceAll("x[t]", "e[t]").replace("identity(e[t])", "identity(x[t])")}`
    .replace(/target\[(.)\]/, "d[$1]")
    .concat(`\nd[${/target\[(.)\]/.exec(network.text)![1]}] = 1 .* target[${/target\[(.)\]/.exec(network.text)![1]}]`),
});

const RUNS = { numRuns: 60 };
const BOUNDS: Readonly<Record<Dtype, number>> = { float64: 1e-11, float32: 1e-5 };

const agreeWithDifferences = fc.property(smooth, (network) => {
  const model = modelOf(network);
  const trace = backward(model, network.batch);
  for (const name of trace.program.inputs.keys()) {
    const expected = differences(model, network.batch, name);
    expectClose(gradients(trace, name), expected, 1e-6, 1e-3, `${name} of\n${network.text}`);
  }
});

const sameInFloat64 = fc.property(smooth, (network) => {
  const [rounded, exact] = (["float32", "float64"] as const).map((dtype) =>
    backward(modelOf(network, dtype), network.batch),
  );
  const size = largestOf(exact!.borrowed().adjoints);
  for (const name of exact!.program.inputs.keys())
    expectClose(gradients(rounded!, name), gradients(exact!, name), 1e-5, size, `${name} of\n${network.text}`);
});

onEveryBackend((dtype) => {
  if (dtype === "float64")
    it("agrees with central differences, of inputs and targets", () => fc.assert(agreeWithDifferences, RUNS));
  else it("is that of float64, but for rounding", () => fc.assert(sameInFloat64, RUNS));

  it("is that of a copy that the network reads in the place of what is given", () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const [plain, copy] = [network, copied(network)].map((n) => backward(modelOf(n, dtype), n.batch));
        const size = largestOf(plain!.borrowed().adjoints);
        for (const [name, of] of [
          ["x", "e"],
          ["target", "d"],
        ] as const) {
          const expected = gradients(plain!, name);
          expectClose(gradients(copy!, name), expected, BOUNDS[dtype], size, `${name} of\n${copied(network).text}`);
          expectClose(gradients(copy!, of), expected, BOUNDS[dtype], size, `${of} of\n${copied(network).text}`);
        }
      }),
      RUNS,
    );
  });

  it("is the sum of what the losses send one by one, whose norms are the rows of the credit matrix", () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const trace = backward(modelOf(network, dtype), network.batch);
        const { timeSteps: T, batchSize: B } = trace;
        const losses = Array.from({ length: T }, (_, k) => k + 1);
        const size = largestOf(trace.borrowed().adjoints);
        for (const t of timesOf(trace, "x")) {
          const whole = [...trace.adjoint("x", t).data];
          const parts = losses.map((k) => trace.adjointOf(k, "x", t).data);
          const sums = whole.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));
          expectClose(sums, whole, BOUNDS[dtype], size, `x[${t}] of\n${network.text}`);
          const norms = parts.map((part) => sumOfNorms(part, B));
          const [credit, alone] = [trace.credit("x").data, losses.map((k) => trace.gradientNormsOf(k, "x")[t - 1]!)];
          expectClose(
            losses.map((k) => credit[(k - 1) * T + t - 1]!),
            norms,
            BOUNDS[dtype],
            size,
            network.text,
          );
          expectClose(alone, norms, BOUNDS[dtype], size, network.text);
          expectClose([trace.gradientNorms("x")[t - 1]!], [sumOfNorms(whole, B)], BOUNDS[dtype], size, network.text);
        }
      }),
      RUNS,
    );
  });
});

/** A batch's adjoints hold its 1/B, so that the sum of the sequences' norms is their mean. */
function sumOfNorms(data: ArrayLike<number>, batchSize: number): number {
  const size = data.length / batchSize;
  const all = Array.from(data);
  return Array.from({ length: batchSize }, (_, b) => Math.hypot(...all.slice(b * size, (b + 1) * size))).reduce(
    (a, b) => a + b,
    0,
  );
}
