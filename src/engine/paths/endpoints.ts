/** Reads where paths start and where they end, as a cell writes them: `"E[3]"`, `"W_hx[2]"`, `"h[0]"`. */
import { OptionError } from "../errors.js";
import { nearestName } from "../language/index.js";
import { sequencePlaces } from "../program/program.js";
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
  const names = [...new Set(losses.map((term) => term.name))];
  const isWhole = !names.includes(name) && name === WHOLE && names.length > 1;
  const named = losses.filter((term) => isWhole || term.name === name);
  if (named.length === 0) throw noLoss(name, names, model.shapes.ofName.has(name));
  const counted = new Set(named.filter((term) => time === undefined || term.time === time));
  if (time !== undefined) checkTime(time, timeSteps);
  if (time !== undefined && counted.size === 0)
    throw noValueAt(
      name,
      time,
      named.map((term) => term.time),
    );
  const weight = time === undefined && reduction === "mean" ? 1 / timeSteps : 1;
  const isTimeless = model.definition.checked.statements.some((s) => s.name === name && s.time === "none");
  return {
    place: new PathPlace(name, isTimeless ? null : (time ?? null)),
    seeds: Float64Array.from(losses, (term) => (counted.has(term) ? weight : 0)),
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
  if (initial && written.endsWith("[0]")) return { place: new PathPlace(written.slice(0, -3), 0), at: initial };
  const { name, time } = read(text, timeSteps, "the target");
  const shared = parameters.get(name) ?? derived.get(name);
  if (shared) {
    if (time !== undefined) checkTime(time, timeSteps);
    return { place: new PathPlace(name, time ?? null), at: shared, use: time };
  }
  const places = sequencePlaces(program, name);
  if (!places) {
    const known = [parameters, derived, sequences, inputs].flatMap((named) => [...named.keys()]);
    throw nothingCalled(name, `a path leads to one of ${known.join(", ")}`, known);
  }
  const { checked } = model.definition;
  const stands = [...checked.statements, ...checked.inputs].find((s) => s.name === name)!.time;
  if (time === undefined && stands === "t")
    throw new OptionError(
      `${name} has a value at each time step: say which one, from ${name}[1] to ${name}[${timeSteps}]`,
    );
  const { at, boundary } = places;
  const wanted = time ?? timeSteps;
  const found = at[wanted] ?? boundary.get(wanted);
  const times = at.flatMap((operand, t) => (operand ? [t] : []));
  if (!found) throw noValueAt(name, wanted, [...times, ...boundary.keys()]);
  return { place: new PathPlace(name, stands === "none" ? null : wanted), at: found };
}

/** @throws OptionError when it is no name with at most one index */
function read(text: string, timeSteps: number, what: string): Written {
  const written = typeof text === "string" ? text.trim().normalize("NFC") : "";
  const [, name, index] = /^([^[\]\s]+)\s*(?:\[([^[\]]*)\])?$/u.exec(written) ?? [];
  if (name === undefined)
    throw new OptionError(`${what} is ${shown(text)}: expected a name, perhaps at a time, such as "h[1]"`);
  return { name, time: index === undefined ? undefined : timeOf(index.replace(/\s/gu, ""), name, timeSteps) };
}

/** `3`, `T`, `T-2`. */
function timeOf(index: string, name: string, timeSteps: number): number {
  if (/^(?:-?\d+|T(?:[+-]\d+)?)$/u.test(index))
    return index.startsWith("T") ? timeSteps + Number(index.slice(1)) : Number(index);
  throw new OptionError(
    `${name}[${index}]: a path stands at one time step, so the index is a number or T, e.g. ${name}[${timeSteps}] or ${name}[T]`,
  );
}

function noLoss(name: string, losses: readonly string[], isKnown: boolean): OptionError {
  const are = losses.length === 1 ? `the loss is ${losses[0]}` : `the losses are ${losses.join(", ")}`;
  if (isKnown) return new OptionError(`${name} is no loss, so no path starts from it: ${are}`);
  return nothingCalled(name, are, losses);
}

function nothingCalled(name: string, what: string, known: readonly string[]): OptionError {
  const nearest = nearestName(name, known);
  return new OptionError(`nothing is called ${name}: ${what}.${nearest ? ` Did you mean ${nearest}?` : ""}`);
}

function checkTime(time: number, timeSteps: number): void {
  if (time >= 1 && time <= timeSteps) return;
  throw new OptionError(`t is ${time}: expected a whole number from 1 to T = ${timeSteps}`);
}

function noValueAt(name: string, time: number, times: readonly number[]): OptionError {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const span = first < last ? `${first}…${last}` : first;
  return new OptionError(`${name} has no value at t = ${time}: it stands at t = ${span}`);
}
