/** What a notebook's first cells do most, done once before them: the platform then has compiled it. */
import { type Dtype, sgd, Trainer } from "../engine/index.js";
import { UNROLL_MIME } from "../trace/index.js";
import { cells } from "./cells.js";
import { viewOf } from "./display.js";
import { DISPLAY } from "./host.js";
import { Run } from "./run.js";

/** Training steps of each number type. */
const STEPS = 60;
const TIME_STEPS = 6;
const SIZE = 4;
const SIZES = { x: SIZE, s: 8, y: SIZE };

/** From the smallest: what one of them compiles, the next has. */
const VIEWS = ["equations", "losses", "gradientNorms", "unrolled", "dashboard"] as const;

/**
 * Trains a tiny network in either number type, records it and draws it, piece by piece: so that whoever calls `next()`
 * can stop in between. Nothing is shown, and no cell's random numbers are used.
 * @param draw makes the still picture of a payload
 */
export function* warmUp(draw: (payloadJson: string) => unknown): Generator<undefined, void, undefined> {
  yield* trainTiny("float32");
  const run = yield* trainTiny("float64");
  const recording = run.recording();
  for (const name of VIEWS) {
    yield;
    const { [UNROLL_MIME]: payload } = viewOf(name, recording)[DISPLAY]();
    yield;
    draw(payload!);
  }
}

function* trainTiny(dtype: Dtype): Generator<undefined, Run, undefined> {
  const model = cells.elman.build(SIZES, { dtype, seed: 0 });
  yield;
  const trainer = new Trainer(model, { optimizer: sgd({ lr: 0.1 }), clipNorm: 1 });
  yield;
  model.execution(TIME_STEPS, 1);
  yield;
  trainer.feed(tinyBatch());
  yield;
  const run = new Run(model, { planned: STEPS, optimizer: "sgd", reduction: "sum" }, "warm-up");
  for (let step = 0; step < STEPS; step++) {
    trainer.differentiate();
    yield;
    run.observe(trainer, false);
    trainer.update();
    yield;
  }
  run.finish("done");
  return run;
}

/** One sequence: every character is followed by the next. */
function tinyBatch() {
  const oneHot = (i: number) => Array.from({ length: SIZE }, (_, j) => (j === i % SIZE ? 1 : 0));
  const sequence = (from: number) => Array.from({ length: TIME_STEPS }, (_, t) => oneHot(from + t));
  return { x: sequence(0), target: sequence(1) };
}
