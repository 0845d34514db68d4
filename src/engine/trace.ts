import type { Batch, PreparedBatch } from "./batch.js";
import { checkBoolean, oneOf } from "./checkedNumbers.js";
import { refuseNoDistributions } from "./crossEntropyCheck.js";
import { OptionError } from "./errors.js";
import { Forward, lossesOf } from "./forward.js";
import { missingLoss } from "./language/index.js";
import type { Lent } from "./lent.js";
import { creditNorms, jacobianRows, type Passed } from "./manyAdjoints.js";
import type { Model, Variant } from "./model.js";
import { adjointNorms, seedsAt, seedsFor } from "./observe.js";
import type { Execution } from "./program/backend.js";
import { allocate, type FloatArray, type Operand, type Program } from "./program/program.js";
import { shown } from "./shown.js";
import { Tensor } from "./tensor.js";

export interface BackwardOptions {
  /** "sum" (default) adds the losses of all time steps; "mean" divides by T. */
  readonly reduction?: "sum" | "mean";
  /** Record which loss reaches how far: ‖∂E_k/∂s_t‖ for every k and t goes into what is shown. Default false. */
  readonly perLoss?: boolean;
  /** Record the Jacobians ∂s_t/∂s_{t-1} of all states. Default false; `jacobian` computes one at a time anyway. */
  readonly jacobians?: boolean;
}

/**
 * One forward and backward pass with no update.
 * @throws EquationError when no statement is a loss; DataError when the batch does not fit; NumericError for a cross-entropy of
 * what is no distribution
 */
export function backward(model: Model, batch: Batch, options: BackwardOptions = {}): Trace {
  return traceOf(model, model.prepare(batch), options);
}

/** {@link backward} for a batch that is checked already. */
export function traceOf(model: Model, batch: PreparedBatch, options: BackwardOptions = {}): Trace {
  if (model.definition.checked.losses.length === 0) throw missingLoss(model.definition.checked);
  oneOf("backward: reduction", options.reduction ?? "sum", ["sum", "mean"]);
  checkBoolean("backward: perLoss", options.perLoss);
  checkBoolean("backward: jacobians", options.jacobians);
  const lent = model.lend(batch.timeSteps, batch.batchSize);
  const execution = lent.fresh();
  model.load(execution, batch);
  execution.forward();
  refuseNoDistributions(model.definition.checked, execution);
  return new Trace(model, lent, batch, options);
}

const TO_INPUTS: Variant = { inputs: "differentiable" };

/** Everything one forward and backward pass computed. Gradients are of the mean over the batch of the reduced loss. */
export class Trace extends Forward {
  readonly reduction: "sum" | "mean";
  readonly options: BackwardOptions;
  /** @internal of the backward pass, by loss */
  readonly seeds: Float64Array;
  #adjoints: FloatArray | undefined;
  #adjointsOfInputs: FloatArray | undefined;
  #contributionNorms: ReadonlyMap<string, Float64Array> | undefined;
  readonly #credit = new Map<string, Float64Array>();

  constructor(
    readonly model: Model,
    /** After its forward pass; the trace keeps a copy of what has a name. */
    lent: Lent,
    readonly batch: PreparedBatch,
    options: BackwardOptions = {},
  ) {
    const { program, values } = lent.execution;
    super(program, values.slice(0, program.namedSize), batch.batched);
    this.options = options;
    this.reduction = options.reduction ?? "sum";
    this.seeds = seedsFor({ program }, this.reduction);
    lent.made(this);
  }

  /**
   * ∂E/∂value of every parameter and everything computed that has a name, in the program's layout; computed when first
   * asked for. What is given has its own (see `adjoint`), its places hold nothing here. [program.namedSize]
   */
  get adjoints(): FloatArray {
    this.#adjoints ??= this.#lent.holding(this).adjoints.slice(0, this.program.namedSize);
    return this.#adjoints;
  }

  /** @internal what is given is differentiable too */
  protected override get referenceProgram(): Program {
    return this.model.program(this.timeSteps, this.batchSize, TO_INPUTS);
  }

  /** @internal with the adjoints of the whole loss */
  protected override completed(execution: Execution): Execution {
    execution.backward(this.seeds);
    this.copyNamed(this.adjoints, execution.adjoints);
    return super.completed(execution);
  }

  /** The loss of the batch: sum (or mean) over time, mean over the sequences. */
  get loss(): number {
    const total = lossesOf(this).reduce((sum, loss) => sum + loss, 0);
    return this.reduction === "mean" ? total / this.timeSteps : total;
  }

  /** ∂E/∂W, the sum of all time steps' contributions. Shape of the parameter. @throws OptionError for an unknown name */
  gradient(parameter: string): Tensor {
    this.#parameter(parameter);
    return this.read(this.adjoints, parameter, undefined);
  }

  /** Time step t's own contribution to ∂E/∂W; over t = 1…T they sum to `gradient`. @throws OptionError */
  gradientAt(parameter: string, t: number): Tensor {
    const { offset, size } = this.#parameter(parameter);
    this.#checkTime(t);
    return new Tensor(this.gradient(parameter).shape, this.contributions(t).slice(offset, offset + size));
  }

  /** @internal time step t's own contributions to the gradients of all parameters, laid out like the arena. [program.sharedSize] */
  contributions(t: number): FloatArray {
    const contributions = allocate(this.program.dtype, this.program.sharedSize);
    this.#lent.holding(this).contributions(t, contributions);
    return contributions;
  }

  /**
   * ∂E/∂s_t (t = 0 for the initial state, the one value of all steps before the first), also of given data: ∂E/∂x_t, and
   * ∂E/∂target_t. Of class indices it is the gradient by the one-hot vectors that they stand for. Shape [size], with a batch
   * [B, size].
   * @throws OptionError for an unknown name, a time at which it has no value, or a time of what has none (parameters)
   */
  adjoint(sequence: string, t?: number): Tensor {
    if (t !== undefined) this.#refuseTimeless(sequence, t);
    return this.read(this.#adjointsOf(sequence, t), sequence, t);
  }

  /** A start is read where it is the one value that it is, also if several steps read it. */
  protected override operand(name: string, t: number | undefined): Operand {
    return super.operand(name, t, this.#isOutside(t) ? this.referenceProgram : this.program);
  }

  #isOutside(t: number | undefined): boolean {
    return typeof t === "number" && (t < 1 || t > this.timeSteps);
  }

  #refuseTimeless(name: string, t: number): void {
    const { parameters, derived } = this.program;
    if (!parameters.has(name) && !derived.has(name)) return;
    const cure = parameters.has(name) ? `gradientAt("${name}", t) for what each step adds` : `adjoint("${name}")`;
    throw new OptionError(
      `${name} is the same at all time steps, so it has no adjoint at t = ${shown(t)}: write ${cure}`,
    );
  }

  #adjointsOf(name: string, t: number | undefined): FloatArray {
    if (this.#variantTo(name, t) !== TO_INPUTS) return this.adjoints;
    this.#adjointsOfInputs ??= this.#lentTo(name, t).holding(this).adjoints.slice(0, this.program.namedSize);
    return this.#adjointsOfInputs;
  }

  /** ∂E_k/∂s_t, of the losses of time step k alone. @throws OptionError */
  adjointOf(loss: number, sequence: string, t: number): Tensor {
    this.#checkTime(loss);
    this.operand(sequence, t);
    return this.read(this.#differentiated(loss, sequence, t).adjoints, sequence, t);
  }

  /**
   * For a sequence ‖∂E/∂s_t‖, for a parameter the norm of each time step's own contribution; t = 1…T. [T]
   * With a batch: for a sequence the mean over the batch of each sequence's norm, for a parameter the norm of the batch's
   * contribution, which is its mean.
   * @throws OptionError for an unknown name
   */
  gradientNorms(name: string): Float64Array {
    if (!this.program.parameters.has(name)) {
      this.operand(name, undefined);
      return adjointNorms(this.#lentTo(name).holding(this), name);
    }
    this.#contributionNorms ??= this.#lent.holding(this).contributionNorms();
    return this.#contributionNorms.get(name)!.slice();
  }

  /** ‖∂E_k/∂s_t‖ for t = 1…T of one loss k alone. [T] @throws OptionError */
  gradientNormsOf(loss: number, sequence: string): Float64Array {
    this.#checkTime(loss);
    this.operand(sequence, undefined);
    return adjointNorms(this.#differentiated(loss, sequence), sequence);
  }

  /** ‖∂E_k/∂s_t‖ for every loss k (rows) and time t (columns): how far back each loss reaches. [T, T] */
  credit(sequence: string): Tensor {
    let matrix = this.#credit.get(sequence);
    if (!matrix) {
      this.operand(sequence, this.timeSteps);
      matrix = creditNorms(this.#passedTo(sequence), sequence) ?? this.#creditOneByOne(sequence);
      this.#credit.set(sequence, matrix);
    }
    return new Tensor([this.timeSteps, this.timeSteps], matrix.slice());
  }

  #creditOneByOne(sequence: string): Float64Array {
    const matrix = new Float64Array(this.timeSteps ** 2);
    for (let k = 1; k <= this.timeSteps; k++) matrix.set(this.gradientNormsOf(k, sequence), (k - 1) * this.timeSteps);
    return matrix;
  }

  #passedTo(name: string, t?: number): Passed {
    const { program, values } = this.#lentTo(name, t).valued(this);
    return { program, values, single: this.model.program(this.timeSteps, 1, this.#variantTo(name, t)) };
  }

  /**
   * The Jacobian ∂s_t/∂s_{t-1} (all ways from one to the other). Row i: the derivative of component i. [size, size],
   * with a batch [B, size, size]. For a state that runs backward in time, ∂s_t/∂s_{t+1}.
   * @throws OptionError for a name that is no state
   */
  jacobian(state: string, t: number): Tensor {
    const found = this.model.definition.checked.states.find(({ name }) => name === state);
    if (!found)
      throw new OptionError(
        `${state} is no state: the states are ${this.model.definition.checked.states.map(({ name }) => name).join(", ") || "none"}`,
      );
    this.#checkTime(t);
    const from = this.operand(state, t);
    const before = found.runsBackward ? t + 1 : t - 1;
    const to = this.operand(state, before);
    const passed = this.#passedTo(state, before);
    const places = passed.single.sequences.get(state)!;
    const place = (time: number): Operand => places.at[time] ?? places.boundary.get(time)!;
    const data =
      jacobianRows(passed, place(t), place(before)) ??
      this.#jacobianByRow(this.#lentTo(state, before).scratch(this), from, to);
    return new Tensor([...(this.batched ? [this.batchSize] : []), from.size, to.size], data);
  }

  #jacobianByRow(execution: Execution, from: Operand, to: Operand): FloatArray {
    const { batchSize } = this;
    const jacobian = allocate(execution.program.dtype, batchSize * from.size * to.size);
    // what comes back to one value of the whole batch, a learned initial state, is told apart by going back one by one
    const together = to.stride === 0 ? 1 : batchSize;
    for (let k = 0; k < (from.size * batchSize) / together; k++) {
      const [i, first] = [k % from.size, Math.floor(k / from.size)];
      execution.adjoints.fill(0);
      for (let b = first; b < first + together; b++) execution.adjoints[from.offset + b * from.stride + i] = 1;
      execution.propagate();
      for (let b = first; b < first + together; b++) {
        const row = execution.adjoints.subarray(to.offset + b * to.stride, to.offset + b * to.stride + to.size);
        jacobian.set(row, (b * from.size + i) * to.size);
      }
    }
    return jacobian;
  }

  /** The model's execution with these numbers, for a caller that may replace its adjoints. Its next user replaces both. */
  borrowed(): Execution {
    this.#lent.holding(this);
    return this.#lent.scratch(this);
  }

  get #lent(): Lent {
    return this.model.lend(this.timeSteps, this.batchSize);
  }

  /** What computes the adjoints of a name: for what is given a program of its own, made when first asked for. */
  #lentTo(name: string, t?: number): Lent {
    return this.model.lend(this.timeSteps, this.batchSize, this.#variantTo(name, t));
  }

  #variantTo(name: string, t?: number): Variant {
    return this.#isOutside(t) || this.program.inputs.has(name) ? TO_INPUTS : {};
  }

  #differentiated(loss: number, sequence: string, t?: number): Execution {
    const execution = this.#lentTo(sequence, t).scratch(this);
    execution.backward(seedsAt(execution, loss));
    return execution;
  }

  #parameter(name: string) {
    const parameter = this.program.parameters.get(name);
    if (parameter) return parameter;
    throw new OptionError(
      `no parameter is called ${name}; there are ${[...this.program.parameters.keys()].join(", ")}`,
    );
  }

  #checkTime(t: number): void {
    if (Number.isInteger(t) && t >= 1 && t <= this.timeSteps) return;
    throw new OptionError(`t is ${shown(t)}: expected a whole number from 1 to T = ${this.timeSteps}`);
  }
}
