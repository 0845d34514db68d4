/** Reads where paths start and where they end, as a cell writes them: `"E[3]"`, `"W_hx[2]"`, `"h[0]"`. */
import { OptionError } from "../errors.js";
import { nearestName } from "../language/index.js";
import { type Operand, sequencePlaces } from "../program/program.js";
import { shown } from "../shown.js";
import type { Trace } from "../trace.js";
import type { PathEnd } from "./pathGraph.js";
import { PathPlace } from "./pathPlace.js";

/** What is differentiated: a weighted sum of losses. */
export interface PathStart {
  /** The loss; `time` null for all its time steps together. */
  readonly place: PathPlace;
  /** By term of `program.losses`: its weight in the sum, 0 for those that do not count. */
  readonly seeds: Float64Array;
}

/** A name with the time behind it, `E[T-1]` → E, 4 when T = 5. */
interface Written {
  readonly name: string;
  readonly time: number | undefined;
}

/** The whole loss of a network whose losses bear other names. */
const WHOLE = "E";

/**
 * @throws OptionError when the text names no loss, or no time step of it
 */
export function pathStart({ program, reduction, model, timeSteps }: Trace, text: string): PathStart {
  const { losses } = program;
  const { name, time } = read(text, timeSteps, "the loss");
  const named = losses.filter((term) => term.name === name);
  const names = [...new Set(losses.map((term) => term.name))];
  const isWhole = named.length === 0 && name === WHOLE && names.length > 1;
  if (named.length === 0 && !isWhole) throw noLoss(name, names, [...model.shapes.ofName.keys()]);
  const times = (isWhole ? losses : named).map((term) => term.time);
  if (time !== undefined) checkTimeOfLoss(name, time, times, timeSteps);
  const weight = time === undefined && reduction === "mean" ? 1 / timeSteps : 1;
  const isCounted = (term: { readonly name: string; readonly time: number }): boolean =>
    (isWhole || term.name === name) && (time === undefined || term.time === time);
  const isTimeless = model.definition.checked.statements.some((s) => s.name === name && s.time === "none");
  return {
    place: new PathPlace(name, isTimeless ? null : (time ?? null)),
    seeds: Float64Array.from(losses, (term) => (isCounted(term) ? weight : 0)),
  };
}

/**
 * @throws OptionError when the text names nothing that the equations have, or no time of it
 */
export function pathEnd({ reference: { program }, model, timeSteps }: Trace, text: string): PathEnd {
  const { parameters, derived, sequences, inputs } = program;
  const written = text.trim().normalize("NFC");
  const initial = parameters.get(written);
  // a learned initial state is the parameter `s[0]`
  if (initial && written.endsWith("]")) return { place: placeOfInitial(written), at: initial };
  const { name, time } = read(text, timeSteps, "the target");
  const shared = parameters.get(name) ?? derived.get(name);
  if (shared) {
    if (time !== undefined) checkTime(time, timeSteps);
    return { place: new PathPlace(name, time ?? null), at: shared, use: time };
  }
  const places = sequencePlaces(program, name);
  if (!places)
    throw noTarget(
      name,
      [parameters, derived, sequences, inputs].flatMap((named) => [...named.keys()]),
    );
  const { statements, inputs: given } = model.definition.checked;
  const stands = [...statements, ...given].find((s) => s.name === name)!.time;
  if (time === undefined && stands === "t") throw new OptionError(needsTime(name, timeSteps));
  const at = places.at[time ?? timeSteps] ?? places.boundary.get(time ?? timeSteps);
  if (!at) throw noValueAt(name, time ?? timeSteps, places);
  return { place: new PathPlace(name, stands === "none" ? null : (time ?? timeSteps)), at };
}

function placeOfInitial(name: string): PathPlace {
  return new PathPlace(name.slice(0, name.lastIndexOf("[")), 0);
}

/** @throws OptionError when it is no name with at most one index */
function read(text: string, timeSteps: number, what: string): Written {
  const written = typeof text === "string" ? text.trim().normalize("NFC") : "";
  const [, name, index] = /^([^[\]\s]+)\s*(?:\[\s*([^[\]]*?)\s*\])?$/u.exec(written) ?? [];
  if (name === undefined)
    throw new OptionError(`${what} is ${shown(text)}: expected a name, perhaps at a time, such as "h[1]"`);
  return { name, time: index === undefined ? undefined : timeOf(index, name, timeSteps) };
}

/** `3`, `T`, `T-2`. */
function timeOf(index: string, name: string, timeSteps: number): number {
  if (/^-?\d+$/u.test(index)) return Number(index);
  const [, sign, steps = "0"] = /^T(?:\s*([+-])\s*(\d+))?$/u.exec(index) ?? [undefined];
  if (/^T/u.test(index) && (index === "T" || sign)) return timeSteps + (sign === "-" ? -1 : 1) * Number(steps);
  throw new OptionError(
    `${name}[${index}]: a path stands at one time step, so the index is a number or T, e.g. ${name}[${timeSteps}] or ${name}[T]`,
  );
}

function noLoss(name: string, losses: readonly string[], known: readonly string[]): OptionError {
  const are = losses.length === 1 ? `the loss is ${losses[0]}` : `the losses are ${losses.join(", ")}`;
  if (known.includes(name)) return new OptionError(`${name} is no loss, so no path starts from it: ${are}`);
  const nearest = nearestName(name, losses);
  return new OptionError(`nothing is called ${name}: ${are}.${nearest ? ` Did you mean ${nearest}?` : ""}`);
}

function noTarget(name: string, known: readonly string[]): OptionError {
  const nearest = nearestName(name, known);
  return new OptionError(
    `nothing is called ${name}: a path leads to one of ${known.join(", ")}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
  );
}

const needsTime = (name: string, timeSteps: number): string =>
  `${name} has a value at each time step: say which one, from ${name}[1] to ${name}[${timeSteps}]`;

function checkTime(time: number, timeSteps: number): void {
  if (time >= 1 && time <= timeSteps) return;
  throw new OptionError(`t is ${time}: expected a whole number from 1 to T = ${timeSteps}`);
}

function checkTimeOfLoss(name: string, time: number, times: readonly number[], timeSteps: number): void {
  checkTime(time, timeSteps);
  if (times.includes(time)) return;
  throw new OptionError(`${name} has no value at t = ${time}: it stands at t = ${span(times)}`);
}

function noValueAt(
  name: string,
  time: number,
  { at, boundary }: { readonly at: readonly (Operand | undefined)[]; readonly boundary: ReadonlyMap<number, Operand> },
): OptionError {
  const times = [...at.flatMap((operand, t) => (operand ? [t] : [])), ...boundary.keys()].sort((a, b) => a - b);
  return new OptionError(`${name} has no value at t = ${time}: it stands at t = ${span(times)}`);
}

const span = (times: readonly number[]): string =>
  times.length > 1 ? `${times[0]}…${times[times.length - 1]}` : `${times[0]}`;
