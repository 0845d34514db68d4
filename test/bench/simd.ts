/** Times the parts of a training step of the fast backend by itself, and what norms cost. */
import { type Dtype, sgd, Trainer } from "../../src/engine/index.js";
import { adjointNorms } from "../../src/engine/observe.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import { type Case, labelOf, passesOf, stateOf, timed } from "./passes.js";

const CASES: readonly Case[] = [
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

function stepOf(one: Case, dtype: Dtype) {
  const { model, batch, execution, load, forward, backward } = passesOf(one, dtype, simdBackend);
  const norms = new Float64Array(execution.program.timeSteps);
  const trainer = new Trainer(model.clone(), { optimizer: sgd({ lr: 1e-3 }) });
  trainer.feed(batch);
  return {
    trainer: () => trainer.step(),
    observed: () => {
      forward();
      backward();
      execution.contributionNorms();
      return adjointNorms(execution, stateOf(one), norms);
    },
    adjointNorms: () => adjointNorms(execution, stateOf(one), norms),
    load,
    forward,
    backward,
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
  const end = performance.now() + 1500;
  while (performance.now() < end) {
    const bare = timed(() => {
      plain.forward();
      plain.backward();
    });
    times.plain.push(bare);
    times.observed.push(timed(step.observed));
    times.states.push(timed(step.adjointNorms));
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
  const label = labelOf(item);
  if (only && !label.includes(only)) continue;
  for (const dtype of ["float32", "float64"] as const) {
    const step = stepOf(item, dtype);
    const names = ["load", "forward", "backward", "trainer", "observed"] as const;
    const parts = names.map((name) => `${name} ${inText(time(step[name], 200))}`);
    console.log(label.padEnd(22), dtype, parts.join("  "), " norms", normsCost(stepOf(item, dtype), step));
  }
}
