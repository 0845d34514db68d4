import { checkedSeed } from "../engine/checkedNumbers.js";
import {
  type BackwardOptions,
  type Batch,
  checkByHand,
  Definition,
  backward as engineBackward,
  gradientCheck as engineGradientCheck,
  type GradientCheck,
  type GradientCheckOptions,
  type HandCheck,
  type HandCheckOptions,
  type Model,
  Model as ModelClass,
  OptionError,
  Random,
  Trace,
} from "../engine/index.js";
import { checkOptions } from "../engine/options.js";
import type { Recording } from "../trace/index.js";
import { altOf } from "./alt.js";
import { checkBatchOption, checkModel } from "./arguments.js";
import { rememberTrace } from "./derivation.js";
import { recordingOf, View, viewOf } from "./display.js";
import { describeNetwork } from "./network.js";
import { Run } from "./run.js";
import { isTask, type Task } from "./tasks/task.js";
import { rememberOrigin } from "./traceRecording.js";

/**
 * One forward and backward pass with no update, on a batch or on a task's (first) batch.
 * @throws EquationError when no statement is a loss; DataError when the batch does not fit
 */
export function backward(
  model: Model,
  data: Batch | Task,
  options: BackwardOptions & { readonly batch?: number; readonly seed?: number } = {},
): Trace {
  checkModel("backward", model);
  checkOptions("backward", options, ["reduction", "perLoss", "jacobians", "batch", "seed"]);
  checkBatchOption("backward", data, options.batch);
  const random = new Random(checkedSeed("backward: seed", options.seed ?? 0));
  const batch = isTask(data) ? data.batch(options.batch, random) : data;
  const trace = engineBackward(model, batch, options);
  if (isTask(data)) rememberOrigin(trace, { task: data, tokens: data.tokens(batch) });
  rememberTrace(trace);
  return trace;
}

/** Central differences against backpropagation, on a batch or on a task's (first) batch. See the engine's gradientCheck. */
export function gradientCheck(model: Model, data: Batch | Task, options?: GradientCheckOptions): GradientCheck;
/** Formulas written by hand in the equation language against a trace's backpropagation. See the engine's checkByHand. */
export function gradientCheck(trace: Trace, formulas: string, options?: HandCheckOptions): HandCheck;
export function gradientCheck(
  x: Model | Trace,
  y: Batch | Task | string,
  options: GradientCheckOptions | HandCheckOptions = {},
): GradientCheck | HandCheck {
  if (x instanceof Trace && typeof y === "string") return checkByHand(x, y, options as HandCheckOptions);
  if (!(x instanceof ModelClass) || typeof y === "string" || y === undefined)
    throw new OptionError(
      "gradientCheck takes a model and a batch (backpropagation against central differences), or a trace and your formulas: " +
        "gradientCheck(backward(model, batch), `dE_dW[t] = …`)",
    );
  const batch = isTask(y) ? y.batch(undefined, new Random(0)) : y;
  return engineGradientCheck(x, batch, options as GradientCheckOptions);
}

/** The whole dashboard; what a run or trace shows by itself. */
export const dashboard = (x: Run | Trace): View => viewOf("dashboard", recordingOf(x));
/** The network unrolled in time, with its gradient on the way back. */
export const unrolled = (x: Run | Trace): View => viewOf("unrolled", recordingOf(x));
/** The loss of each time step, and of the whole over training. */
export const losses = (x: Run | Trace): View => viewOf("losses", recordingOf(x));
/** ‖∂E/∂s_t‖ over time on a log axis, with its bound. */
export const gradientNorms = (x: Run | Trace): View => viewOf("gradientNorms", recordingOf(x));

/** The equations, typeset, with sizes and the number of parameters; of a definition, a model, a run or a trace. */
export function equations(x: Run | Trace | Model | Definition): View {
  if (x instanceof Run || x instanceof Trace) return viewOf("equations", recordingOf(x));
  const [definition, model] = x instanceof ModelClass ? [x.definition, x] : [x, undefined];
  if (!(definition instanceof Definition))
    throw new OptionError("equations(x) shows a definition, a model, a run or a trace");
  return new View({
    alt: `${definition.equations.join("; ")}.`,
    view: "definition",
    network: describeNetwork(definition, model),
  });
}

/** Several runs or traces on the same axes: `compare({ tanh: a, relu: b })`. @throws OptionError when there is none */
export function compare(runs: Readonly<Record<string, Run | Trace>>): View {
  const named = Object.entries(runs).map(([name, x]) => {
    if (!(x instanceof Run) && !(x instanceof Trace))
      throw new OptionError(`compare: ${name} is no run and no trace (await train(…) gives a run)`);
    return { name, recording: slim(recordingOf(x)) };
  });
  if (named.length === 0) throw new OptionError("compare needs at least one run or trace: compare({ name: run })");
  const alt = named.map(({ name, recording }) => `${name}: ${altOf(recording)}`).join(" ");
  return new View({ alt, view: "compare", runs: named });
}

/** A comparison shows curves, not single nodes. */
const slim = (recording: Recording): Recording => ({ ...recording, details: [] });
