import type { Shape, StatementTime } from "../language/index.js";
import { initialName } from "../program/compile.js";
import type { Trace } from "../trace.js";

/** A name of the network, as a formula written by hand may use it. */
export interface NetworkName extends Shape {
  readonly name: string;
  /** A parameter, or what is made of parameters alone; the same at all time steps. */
  readonly isFixed: boolean;
  readonly isParameter: boolean;
  /** How its index is written. */
  readonly time: StatementTime;
}

export type NetworkNames = ReadonlyMap<string, NetworkName>;

/** The names of a trace's network: parameters, learned initial states, what is given and what is assigned. */
export function networkNames({ model, program }: Trace): NetworkNames {
  const { checked } = model.definition;
  const { parameters, derived } = program;
  const named = (name: string, time: StatementTime, shapedAs = name): NetworkName => ({
    name,
    time,
    isFixed: parameters.has(name) || derived.has(name),
    isParameter: parameters.has(name),
    ...model.shapeOf(shapedAs),
  });
  const all = [
    ...checked.parameters.map(({ name }) => named(name, "none")),
    ...[...model.learned].map((state) => named(initialName(state), "none", state)),
    ...[...checked.inputs, ...checked.statements].map(({ name, time }) => named(name, time)),
  ];
  return new Map(all.map((found) => [found.name, found]));
}
