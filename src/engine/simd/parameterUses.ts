import type { Operand } from "../program/program.js";
import type { Addresses } from "./memory.js";
import type { Run } from "./run.js";

/** One use of a parameter at consecutive time steps (at time 0: in what is made of parameters alone). */
export interface ParameterUse {
  readonly parameter: string;
  readonly run: Run;
  /** "term": it is added as it is. "left", "right": it is that side of a product with a vector. */
  readonly as: "term" | "left" | "right" | "other";
}

/** @param names of the parameters, by offset */
export function parameterUses(run: Run, names: ReadonlyMap<number, string>): ParameterUse[] {
  const { operation } = run;
  return operation.inputs.flatMap((input, index) => {
    const parameter = names.get(input.offset);
    return parameter === undefined ? [] : [{ parameter, run, as: useAs(run, index) }];
  });
}

function useAs({ operation: { kind, inputs, out, time } }: Run, index: number): ParameterUse["as"] {
  if (time === 0) return "other";
  if (kind === "identity" || kind === "add" || kind === "subtract")
    return inputs[index]!.size === out.size ? "term" : "other";
  if (kind !== "matmul" || otherFactor(inputs, index).stride === 0) return "other";
  if (index === 0) return out.columns === 1 ? "left" : "other";
  return out.rows === 1 ? "right" : "other";
}

export const otherFactor = (inputs: readonly Operand[], index: number): Operand => inputs[1 - index]!;

/** Where rows of numbers stand, and how many are in a row. */
type Factor = readonly [address: number, size: number];

/** What a matrix's gradient is a product of, transposed the first, whose columns are its rows: δ and x, or x and δ. */
export function factorsOf({ run, as }: ParameterUse, { value, adjoint }: Addresses): readonly [Factor, Factor] {
  const { out, inputs } = run.operation;
  const other = otherFactor(inputs, as === "left" ? 0 : 1);
  const [delta, vector] = [[adjoint(out), out.size] as const, [value(other), other.size] as const];
  return as === "left" ? [delta, vector] : [vector, delta];
}
