import { namesIn, type Optimizer, sgd, Trainer } from "../../../src/engine/index.js";
import { actedOn } from "../../../src/engine/language/index.js";
import type { Execution } from "../../../src/engine/program/backend.js";
import { referenceBackend } from "../../../src/engine/program/backend.js";
import type { Operand } from "../../../src/engine/program/program.js";
import type { Truncation } from "../../../src/engine/windows.js";
import { randomOf } from "../network.js";
import type { Ran, Subject } from "../subject.js";
import { Comparison, largest } from "./compare.js";
import { type Law, leftOut } from "./law.js";

/** Leaves the parameters alone: all windows are of one model. */
const still: Optimizer = {
  ...sgd({ lr: 1 }),
  create: () => ({ update: () => {}, snapshot: () => ({}), restore: () => {} }) as never,
};

/**
 * Truncated backpropagation by its definition (Williams & Peng 1990): every k1 steps the losses of these steps are
 * differentiated over the last k2 steps alone; what came before them are numbers.
 */
export const windowsAreTheirDefinition: Law = {
  name: "truncated windows = their definition",
  every: 4,
  check(subject) {
    const { checked } = subject.reference.model.definition;
    if (checked.timeless) return leftOut("no time");
    if (checked.states.some(({ maxLead }) => maxLead > 0)) return leftOut("runs backward");
    if (readsTheEnd(subject)) return leftOut("reads the last step");
    return { wrong: compare(subject) };
  },
};

/** A window has an end of its own: what hears of [T] at every step means something else in it. */
function readsTheEnd({ reference }: Subject): boolean {
  const { statements } = reference.model.definition.checked;
  const ends = statements.filter(
    ({ time, expression }) => time !== "none" || namesIn(expression).some((node) => node.time !== null),
  );
  const last = ends.filter(({ time }) => time !== "t").map(({ name }) => name);
  const hearing = actedOn(statements, last);
  return statements.some(
    ({ name, time, expression }) =>
      time === "t" && (hearing.has(name) || namesIn(expression).some((node) => node.time?.base === "T")),
  );
}

function compare(subject: Subject): readonly string[] {
  const { reference, network } = subject;
  const T = reference.batch.timeSteps;
  const random = randomOf(network, "windows");
  const k1 = random.integer(1, Math.max(1, T - 1));
  const k2 = random.integer(k1, Math.max(k1, T));
  const { model, batch } = subject.fast("float64");
  const trainer = new Trainer(model, { optimizer: still, truncate: { k1, k2 }, reduction: network.reduction });
  trainer.feed(batch);
  const comparison = new Comparison("float64", [`k1 = ${k1}, k2 = ${k2}: definition`, "trainer"], 100);
  for (let end = Math.min(k1, T); ; end = Math.min(end + k1, T)) {
    const { loss } = trainer.differentiate();
    const defined = windowOf(reference, { k1, k2 }, end, network.reduction);
    const what = `window up to ${end}`;
    comparison.numbers(`loss of ${what}`, [defined.loss], [loss], largest(subject.valueNoise));
    for (const { name, offset, size } of model.places) {
      const of = (numbers: Float32Array | Float64Array) => numbers.subarray(offset, offset + size);
      comparison.numbers(
        `∂E/∂${name} of ${what}`,
        of(defined.gradient),
        of(trainer.gradient),
        largest(of(subject.adjointNoise)) + largest(of(defined.gradient)),
      );
    }
    trainer.update();
    if (end === T) break;
  }
  if (!trainer.wantsBatch) comparison.wrong.push("the trainer goes on behind the end");
  return comparison.wrong;
}

/** One window on the reference, filled from the numbers of the whole pass. */
function windowOf({ model, execution: whole }: Ran, { k1, k2 }: Truncation, end: number, reduction: "sum" | "mean") {
  const T = whole.program.timeSteps;
  const before = Math.floor((end - 1) / k1) * k1;
  const start = Math.max(0, end - k2);
  const execution = referenceBackend.execution(
    model.program(end - start, whole.program.batchSize, { carried: start > 0 }),
  );
  execution.values.set(model.store);
  fill(execution, whole, start);
  execution.forward();
  const { losses, batchSize } = execution.program;
  const times = new Map(model.definition.checked.statements.map(({ name, time }) => [name, time]));
  const weight = reduction === "mean" ? 1 / (end - before) : 1;
  const seeds = losses.map(({ name, time }) => {
    const counts = times.get(name) === "t" ? start + time > before : end === T;
    return counts ? weight : 0;
  });
  execution.backward(seeds);
  const loss = losses.reduce((sum, { operand }, i) => sum + seeds[i]! * meanOf(execution, operand, batchSize), 0);
  return { loss, gradient: execution.adjoints.subarray(0, model.store.length) };
}

function meanOf({ values }: Execution, { offset, stride }: Operand, batchSize: number): number {
  if (stride === 0) return values[offset]!;
  let sum = 0;
  for (let b = 0; b < batchSize; b++) sum += values[offset + b * stride]!;
  return sum / batchSize;
}

/** Inputs of the window's steps and of those next to it; states before it as the whole pass left them. */
function fill(window: Execution, whole: Execution, start: number): void {
  const { timeSteps, batchSize } = whole.program;
  const copy = (to: Operand, from: Operand | undefined): void => {
    if (to.stride === 0) return;
    const length = to.size * batchSize;
    // what the whole batch shares stands there once
    for (let i = 0; i < length; i++)
      window.values[to.offset + i] = from ? whole.values[from.offset + (from.stride === 0 ? i % to.size : i)]! : 0;
  };
  for (const places of ["inputs", "sequences"] as const) {
    for (const [name, { at, boundary }] of window.program[places]) {
      const from = whole.program[places].get(name)!;
      const isFixed = from.at.filter(Boolean).length === 1 && timeSteps > 1;
      const source = (t: number) => from.at[isFixed ? timeSteps : start + t] ?? from.boundary.get(start + t);
      if (places === "inputs") for (const [t, operand] of at.entries()) if (operand) copy(operand, source(t));
      for (const [t, operand] of boundary) copy(operand, source(t));
    }
  }
}
