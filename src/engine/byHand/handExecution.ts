import { DataError, OptionError } from "../errors.js";
import { type CheckedEquations, type InferredShapes, inferShapes, nearestName, type Shape } from "../language/index.js";
import { type Execution, referenceBackend } from "../program/backend.js";
import { compile } from "../program/compile.js";
import type { Operand } from "../program/program.js";
import { dimensionsOf, type NestedNumbers } from "../tensor.js";
import type { NetworkNames } from "./networkNames.js";
import type { Given, Roles } from "./roles.js";

/** Values of the student's own sequences just outside time 1…T, by name. */
export type OutsideValues = Readonly<Record<string, NestedNumbers>>;

/**
 * Computes a text written by hand with the numbers of a network, in float64.
 * @throws ShapeError where shapes do not fit; OptionError or DataError for wrong outside values
 */
export function handExecution(
  text: CheckedEquations,
  { claims, given }: Roles,
  network: NetworkNames,
  outside: OutsideValues,
): Execution {
  const numbers = new Map(Object.entries(outside).map(([name, value]) => [name, outsideValue(text, name, value)]));
  const sizes: Record<string, readonly [number, number]> = {};
  for (const { name, of } of given) sizes[name] = [of.rows, of.columns];
  for (const { of, statement } of claims) sizes[statement.name] = sizeOf(network.byName.get(of)!);
  for (const [name, { shape }] of numbers) sizes[name] ??= sizeOf(shape);
  const shapes = inferShapes(text, sizes, "network");
  for (const [name, { shape }] of numbers) checkShape(name, shape, shapes);
  const execution = referenceBackend.execution(
    compile(text, shapes, { timeSteps: network.timeSteps, batchSize: 1, dtype: "float64", learned: new Set() }),
  );
  const indexed = new Set(text.inputs.flatMap(({ name, time }) => (time === "none" ? [] : [name])));
  for (const one of given) fillGiven(execution, one, indexed.has(one.name), network);
  for (const [name, { data }] of numbers) fillOutside(execution, name, data);
  execution.forward();
  return execution;
}

const sizeOf = ({ rows, columns }: Shape): readonly [number, number] => [rows, columns];

/** Without an index a name has one number for all time steps: of a parameter's gradient the whole, else the one at T. */
function fillGiven(
  { program, values }: Execution,
  { name, of, is }: Given,
  isIndexed: boolean,
  network: NetworkNames,
): void {
  const write = (place: Operand | undefined, t: number): void => {
    const time = isIndexed ? t : null;
    const numbers = is === "value" ? network.value(of.name, time) : network.gradient(of.name, time);
    if (place && numbers) values.set(numbers, place.offset);
  };
  write(program.parameters.get(name), 0);
  const places = program.inputs.get(name);
  places?.at.forEach(write);
  for (const [t, place] of places?.boundary ?? []) write(place, t);
}

function fillOutside({ program, values }: Execution, name: string, data: readonly number[]): void {
  for (const place of program.sequences.get(name)!.boundary.values()) values.set(data, place.offset);
}

interface OutsideValue {
  readonly shape: Shape;
  readonly data: readonly number[];
}

function outsideValue(text: CheckedEquations, name: string, value: NestedNumbers): OutsideValue {
  const states = text.states.map((state) => state.name);
  if (!states.includes(name)) {
    const nearest = nearestName(name, states);
    throw new OptionError(
      `initial: ${name} is not read outside of time; ${states.length > 0 ? `there are ${states.join(", ")}` : "nothing is (as K[t+1] would be)"}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
    );
  }
  const rows = (Array.isArray(value) ? value : [value]).map((row) => (Array.isArray(row) ? row : [row]));
  const columns = rows[0]?.length ?? 0;
  const data = rows.flat();
  if (columns === 0 || rows.some((row) => row.length !== columns) || !data.every((n) => typeof n === "number"))
    throw new DataError(`initial ${name}: expected a list of numbers, or a list of rows of equal length`);
  return { shape: { rows: rows.length, columns }, data: data as number[] };
}

function checkShape(name: string, found: Shape, shapes: InferredShapes): void {
  const expected = shapes.ofName.get(name)!;
  if (expected.rows === found.rows && expected.columns === found.columns) return;
  const say = (shape: Shape): string => dimensionsOf(shape).join("×");
  throw new DataError(`initial ${name} is ${say(found)}, but ${name} is ${say(expected)}`);
}
