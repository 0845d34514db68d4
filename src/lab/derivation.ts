import {
  Derivation,
  type DerivationLine,
  keptTimes,
  type LineCheck,
  Model,
  OptionError,
  type Token,
  Trace,
} from "../engine/index.js";
import type { DerivationLine as LinePayload, Payload } from "../trace/index.js";
import { encodeSeries } from "../trace/index.js";
import { describeNetwork } from "./network.js";
import { words } from "./words/index.js";

const latest = new WeakMap<Model, Trace>();

/** Called for each trace: its numbers are the current ones of its model. */
export function rememberTrace(trace: Trace): void {
  latest.set(trace.model, trace);
}

/**
 * The recurrences of backpropagation through time, derived from a network's own equations: ∂E/∂s_t, δ_t, ∂E/∂W as a sum over
 * time and ∂s_t/∂s_{t-1}, each checked with the numbers of a trace (of a model: its latest `backward`).
 * @param parameter one parameter, or one input or target (∂E/∂x_t); default: all parameters
 * @throws OptionError for something else than a trace or a model, or a name that is neither
 */
export function derivation(x: Trace | Model, parameter?: string): Derivation {
  if (x instanceof Trace) return new Derivation(x.model, parameter ?? null, x);
  if (x instanceof Model) return new Derivation(x, parameter ?? null, latest.get(x) ?? null);
  throw new OptionError(
    'derivation(x) takes a trace or a model: derivation(backward(model, batch), "W"), or derivation(model)',
  );
}

/** Time steps whose numbers are kept of each line. */
const MOST_TIMES = 12;
/** Numbers that all lines together may hold: an output stays far below 1 MB. */
const MOST_NUMBERS = 40_000;

export function derivationPayload(derived: Derivation): Payload {
  const times = timesToKeep(derived);
  return {
    alt: altOf(derived),
    view: "derivation",
    network: describeNetwork(derived.model.definition, derived.model),
    derivation: {
      parameter: derived.parameter,
      timeSteps: derived.timeSteps,
      batchSize: derived.batchSize,
      lines: derived.lines.map((line) => linePayload(derived, line, times)),
      largestDifference: finite(derived.largestDifference),
    },
  };
}

const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

/** More lines than this are counted, not read out. */
const MOST_SPOKEN = 6;

function altOf({ lines, largestDifference, timeSteps }: Derivation): string {
  const { derived, sidesAgree, space } = words();
  const spoken = lines.slice(0, MOST_SPOKEN).map(({ text }) => text);
  const text = derived(spoken, lines.length - spoken.length);
  if (largestDifference === null) return text;
  return `${text}${space}${sidesAgree(largestDifference <= AGREEMENT, timeSteps, largestDifference.toExponential(1))}`;
}

/** Sides that differ by more than the rounding of float32 do not agree. */
const AGREEMENT = 1e-5;

/** Fewer time steps for larger networks. */
function timesToKeep(derived: Derivation): number {
  const size = ({ rows, columns }: { rows: number; columns: number }): number => rows * columns;
  const perStep = derived.lines.reduce(
    (sum, { shape, quantities }) => sum + 2 * size(shape) + quantities.reduce((n, q) => n + size(q.shape), 0),
    0,
  );
  return Math.min(MOST_TIMES, Math.floor(MOST_NUMBERS / perStep));
}

function linePayload(derived: Derivation, line: DerivationLine, most: number): LinePayload {
  const times = keptTimes(derived.timesOf(line), most);
  const total = most > 0 ? derived.total(line) : null;
  return {
    kind: line.kind,
    name: line.name,
    left: line.left.tex,
    right: piecesOf(line),
    text: line.text,
    typed: line.typed,
    ...line.shape,
    notes: [...line.notes],
    checks: derived.checks(line, times).reverse().map(checkPayload),
    ...(total ? { total: bothSides(total) } : {}),
  };
}

type CheckPayload = LinePayload["checks"][number];
type Sides = Pick<LineCheck, "left" | "right" | "difference">;

const series = ({ rows, columns, data }: LineCheck["left"]): string => encodeSeries(data, [rows, columns]);
const bothSides = ({ left, right, difference }: Sides) => ({
  left: series(left),
  right: series(right),
  difference: finite(difference),
});
const checkPayload = (check: LineCheck): CheckPayload => ({
  time: check.time,
  numbers: check.numbers.map(series),
  ...bothSides(check),
});

/** Neighbours without numbers are one piece. */
function piecesOf({ right, quantities }: DerivationLine): LinePayload["right"] {
  const keys = quantities.map(({ quantity }) => JSON.stringify(quantity));
  const pieces: LinePayload["right"] = [];
  for (const token of right) {
    const last = pieces[pieces.length - 1];
    const symbol = symbolOf(token, keys);
    if (symbol >= 0) pieces.push({ tex: token.tex, symbol, ...token.shape! });
    else if (last && !("symbol" in last)) pieces[pieces.length - 1] = { tex: last.tex + token.tex };
    else pieces.push({ tex: token.tex });
  }
  return pieces;
}

const symbolOf = ({ quantity }: Token, keys: readonly string[]): number =>
  quantity ? keys.indexOf(JSON.stringify(quantity)) : -1;
