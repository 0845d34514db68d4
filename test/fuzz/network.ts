/** A drawn network: all that a run of it needs, as plain JSON, so that a failure is told in one line and run again. */
import {
  Definition,
  type Dtype,
  learned,
  type Model,
  type ModelOptions,
  Random,
  type Sizes,
} from "../../src/engine/index.js";
import { inferShapes } from "../../src/engine/language/index.js";

export interface Network {
  readonly text: string;
  readonly sizes: Sizes;
  /** Time steps; 1 for a text without time. */
  readonly T: number;
  /** Sequences of the batch; null for one sequence without a batch dimension. */
  readonly B: number | null;
  /** States that do not start at zero: at given numbers, or at learned ones. */
  readonly initial: Readonly<Record<string, "given" | "learned">>;
  readonly reduction: "sum" | "mean";
  /** Of all numbers: parameters, inputs, initial states. Each name has its own, whatever else the text says. */
  readonly seed: number;
  /** Numbers of some parameters, row-major, where the seed's are not wanted. */
  readonly parameters?: Readonly<Record<string, readonly number[]>>;
}

/**
 * The network with its parameters.
 * @param definition of its text, when it is known
 * @throws EquationError and the like: what the language refuses
 */
export function modelOf(network: Network, dtype: Dtype, definition = new Definition(network.text)): Model {
  const model = definition.build(network.sizes, { dtype, initial: initialOf(network, definition) });
  for (const { name, shape, offset, size } of model.places) {
    const random = randomOf(network, `parameter ${name}`);
    const most = 1.2 / Math.sqrt(shape.columns);
    const drawn = Array.from({ length: size }, () => random.uniform(-most, most));
    model.store.set(network.parameters?.[name] ?? drawn, offset);
  }
  return model;
}

/** Numbers for one purpose, from the seed and the purpose alone: a text that is cut shorter keeps those of what is left. */
export const randomOf = ({ seed }: Network, purpose: string): Random => new Random(seed).fork(purpose);

function initialOf(network: Network, { checked }: Definition): NonNullable<ModelOptions["initial"]> {
  const entries = Object.entries(network.initial);
  if (entries.length === 0) return {};
  const { ofName } = inferShapes(checked, network.sizes);
  const given = (name: string): number[] => {
    const { rows, columns } = ofName.get(name) ?? { rows: 0, columns: 0 };
    const random = randomOf(network, `initial ${name}`);
    const row = (length: number) => Array.from({ length }, () => random.uniform(-1, 1));
    return columns === 1 ? row(rows) : (Array.from({ length: rows }, () => row(columns)) as unknown as number[]);
  };
  return Object.fromEntries(entries.map(([name, how]) => [name, how === "learned" ? learned : given(name)]));
}
