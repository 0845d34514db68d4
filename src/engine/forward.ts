import { OptionError } from "./errors.js";
import { nearestName } from "./language/index.js";
import { type Execution, referenceBackend } from "./program/backend.js";
import { type FloatArray, type Operand, type Program, sequencePlaces } from "./program/program.js";
import { shown } from "./shown.js";
import { dimensionsOf, Tensor } from "./tensor.js";

/** The numbers of one forward pass. They belong to it alone, so they never change. */
export class Forward {
  #reference: Execution | undefined;
  #execution: Execution | undefined;

  constructor(
    readonly program: Program,
    /** Every value that has a name, in the program's layout. [program.namedSize] */
    readonly values: FloatArray,
    /** False when the batch was a single sequence: results then have no batch dimension. */
    readonly batched: boolean,
  ) {}

  /**
   * The same pass by the reference rules, the same bits on every machine (but for powers beyond ±8, or that are no
   * multiple of 1/2); computed when it is first asked for. Its adjoints are for whoever asks.
   */
  get reference(): Execution {
    this.#reference ??= this.#recomputed(this.referenceProgram);
    return this.#reference;
  }

  /** @internal what the reference runs, with the layout of `program` */
  protected get referenceProgram(): Program {
    return this.program;
  }

  /** This pass with every value on the way: what has a name is the number that `value` tells, the rest the reference's. */
  get execution(): Execution {
    this.#execution ??= this.completed(this.#recomputed(this.program));
    return this.#execution;
  }

  /** @internal gives what has a name this pass's own numbers */
  protected completed(execution: Execution): Execution {
    this.copyNamed(this.values, execution.values);
    return execution;
  }

  #recomputed(program: Program): Execution {
    const execution = referenceBackend.execution(program);
    execution.values.set(this.values);
    execution.forward();
    return execution;
  }

  /** @internal what has a name is the same number wherever it is read, to the last digit */
  protected copyNamed(from: FloatArray, to: FloatArray): void {
    const { sequences, derived, parameters } = this.program;
    const inTime = [...sequences.values()].flatMap(({ at, boundary }) => [...at, ...boundary.values()]);
    for (const operand of [...inTime, ...derived.values(), ...parameters.values()]) {
      if (!operand) continue;
      const end = operand.offset + operand.size * (operand.stride === 0 ? 1 : this.batchSize);
      to.set(from.subarray(operand.offset, end), operand.offset);
    }
  }

  /** Number of time steps T. */
  get timeSteps(): number {
    return this.program.timeSteps;
  }

  get batchSize(): number {
    return this.program.batchSize;
  }

  /** Loss of each time step (several losses add up), mean over the batch, not divided by T; nats for cross-entropy. [T] */
  get losses(): Float64Array {
    return lossesOf(this);
  }

  /**
   * The value of a sequence at time `t` (1…T; 0 for an initial state), or of a parameter or derived value without `t`.
   * @returns shape [size], with a batch [B, size]
   * @throws OptionError for an unknown name, or a time at which the name has no value
   */
  value(name: string, t?: number): Tensor {
    return this.read(this.values, name, t);
  }

  /** @internal reads a tensor of either arena */
  protected read(arena: FloatArray, name: string, t: number | undefined): Tensor {
    const { program } = this;
    const parameter = program.parameters.get(name) ?? program.derived.get(name);
    if (parameter) return this.#tensor(arena, parameter);
    return this.#tensor(arena, this.operand(name, t));
  }

  /** @internal the place of a sequence at a time */
  protected operand(name: string, t: number | undefined, program = this.program): Operand {
    const { sequences, inputs, timeSteps } = program;
    const places = sequencePlaces(program, name);
    if (!places) {
      const known = [...sequences.keys(), ...inputs.keys()];
      const nearest = nearestName(name, known);
      throw new OptionError(
        `no sequence is called ${name}; there are ${known.join(", ")}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
      );
    }
    const time = t ?? timeSteps;
    const operand = typeof time === "number" ? (places.at[time] ?? places.boundary.get(time)) : undefined;
    if (operand) return operand;
    const times = places.at.flatMap((at, i) => (at ? [i] : []));
    throw new OptionError(
      `${name} has no value at t = ${shown(time)}: it stands at t = ${times[0]}${times.length > 1 ? `…${times[times.length - 1]}` : ""}`,
    );
  }

  #tensor(arena: FloatArray, operand: Operand): Tensor {
    const shape = dimensionsOf(operand);
    if (!this.batched || operand.stride === 0)
      return new Tensor(shape, arena.slice(operand.offset, operand.offset + operand.size));
    return new Tensor(
      [this.batchSize, ...shape],
      arena.slice(operand.offset, operand.offset + operand.size * this.batchSize),
    );
  }
}

/** Loss of each time step, mean over the batch. [T] */
export function lossesOf(
  { program, values }: Pick<Execution, "program" | "values">,
  into: Float64Array = new Float64Array(program.timeSteps),
): Float64Array {
  into.fill(0);
  for (const { operand, time } of program.losses) {
    const samples = operand.stride === 0 ? 1 : program.batchSize;
    let sum = 0;
    for (let b = 0; b < samples; b++) sum += values[operand.offset + b * operand.stride]!;
    into[time - 1] = into[time - 1]! + sum / samples;
  }
  return into;
}
