import type { StatementTime } from "../language/index.js";
import { initialName } from "../program/compile.js";
import type { FloatArray, Operand } from "../program/program.js";
import { StepShares } from "../stepShares.js";
import type { Trace } from "../trace.js";

/** A name of the network, as a formula written by hand may use it. */
export interface NetworkName {
  readonly name: string;
  /** A parameter, or what is made of parameters alone; the same at all time steps. */
  readonly isFixed: boolean;
  readonly isParameter: boolean;
  readonly isInput: boolean;
  /** How its index is written. */
  readonly time: StatementTime;
  readonly rows: number;
  readonly columns: number;
}

/** The names of a trace's network with their numbers. The trace has one sequence. */
export class NetworkNames {
  readonly byName: ReadonlyMap<string, NetworkName>;

  readonly #shares: StepShares;
  /** What is the same at all time steps is copied once. */
  readonly #fixed = new Map<number, Float64Array>();

  constructor(private readonly trace: Trace) {
    this.byName = new Map(namesOf(trace).map((name) => [name.name, name]));
    trace.differentiate();
    this.#shares = new StepShares(trace);
  }

  get timeSteps(): number {
    return this.trace.timeSteps;
  }

  /** The value at time `t` (null for a fixed name); undefined where the network has none, which counts as zero. */
  value(name: string, t: number | null): Float64Array | undefined {
    const place = this.#place(name, t);
    if (!place) return undefined;
    const { values } = this.trace.execution;
    if (place.stride !== 0) return slice(values, place);
    const known = this.#fixed.get(place.offset) ?? slice(values, place);
    this.#fixed.set(place.offset, known);
    return known;
  }

  /** ∂E/∂name at time `t`; of a parameter the contribution of step `t`, or with `t` null the whole gradient. */
  gradient(name: string, t: number | null): Float64Array | undefined {
    if (this.byName.get(name)!.isParameter && t !== null) {
      return t >= 1 && t <= this.timeSteps ? this.#shares.of(name, t) : undefined;
    }
    const place = this.#place(name, t);
    if (!place) return undefined;
    if (this.byName.get(name)!.isInput) return Float64Array.from(this.trace.adjoint(name, t ?? this.timeSteps).data);
    return slice(this.trace.execution.adjoints, place);
  }

  #place(name: string, t: number | null): Operand | undefined {
    const { parameters, derived, sequences, inputs } = this.trace.execution.program;
    const fixed = parameters.get(name) ?? derived.get(name);
    if (fixed) return fixed;
    const places = sequences.get(name) ?? inputs.get(name)!;
    const time = t ?? this.timeSteps;
    return places.at[time] ?? places.boundary.get(time);
  }
}

const slice = (arena: FloatArray, { offset, size }: Operand): Float64Array =>
  new Float64Array(arena.subarray(offset, offset + size));

function namesOf({ model, execution }: Trace): NetworkName[] {
  const { checked } = model.definition;
  const { parameters, derived } = execution.program;
  const named = (name: string, time: StatementTime, isInput: boolean): NetworkName => ({
    name,
    time,
    isInput,
    isFixed: parameters.has(name) || derived.has(name),
    isParameter: parameters.has(name),
    ...model.shapeOf(name),
  });
  const learned = [...model.learned].map((state) => ({
    ...named(state, "none", false),
    name: initialName(state),
    isFixed: true,
    isParameter: true,
  }));
  return [
    ...checked.parameters.map(({ name }) => named(name, "none", false)),
    ...learned,
    ...checked.inputs.map(({ name, time }) => named(name, time, true)),
    ...checked.statements.map(({ name, time }) => named(name, time, false)),
  ];
}
