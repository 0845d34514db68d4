import { firstNonFinite, firstNonFiniteAdjoint, globalNorm, type Trace } from "../engine/index.js";
import type { Recording } from "../trace/index.js";
import { FrameReader } from "./frame.js";
import { makeRecording } from "./recording.js";
import type { Task } from "./tasks/task.js";

/** Where a trace's batch came from: its task tells what the numbers mean. */
export interface TraceOrigin {
  readonly task: Task;
  readonly tokens: Record<string, string[]>;
}

const origins = new WeakMap<Trace, TraceOrigin>();

export function rememberOrigin(trace: Trace, origin: TraceOrigin): void {
  origins.set(trace, origin);
}

/** What is shown and saved of one forward and backward pass. */
export function traceRecording(trace: Trace): Recording {
  const { model, timeSteps, batchSize, reduction } = trace;
  const gradients = model.places.map(({ name }) => trace.gradient(name).data);
  const gradientNorm = globalNorm(gradients);
  const nonFinite = nonFiniteOf(trace);
  const credit = trace.options.perLoss
    ? new Map(model.definition.checked.states.map(({ name }) => [name, trace.credit(name).data as Float64Array]))
    : undefined;
  const frame = new FrameReader(model).read(0, trace.borrowed(), gradientNorm);
  const origin = origins.get(trace);
  return makeRecording({
    kind: "trace",
    model,
    timeSteps,
    batchSize,
    reduction,
    frames: [frame],
    task: origin?.task,
    tokens: origin?.tokens,
    nonFinite,
    ...(credit ? { credit } : {}),
  });
}

function nonFiniteOf(trace: Trace): Recording["nonFinite"] {
  const value = firstNonFinite(trace);
  const found = value ?? firstNonFiniteAdjoint(trace);
  if (!found) return undefined;
  const isLoss = value !== undefined && trace.model.definition.checked.losses.includes(found.name);
  const number = String(found.value) as "Infinity" | "-Infinity" | "NaN";
  return {
    what: value === undefined ? "gradient" : isLoss ? "loss" : "value",
    name: found.name,
    value: number,
    step: 0,
    time: found.time,
  };
}
