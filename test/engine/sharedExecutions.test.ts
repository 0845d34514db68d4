import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, Definition, type Model, type PreparedBatch, sgd, Trainer } from "../../src/engine/index.js";
import { holds } from "../support/property.js";

/** Reads inputs beside its time step, and states two steps back; nothing ahead can be carried from batch to batch. */
const textWith = (beside: string): string => `s[t] = tanh(U x[t] + P x[t-1] + Q ${beside} + W s[t-1] + Z s[t-2] + b)
y[t] = softmax(V s[t])
E[t] = crossEntropy(target[t], y[t])`;
const AHEAD = "x[t+1]";

/** Lengths of the batches' sequences, and of these and the windows that they are cut into. */
const SEQUENCES = [3, 5];
const LENGTHS = [2, 3, 5];
const BATCH_SIZE = 2;

const modelFor = (beside: string): Model =>
  new Definition(textWith(beside)).build({ x: 2, s: 3, y: 2 }, { seed: 5, initial: { s: [0.3, -0.2, 0.1] } });

/** The ways of training that share one model's executions. */
const trainersOf = (model: Model, beside: string): Trainer[] => {
  const optimizer = sgd({ lr: 0.3 });
  const whole = [
    new Trainer(model, { optimizer }),
    new Trainer(model, { optimizer, reduction: "mean" }),
    new Trainer(model, { optimizer, truncate: { k1: 2, k2: 3 } }),
    new Trainer(model, { optimizer, truncate: { k1: 3, k2: 3 }, reduction: "mean" }),
  ];
  if (beside === AHEAD) return whole;
  return [
    ...whole,
    new Trainer(model, { optimizer, truncate: { k1: 2, k2: 2 }, stateful: true }),
    new Trainer(model, { optimizer, stateful: true }),
  ];
};

/** The batch number `index` of so many time steps: each has numbers of its own. */
function batchOf(model: Model, timeSteps: number, index: number): PreparedBatch {
  const x = Array.from({ length: BATCH_SIZE }, (_, b) =>
    Array.from({ length: timeSteps }, (_, t) => [Math.sin(t + 7 * b + 5 * index + 1), Math.cos(3 * t + b - index)]),
  );
  const target = x.map((sequence) => sequence.map((_, t) => (t + index) % 2));
  return model.prepare({ x, target });
}

/** Something that is done to the model. */
type Action = { readonly kind: "step" | "trace" | "write"; readonly trainer: number; readonly batch: number };

const actions = fc.array(
  fc.record<Action>({
    kind: fc.constantFrom("step" as const, "step" as const, "step" as const, "trace" as const, "write" as const),
    trainer: fc.nat(5),
    batch: fc.nat(2 * SEQUENCES.length - 1),
  }),
  { minLength: 1, maxLength: 40 },
);

/** All that the model's executions hold of a batch becomes NaN. */
function overwrite(model: Model): void {
  for (const timeSteps of LENGTHS)
    for (const carried of [false, true]) {
      const { values, program } = model.execution(timeSteps, BATCH_SIZE, carried);
      values.fill(Number.NaN, program.sharedSize);
    }
}

describe("executions that several trainers of a model share", () => {
  it.each([AHEAD, "x[t-2]"])(
    "give each of them the numbers that it would find by itself, in any order, with %s",
    (beside) => {
      holds(
        fc.property(actions, (list) => {
          const shared = modelFor(beside);
          const together = trainersOf(shared, beside);
          // each by itself, in executions that hold nothing before its steps
          const alone = together.map((_, k) => {
            const model = modelFor(beside);
            return { model, trainer: trainersOf(model, beside)[k]! };
          });
          const batches = [0, 1].flatMap((i) => SEQUENCES.map((T) => batchOf(shared, T, i)));
          for (const { kind, trainer: k, batch: index } of list) {
            const batch = batches[index]!;
            if (kind === "write") overwrite(shared);
            else if (kind === "trace") backward(shared, { x: [[1, 2]], target: [1] });
            else {
              const [one, other] = [together[k % together.length]!, alone[k % together.length]!];
              other.model.store.set(shared.store);
              overwrite(other.model);
              for (const trainer of [one, other.trainer]) if (trainer.wantsBatch) trainer.feed(batch);
              expect(one.step()).toEqual(other.trainer.step());
              expect(one.gradient).toEqual(other.trainer.gradient);
              expect(shared.store).toEqual(other.model.store);
            }
          }
        }),
        15,
      );
    },
  );
});
