import type { Batch, PreparedBatch } from "./batch.js";
import { OptionError } from "./errors.js";
import { Forward, lossesOf } from "./forward.js";
import { missingLoss } from "./language/index.js";
import type { Model } from "./model.js";
import { adjointNorms, seedsAt, seedsFor } from "./observe.js";
import { allocate } from "./program/program.js";
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
 * @throws EquationError when no statement is a loss; DataError when the batch does not fit
 */
export function backward(model: Model, batch: Batch, options: BackwardOptions = {}): Trace {
  return traceOf(model, model.prepare(batch), options);
}

/** {@link backward} for a batch that is checked already. */
export function traceOf(model: Model, batch: PreparedBatch, options: BackwardOptions = {}): Trace {
  if (model.definition.checked.losses.length === 0) throw missingLoss(model.definition.checked);
  const execution = model.newExecution(batch.timeSteps, batch.batchSize);
  model.load(execution, batch);
  execution.forward();
  return new Trace(model, execution, batch, options);
}

/** Everything one forward and backward pass computed. Gradients are of the mean over the batch of the reduced loss. */
export class Trace extends Forward {
  readonly reduction: "sum" | "mean";
  readonly options: BackwardOptions;
  /** What the adjoint arena holds now: the whole loss, or something that was asked for since. */
  #seeded: "whole" | "other" = "other";
  #contributionNorms: ReadonlyMap<string, Float64Array> | undefined;
  readonly #credit = new Map<string, Float64Array>();

  constructor(
    readonly model: Model,
    execution: Forward["execution"],
    readonly batch: PreparedBatch,
    options: BackwardOptions = {},
  ) {
    super(execution, batch.batched);
    this.options = options;
    this.reduction = options.reduction ?? "sum";
    this.#differentiateWhole();
  }

  /** The loss of the batch: sum (or mean) over time, mean over the sequences. */
  get loss(): number {
    const total = lossesOf(this.execution).reduce((sum, loss) => sum + loss, 0);
    return this.reduction === "mean" ? total / this.timeSteps : total;
  }

  /** ∂E/∂W, the sum of all time steps' contributions. Shape of the parameter. @throws OptionError for an unknown name */
  gradient(parameter: string): Tensor {
    this.#parameter(parameter);
    this.#differentiateWhole();
    return this.read(this.execution.adjoints, parameter, undefined);
  }

  /** Time step t's own contribution to ∂E/∂W; over t = 1…T they sum to `gradient`. @throws OptionError */
  gradientAt(parameter: string, t: number): Tensor {
    const { offset, size } = this.#parameter(parameter);
    this.#checkTime(t);
    this.#differentiateWhole();
    const scratch = allocate(this.execution.program.dtype, this.execution.program.sharedSize);
    this.execution.contributions(t, scratch);
    const shape = this.gradient(parameter).shape;
    return new Tensor(shape, scratch.slice(offset, offset + size));
  }

  /** ∂E/∂s_t (t = 0 for the initial state). Shape [size], with a batch [B, size]. @throws OptionError */
  adjoint(sequence: string, t: number): Tensor {
    this.#differentiateWhole();
    return this.read(this.execution.adjoints, sequence, t);
  }

  /** ∂E_k/∂s_t, of the losses of time step k alone. @throws OptionError */
  adjointOf(loss: number, sequence: string, t: number): Tensor {
    this.#checkTime(loss);
    this.operand(sequence, t);
    this.#differentiate(loss);
    return this.read(this.execution.adjoints, sequence, t);
  }

  /**
   * For a sequence ‖∂E/∂s_t‖, for a parameter the norm of each time step's own contribution; t = 1…T. [T]
   * With a batch: the mean over the batch of each sequence's norm.
   * @throws OptionError for an unknown name
   */
  gradientNorms(name: string): Float64Array {
    if (!this.execution.program.parameters.has(name)) {
      if (!this.execution.program.sequences.has(name)) this.operand(name, undefined);
      this.#differentiateWhole();
      return adjointNorms(this.execution, name);
    }
    this.#differentiateWhole();
    this.#contributionNorms ??= this.execution.contributionNorms();
    return this.#contributionNorms.get(name)!.slice();
  }

  /** ‖∂E_k/∂s_t‖ for t = 1…T of one loss k alone. [T] @throws OptionError */
  gradientNormsOf(loss: number, sequence: string): Float64Array {
    this.#checkTime(loss);
    this.#differentiate(loss);
    return adjointNorms(this.execution, sequence);
  }

  /** ‖∂E_k/∂s_t‖ for every loss k (rows) and time t (columns): how far back each loss reaches. [T, T] */
  credit(sequence: string): Tensor {
    let matrix = this.#credit.get(sequence);
    if (!matrix) {
      this.operand(sequence, this.timeSteps);
      matrix = new Float64Array(this.timeSteps ** 2);
      for (let k = 1; k <= this.timeSteps; k++) matrix.set(this.gradientNormsOf(k, sequence), (k - 1) * this.timeSteps);
      this.#credit.set(sequence, matrix);
    }
    return new Tensor([this.timeSteps, this.timeSteps], matrix.slice());
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
    const from = this.operand(state, t);
    const to = this.operand(state, found.maxLag > 0 ? t - 1 : t + 1);
    const { execution, batchSize } = this;
    const jacobian = allocate(execution.program.dtype, batchSize * from.size * to.size);
    this.#seeded = "other";
    for (let i = 0; i < from.size; i++) {
      execution.adjoints.fill(0);
      for (let b = 0; b < batchSize; b++) execution.adjoints[from.offset + b * from.stride + i] = 1;
      execution.propagate();
      for (let b = 0; b < batchSize; b++) {
        const row = execution.adjoints.subarray(to.offset + b * to.stride, to.offset + b * to.stride + to.size);
        jacobian.set(row, (b * from.size + i) * to.size);
      }
    }
    return new Tensor([...(this.batched ? [batchSize] : []), from.size, to.size], jacobian);
  }

  /** Puts ∂(the whole loss) into `execution.adjoints`, for a caller that reads them there (the derivation, the paths). */
  differentiate(): void {
    this.#differentiateWhole();
  }

  /** Says that a caller has put other adjoints into `execution`: they are computed afresh when next asked for. */
  invalidate(): void {
    this.#seeded = "other";
  }

  #differentiateWhole(): void {
    if (this.#seeded === "whole") return;
    this.execution.backward(seedsFor(this.execution, this.reduction));
    this.#seeded = "whole";
  }

  #differentiate(loss: number): void {
    this.#seeded = "other";
    this.execution.backward(seedsAt(this.execution, loss));
  }

  #parameter(name: string) {
    const parameter = this.execution.program.parameters.get(name);
    if (parameter) return parameter;
    throw new OptionError(
      `no parameter is called ${name}; there are ${[...this.execution.program.parameters.keys()].join(", ")}`,
    );
  }

  #checkTime(t: number): void {
    if (Number.isInteger(t) && t >= 1 && t <= this.timeSteps) return;
    throw new OptionError(`t is ${t}: expected a whole number from 1 to T = ${this.timeSteps}`);
  }
}
