/**
 * A compiled network: a flat list of operations over one arena of numbers, laid out once for given sizes, T and batch.
 * Two arenas share the layout: `values`, and `adjoints` (∂E/∂value at the same offset).
 *
 * Layout: [parameters | learned initial states | constants | shared intermediate values | all that differs by sequence].
 * The first `sharedSize` numbers belong to the whole batch; everything behind has one copy per sequence of the batch.
 */
import { OptionError } from "../errors.js";
import { formatBytes } from "../formatBytes.js";
import type { FunctionName } from "../functions/index.js";
import type { Shape } from "../language/index.js";

export type FloatArray = Float32Array | Float64Array;
export type Dtype = "float32" | "float64";

/** The bytes of one number. */
export const bytesOf = (dtype: Dtype): number => (dtype === "float32" ? 4 : 8);

/**
 * @returns a zeroed array of `length` numbers
 * @throws OptionError when this machine has no room for them
 */
export function allocate(dtype: Dtype, length: number): FloatArray {
  try {
    return dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
  } catch (cause) {
    throw new OptionError(
      `${length} numbers of ${dtype} take ${formatBytes(length * bytesOf(dtype))}: there is no room for them`,
      { cause },
    );
  }
}

/** Where a value lives: rows×columns numbers, row-major, at `offset`; the next sequence of the batch `stride` further. */
export interface Operand {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly size: number;
  /** 0 when the whole batch shares the value (parameters, constants), else `size`. */
  readonly stride: number;
  /** False for constants, given data (unless a program is compiled for it), and unnamed values of these alone: no adjoint is computed. */
  readonly differentiable: boolean;
}

/** What operations are there: the functions of the language, its operators, and losses taken with the function that they read. */
export type OperationKind =
  | FunctionName
  | "matmul"
  | "transpose"
  | "add"
  | "subtract"
  | "times"
  | "divide"
  | "scale"
  | "power"
  | "negate"
  | "crossEntropyOfSoftmax"
  | "binaryCrossEntropyOfSigmoid";

/** One operation at one time step. */
export interface Operation {
  readonly kind: OperationKind;
  readonly inputs: readonly Operand[];
  readonly out: Operand;
  /** How many sequences it runs over: the batch, or 1 when its result is shared. */
  readonly samples: number;
  /** Name of the statement that it is a part of; a statement's operations at one time step stand together, its value last. */
  readonly statement: string;
  /** The time step it belongs to, 1…T; 0 for values outside time that the whole batch shares. */
  readonly time: number;
  /** A number for its place in the text, the same at every time step and for all sizes. */
  readonly slot: number;
  /** The constant exponent of `power`. */
  readonly exponent: number;
}

/**
 * One entry of the backward list. `propagate` adds the operation's vector-Jacobian products to its inputs' adjoints;
 * `observe` completes the adjoint of a prediction whose loss was differentiated through its logits (see rules.ts).
 */
export interface BackwardStep {
  readonly operation: Operation;
  readonly mode: "propagate" | "observe";
}

/** One loss at one time step: a 1×1 operand. */
export interface LossTerm {
  readonly name: string;
  readonly time: number;
  readonly operand: Operand;
}

/** All places of a name in time. `at[t]` for t = 1…T (index 0 unused); `boundary` for the times before 1 and after T. */
export interface SequencePlaces {
  readonly shape: Shape;
  readonly at: readonly (Operand | undefined)[];
  readonly boundary: ReadonlyMap<number, Operand>;
}

export interface Program {
  readonly timeSteps: number;
  readonly batchSize: number;
  readonly dtype: Dtype;
  readonly arenaSize: number;
  readonly sharedSize: number;
  /** Everything that has a name stands in the first so many numbers of the arena. */
  readonly namedSize: number;
  /** Learned numbers: the first `parameterSize` of the arena. */
  readonly parameterSize: number;
  readonly parameters: ReadonlyMap<string, Operand>;
  readonly constants: readonly { readonly offset: number; readonly value: number }[];
  readonly inputs: ReadonlyMap<string, SequencePlaces>;
  readonly sequences: ReadonlyMap<string, SequencePlaces>;
  /** Values outside time that are made of parameters alone, by name. */
  readonly derived: ReadonlyMap<string, Operand>;
  readonly losses: readonly LossTerm[];
  readonly forward: readonly Operation[];
  readonly backward: readonly BackwardStep[];
}

/** The places of a name that stands in time: of what is computed, or given. */
export const sequencePlaces = ({ sequences, inputs }: Program, name: string): SequencePlaces | undefined =>
  sequences.get(name) ?? inputs.get(name);
