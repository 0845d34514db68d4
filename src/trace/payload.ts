/**
 * The recorded run as it is saved in a notebook's output: one schema, checked on the way in. It holds names, codes and
 * numbers, never sentences (those are the renderer's, in the reader's language), except `alt`, which a screen reader gets.
 */
import * as v from "valibot";
import { derivationLines } from "./derivationLines.js";
import { pathSet } from "./pathSet.js";
import { byName, count, series } from "./schemaParts.js";

const seriesByName = byName(series);

/** A piece of a typeset equation: plain TeX, or a reference to a name whose numbers can be put in its place. */
const texPart = v.union([
  v.strictObject({ tex: v.string() }),
  v.strictObject({
    /** The name; its own TeX, with index, is `tex`. */
    name: v.string(),
    tex: v.string(),
    /** Time read: `t+offset` (`T+offset` for base T); null base for a parameter or a timeless name. */
    base: v.nullable(v.picklist(["t", "T"])),
    offset: v.number(),
  }),
]);

const statement = v.strictObject({
  name: v.string(),
  /** As the student wrote it. */
  text: v.string(),
  line: count,
  time: v.picklist(["t", "T", "none"]),
  role: v.picklist(["state", "hidden", "output", "loss", "derived"]),
  /** The typeset statement, left side and equals sign included. */
  tex: v.array(texPart),
  /** What its right side reads of other sequences (inputs and assigned): time-shifted by `offset`. */
  reads: v.array(
    v.strictObject({
      name: v.string(),
      base: v.nullable(v.picklist(["t", "T"])),
      offset: v.number(),
      through: v.array(v.string()),
    }),
  ),
  /** Parameters that its right side uses. */
  parameters: v.array(v.string()),
});

/** Where a size came from: it was given, or a line of the equations told it from the given sizes of these names. */
const origin = v.union([v.literal("given"), v.strictObject({ line: count, from: v.array(v.string()) })]);

/** What is legal and probably not meant: see the engine's warnings. `line` of the equations; null for a key of a batch. */
const warning = v.strictObject({
  kind: v.picklist(["unreadStatement", "unknownFunction", "unreadKey", "backendsDiffer", "softmaxOfOne"]),
  name: v.string(),
  line: v.nullable(count),
  /** What to write instead, in the equation language. */
  suggestion: v.optional(v.string()),
});

const network = v.strictObject({
  statements: v.array(statement),
  /** Everything indexed by time, bottom row first: inputs, states in order, outputs, losses. */
  sequences: v.array(
    v.strictObject({
      name: v.string(),
      tex: v.string(),
      role: v.picklist(["input", "target", "state", "hidden", "output", "loss", "derived"]),
      time: v.picklist(["t", "T", "none"]),
      rows: count,
      columns: count,
      /** Absent before `build`, and in what older versions saved. */
      origin: v.optional(origin),
    }),
  ),
  parameters: v.array(
    v.strictObject({ name: v.string(), tex: v.string(), rows: count, columns: count, origin: v.optional(origin) }),
  ),
  parameterCount: count,
  /** Absent where there is none. */
  warnings: v.optional(v.array(warning)),
});

const frames = v.strictObject({
  /** Training step of each of the K kept frames, ascending; a step's frame is taken before its update. [K] */
  steps: series,
  /** Time step of each of the T kept columns, ascending, from 1. [T] */
  times: series,
  /** Loss of each time step, nats (0 where none), mean over the batch. [K, T] */
  losses: series,
  /** ‖∂E/∂s_t‖ by sequence, from all losses, mean over the batch of each sequence's own norm. [K, T] */
  adjointNorms: seriesByName,
  /** ‖∂E_last/∂s_t‖ by state: what the last loss alone sends back. [K, T] */
  lastLossNorms: seriesByName,
  /** ‖∇_{W_t}E‖ by parameter: each time step's own contribution. [K, T] */
  stepGradientNorms: seriesByName,
  /** Global norm of the whole gradient before clipping. [K] */
  gradientNorms: series,
  /** β_W β_f by state: the largest factor by which one step back can stretch its gradient; absent when unknown. [K] */
  bounds: seriesByName,
  /** Index of the largest output by time step, into `vocabulary`. [K, T] */
  predictions: v.optional(series),
});

/** All numbers of one kept frame, for the node that is clicked. */
const detail = v.strictObject({
  step: count,
  /** By sequence, [T, size] for the kept times. For a batch: its first sequence. */
  values: seriesByName,
  /** ∂E/∂s_t by sequence, [T, size]; of the first sequence's own loss. */
  adjoints: seriesByName,
  /** The initial value (time 0) of each state, [size]. */
  initial: seriesByName,
  /** By parameter, [rows, columns]; only when small. */
  parameters: seriesByName,
  gradients: seriesByName,
});

const training = v.strictObject({
  status: v.picklist(["running", "done", "stopped", "diverged"]),
  planned: count,
  done: count,
  /** As the student would write it: `sgd({ lr: 0.1 })`. */
  optimizer: v.string(),
  clipNorm: v.optional(v.number()),
  clipValue: v.optional(v.number()),
  seconds: v.number(),
  /** Training steps of the thinned total-loss curve, and its values (sum over time, mean over the batch; or mean by `reduction`). [N] */
  lossSteps: series,
  losses: series,
  gradientNorms: series,
});

const recording = v.strictObject({
  kind: v.picklist(["run", "trace"]),
  network,
  timeSteps: count,
  batchSize: count,
  dtype: v.picklist(["float32", "float64"]),
  reduction: v.picklist(["sum", "mean"]),
  task: v.optional(
    v.strictObject({
      name: v.string(),
      /** Loss of knowing nothing, in the units of `training.losses`; and of one time step. */
      baseline: v.optional(v.number()),
      baselinePerStep: v.optional(v.number()),
      /** How each is computed, e.g. `5 ln 6` and `ln 6`. */
      baselineFormula: v.optional(v.string()),
      baselinePerStepFormula: v.optional(v.string()),
      /** What the numbers mean, by sequence and kept time: characters of a text, words… [T] each */
      tokens: byName(v.array(v.string())),
      vocabulary: v.optional(v.array(v.string())),
    }),
  ),
  training: v.optional(training),
  frames,
  details: v.array(detail),
  /** ‖∂E_k/∂s_t‖ for every loss k and time t, of the last frame. [T, T] by state */
  credit: v.optional(seriesByName),
  /** What was left out to keep the output under 1 MB. */
  thinned: v.optional(v.strictObject({ times: v.boolean(), steps: v.boolean(), details: v.boolean() })),
  /** The first number that was not finite. `time` 0 when it is no time step's. */
  nonFinite: v.optional(
    v.strictObject({
      what: v.picklist(["value", "loss", "gradient", "parameter"]),
      name: v.string(),
      value: v.picklist(["Infinity", "-Infinity", "NaN"]),
      step: count,
      time: count,
    }),
  ),
});

const single = (view: "dashboard" | "equations" | "unrolled" | "losses" | "gradientNorms") =>
  v.strictObject({ alt: v.string(), view: v.literal(view), recording });

/** What was checked against backpropagation, row by row. */
const gradientCheck = v.strictObject({
  /** Central differences, or formulas that were written by hand. */
  against: v.picklist(["differences", "formulas"]),
  rows: v.array(
    v.strictObject({
      /** A parameter; of formulas the claim as it was named, `dE_ds`. */
      name: v.string(),
      tex: v.string(),
      rows: count,
      columns: count,
      /** Of a parameter: how many of its entries were checked; all of them where it is missing. */
      checked: v.optional(count),
      /** Largest difference of an entry, relative to what `measure` says; null when it is not finite. */
      difference: v.nullable(v.number()),
      /**
       * The entry that differs most, row and column from 1; `time` null where the row has no time. Of a claim for every
       * time step: at the latest one that differs, from which a mistake travels back.
       */
      worst: v.strictObject({ time: v.nullable(count), row: count, column: count }),
      /** What stands there: the number that was checked, and backpropagation's. [2] */
      pair: series,
      /** Of a claim for every time step: the steps, from 1, at which it differs, ascending. [n] */
      differing: v.optional(series),
      /** Of a parameter's claim for every time step: how far its sum over time is from the gradient, relative; null when not finite. */
      sumDifference: v.optional(v.nullable(v.number())),
    }),
  ),
  /**
   * What differences are relative to: `terms`, the sum of the sizes of the terms that an entry is made of. Older recordings have
   * none: there it is the largest entry.
   */
  measure: v.optional(v.literal("terms")),
  /** 0 where no row has a time. */
  timeSteps: count,
  /** Largest difference that counts as equal. */
  tolerance: v.number(),
});

const payload = v.variant("view", [
  single("dashboard"),
  single("equations"),
  single("unrolled"),
  single("losses"),
  single("gradientNorms"),
  v.strictObject({
    alt: v.string(),
    view: v.literal("compare"),
    runs: v.pipe(v.array(v.strictObject({ name: v.string(), recording })), v.minLength(1)),
  }),
  /** Equations of a definition or model before anything ran. */
  v.strictObject({ alt: v.string(), view: v.literal("definition"), network }),
  /** Every way by which one quantity acts on a loss, drawn over the graph of the recording (whose details are left out). */
  v.strictObject({ alt: v.string(), view: v.literal("paths"), recording, set: pathSet }),
  v.strictObject({ alt: v.string(), view: v.literal("derivation"), network, derivation: derivationLines }),
  v.strictObject({ alt: v.string(), view: v.literal("gradientCheck"), ...gradientCheck.entries }),
]);

export type TexPart = v.InferOutput<typeof texPart>;
export type NetworkStatement = v.InferOutput<typeof statement>;
export type Network = v.InferOutput<typeof network>;
export type NetworkWarning = v.InferOutput<typeof warning>;
export type SizeOrigin = v.InferOutput<typeof origin>;
export type Frames = v.InferOutput<typeof frames>;
export type FrameDetail = v.InferOutput<typeof detail>;
export type Training = v.InferOutput<typeof training>;
export type Recording = v.InferOutput<typeof recording>;
export type PathSet = v.InferOutput<typeof pathSet>;
export type DerivationLines = v.InferOutput<typeof derivationLines>;
export type DerivationLine = DerivationLines["lines"][number];
export type Payload = v.InferOutput<typeof payload>;

/** A payload that is malformed; the message begins with the failing path. */
export class PayloadError extends Error {
  override readonly name = "PayloadError";
}

/**
 * Checks a decoded JSON value.
 * @throws PayloadError naming the path that fails, e.g. `recording.frames.losses: not a base64 …`
 */
export function parsePayload(value: unknown): Payload {
  const result = v.safeParse(payload, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new PayloadError(`${v.getDotPath(issue) ?? "payload"}: ${issue.message}`);
}
