/** Random networks with everything that the equation language can say, and data for them. */
import fc from "fast-check";
import { type Batch, Random, type Sizes } from "../../src/engine/index.js";

export interface RandomNetwork {
  readonly text: string;
  readonly sizes: Sizes;
  readonly T: number;
  /** B sequences of random numbers, or a single one (then the results have no batch dimension). */
  readonly batch: Batch;
  /** For `build`. */
  readonly seed: number;
}

/** How a layer hears of other time steps: steps back (its lags), steps ahead, or not at all. */
type Recurrence = readonly number[];

interface Layer {
  readonly apply: string;
  readonly recurrence: Recurrence;
  readonly isGated: boolean;
  readonly weight: "own" | "shared" | "derived";
}

interface Choices {
  readonly inputs: number;
  readonly units: number;
  readonly outputs: number;
  readonly T: number;
  readonly B: number | null;
  readonly layers: readonly Layer[];
  readonly loss: "crossEntropy" | "binaryCrossEntropy" | "squaredError" | "halfSquaredError";
  readonly time: "t" | "T";
  readonly isInline: boolean;
  readonly isFedBack: boolean;
  /** Whether the output is made of twice its sum: of something that no parameter has a part in. */
  readonly isSharp: boolean;
  readonly hasPenalty: boolean;
  readonly hasSecondLoss: boolean;
  /** Whether large weights cost something: a loss outside time, made of parameters alone. */
  readonly hasWeightCost: boolean;
  readonly seed: number;
}

/** Functions of one argument, as smooth or as crooked as they come; `_` is the argument. */
const ELEMENTWISE = [
  "tanh(_)",
  "sigmoid(_)",
  "relu(_)",
  "softplus(_)",
  "identity(_)",
  "exp(-(_) .^ 2)",
  "log(1 + (_) .^ 2)",
  "tanh(_) ./ 2",
];

/** What a loss is asked to judge. */
const OUTPUT = {
  crossEntropy: "softmax(_)",
  binaryCrossEntropy: "sigmoid(_)",
  squaredError: "_",
  halfSquaredError: "tanh(_)",
} as const;

const layer: fc.Arbitrary<Layer> = fc.record({
  apply: fc.constantFrom(...ELEMENTWISE),
  recurrence: fc.constantFrom([-1], [-1], [-2], [-1, -3], [-1, -2], [1], []),
  isGated: fc.boolean(),
  weight: fc.constantFrom("own", "own", "shared", "derived"),
});

const choices: fc.Arbitrary<Choices> = fc.record({
  inputs: fc.integer({ min: 1, max: 3 }),
  units: fc.integer({ min: 1, max: 3 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  T: fc.integer({ min: 1, max: 5 }),
  B: fc.constantFrom(null, null, 1, 2, 3),
  layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
  loss: fc.constantFrom("crossEntropy", "binaryCrossEntropy", "squaredError", "halfSquaredError"),
  time: fc.constantFrom("t", "t", "T"),
  isInline: fc.boolean(),
  isFedBack: fc.boolean(),
  isSharp: fc.boolean(),
  hasPenalty: fc.boolean(),
  hasSecondLoss: fc.boolean(),
  hasWeightCost: fc.boolean(),
  seed: fc.nat(1e6),
});

/** Layers with lags, look-ahead, gates, shared and derived weights; all four losses, at each step or at the last; B null to 3. */
export const randomNetwork: fc.Arbitrary<RandomNetwork> = choices.map((choice) => {
  const { T, seed, layers, inputs, units, outputs } = choice;
  const lines = [...layers.flatMap((l, i) => layerLines(l, i + 1, choice)), ...outputLines(choice)];
  const text = [...(usesDerived(choice) ? ["A = (W + W') / 2"] : []), ...lines].join("\n");
  const states = layers.map((_, i) => [`s${i + 1}`, units] as const);
  const gates = layers.flatMap((l, i) => (hasGate(l) ? [[`z${i + 1}`, units] as const] : []));
  const output = choice.isInline ? [["target", outputs] as const] : [["y", outputs] as const];
  const sizes = Object.fromEntries([["x", inputs], ...states, ...gates, ...output]) as Sizes;
  return { text, sizes, T, batch: batchOf(choice), seed };
});

const hasGate = ({ isGated, recurrence }: Layer): boolean => isGated && recurrence.length > 0;
const usesDerived = ({ layers }: Choices): boolean =>
  layers.some(({ weight, recurrence }) => weight === "derived" && recurrence.length > 0);
const at = (shift: number): string => (shift === 0 ? "[t]" : shift > 0 ? `[t+${shift}]` : `[t${shift}]`);

function layerLines({ apply, recurrence, isGated, weight }: Layer, i: number, choice: Choices): string[] {
  const below = i === 1 ? "x[t]" : `s${i - 1}[t]`;
  const own = (k: number): string => (weight === "own" || k > 0 ? `W${i}_${k}` : weight === "shared" ? "W" : "A");
  const terms = recurrence.map((shift, k) => `${own(k)} s${i}${at(shift)}`);
  const fedBack = i === 1 && isFedBack(choice) ? ["R y[t-1]"] : [];
  const value = apply.replace("_", [`U${i} ${below}`, ...terms, ...fedBack, `b${i}`].join(" + "));
  const shift = recurrence[0];
  if (!isGated || shift === undefined) return [`s${i}[t] = ${value}`];
  const before = `s${i}${at(shift)}`;
  return [
    `z${i}[t] = sigmoid(P${i} ${below} + Q${i} ${before})`,
    `s${i}[t] = z${i}[t] .* ${before} + (1 - z${i}[t]) .* ${value}`,
  ];
}

/** Its own output can come back only where nothing looks ahead, and where there is one at each step. */
const isFedBack = ({ isFedBack: wanted, time, isInline, layers }: Choices): boolean =>
  wanted && time === "t" && !isInline && layers.every(({ recurrence }) => recurrence.every((shift) => shift < 0));

function outputLines(choice: Choices): string[] {
  const { layers, loss, time, isInline, isSharp, hasPenalty, hasSecondLoss, hasWeightCost } = choice;
  const sum = `V s${layers.length}[${time}] + c`;
  const output = OUTPUT[loss].replace("_", isSharp ? `2 .* (${sum})` : sum);
  const penalty = hasPenalty && !isInline ? ` + 0.1 * sum(y[${time}] .^ 2)` : "";
  const judged = (prediction: string): string => `E[${time}] = ${loss}(target[${time}], ${prediction})${penalty}`;
  const main = isInline ? [judged(output)] : [`y[${time}] = ${output}`, judged(`y[${time}]`)];
  const second = hasSecondLoss ? ["L[t] = squaredError(x[t], D s1[t])"] : [];
  const cost = hasWeightCost
    ? [`E_w = 0.1 * sum(V .^ 2) + 0.1 * sum(U1 .* ${usesDerived(choice) ? "sum(A .^ 2)" : "U1"})`]
    : [];
  return [...main, ...second, ...cost];
}

function batchOf({ inputs, outputs, T, B, time, seed }: Choices): Batch {
  const random = new Random(seed);
  const vector = (size: number): number[] => Array.from({ length: size }, () => random.uniform(0, 1));
  const sequence = (size: number): number[][] => Array.from({ length: T }, () => vector(size));
  const one = () => ({ x: sequence(inputs), target: time === "t" ? sequence(outputs) : vector(outputs) });
  if (B === null) return one();
  const all = Array.from({ length: B }, one);
  return { x: all.map(({ x }) => x), target: all.map(({ target }) => target) } as Batch;
}
