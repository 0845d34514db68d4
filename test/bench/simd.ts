/** Times one training step (forward, full BPTT, SGD; cross-entropy at every step) of the fast backend. */
import { Random, type Sizes, sgd, Trainer } from "../../src/engine/index.js";
import { adjointNorms, seedsFor } from "../../src/engine/observe.js";
import { referenceBackend } from "../../src/engine/program/backend.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import { cells } from "../../src/lab/cells.js";

type Cell = "elman" | "lstm" | "gru";
const CASES: readonly (readonly [Cell, number, number, number, number])[] = [
  ["elman", 16, 8, 50, 1],
  ["elman", 64, 32, 100, 1],
  ["elman", 64, 32, 100, 32],
  ["elman", 128, 64, 100, 32],
  ["lstm", 64, 32, 100, 1],
  ["lstm", 64, 32, 100, 32],
  ["gru", 64, 32, 100, 1],
  ["gru", 64, 32, 100, 32],
  ["elman", 64, 32, 100, 8],
  ["elman", 64, 32, 100, 16],
];

function stepOf([cell, H, I, T, B]: (typeof CASES)[number], dtype: "float32" | "float64", backend = simdBackend) {
  const state = cell === "elman" ? "s" : "h";
  const sizes: Sizes = { x: I, [state]: H, y: I };
  const model = cells[cell].build(sizes, { seed: 1, dtype });
  const random = new Random(1);
  const hot = () =>
    Array.from({ length: T }, () => {
      const v: number[] = new Array(I).fill(0);
      v[Math.floor(random.uniform(0, I))] = 1;
      return v;
    });
  const batch = { x: Array.from({ length: B }, hot), target: Array.from({ length: B }, hot) };
  const prepared = model.prepare(batch as never);
  const execution = backend.execution(model.newExecution(T, B).program);
  const seeds = seedsFor(execution, "sum");
  const { values, adjoints } = execution;
  const norms = new Float64Array(T);
  const trainer = new Trainer(cells[cell].build(sizes, { seed: 1, dtype }), { optimizer: sgd({ lr: 1e-3 }) });
  trainer.feed(prepared);
  return {
    all() {
      model.load(execution, prepared);
      execution.forward();
      execution.backward(seeds);
      for (let i = 0; i < model.store.length; i++) model.store[i] = model.store[i]! - 1e-3 * adjoints[i]!;
      return values[0]!;
    },
    trainer: () => trainer.step(),
    observed: () => {
      execution.forward();
      execution.backward(seeds);
      execution.contributionNorms();
      return adjointNorms(execution, state, norms);
    },
    adjointNorms: () => adjointNorms(execution, state, norms),
    load: () => model.load(execution, prepared),
    forward: () => execution.forward(),
    backward: () => execution.backward(seeds),
  };
}

function time(act: () => unknown, budget: number): readonly [number, number] {
  const times: number[] = [];
  const end = performance.now() + budget;
  for (let i = 0; i < 30; i++) act();
  const start = performance.now();
  act();
  const one = Math.max(1e-3, performance.now() - start);
  const inner = Math.max(1, Math.round(1 / one));
  while (performance.now() < end || times.length < 5) {
    const from = performance.now();
    for (let i = 0; i < inner; i++) act();
    times.push((performance.now() - from) / inner);
  }
  times.sort((a, b) => a - b);
  return [times[times.length >> 1]!, times[Math.floor(times.length / 20)]!];
}

const inText = (times: readonly number[]): string => times.map((ms) => ms.toFixed(4)).join("/");

/**
 * What norms cost of a forward and a backward pass: passes that are observed and passes of another execution that never
 * was, in turns; minimum and median. The states' norms by themselves.
 */
function normsCost(plain: ReturnType<typeof stepOf>, step: typeof plain): string {
  const times = { plain: [] as number[], observed: [] as number[], states: [] as number[] };
  const timed = (into: number[], act: () => unknown): void => {
    const start = performance.now();
    act();
    into.push(performance.now() - start);
  };
  const end = performance.now() + 1500;
  while (performance.now() < end) {
    timed(times.plain, () => {
      plain.forward();
      plain.backward();
    });
    timed(times.observed, step.observed);
    timed(times.states, step.adjointNorms);
  }
  const at = (numbers: number[], part: number): number =>
    numbers.sort((a, b) => a - b)[Math.floor(numbers.length * part)]!;
  const share = (ms: number, of: number): string => `${((100 * ms) / of).toFixed(1)} %`;
  const parts = [0, 0.5].map((part) => {
    const [bare, observed, states] = [at(times.plain, part), at(times.observed, part), at(times.states, part)];
    return `${share(observed - bare, bare)} of ${bare.toFixed(4)} (states ${share(states, bare)})`;
  });
  return parts.join(", ");
}

const only = process.argv[2];
for (const item of CASES) {
  const label = `${item[0]} (${item.slice(1).join(",")})`;
  if (only && !label.includes(only)) continue;
  for (const dtype of ["float32", "float64"] as const) {
    const step = stepOf(item, dtype);
    const names = ["all", "load", "forward", "backward", "trainer", "observed"] as const;
    const parts = names.map((name) => `${name} ${inText(time(step[name], 200))}`);
    console.log(label.padEnd(22), dtype, parts.join("  "), " norms", normsCost(stepOf(item, dtype), step));
  }
}
void referenceBackend;
