import { expm1, log } from "./elementary.js";
import { DataError, OptionError } from "./errors.js";
import { checkOptions } from "./options.js";
import type { FloatArray } from "./program/program.js";
import { shown } from "./shown.js";

/** All that an optimizer remembers, as plain numbers: it survives JSON. */
export interface OptimizerSnapshot {
  /** Updates so far. */
  readonly step: number;
  /** By parameter, by slot (a velocity, a mean square, …), one number an element. */
  readonly slots: readonly (readonly (readonly number[])[])[];
}

/** An optimizer's formula as the kernels know it (see simd/wasm/updates.ts). */
export interface UpdateKernel {
  readonly rule: "sgd" | "momentum" | "rootMeanSquare" | "adam";
  /** Numbers that it remembers of each parameter, all zero at first. */
  readonly slotCount: number;
  /** Writes the factors of the formula at update `step`, which counts from 1. */
  factors(into: Float64Array, step: number): void;
}

/** What an optimizer remembers of one model. */
export interface OptimizerState {
  /** Changes the parameters in place; allocates nothing. Both lists hold the arrays whose sizes `create` was given. */
  update(parameters: readonly FloatArray[], gradients: readonly FloatArray[]): void;
  snapshot(): OptimizerSnapshot;
  /** Goes on from a snapshot. @throws DataError when it is of another optimizer or another model, or not finite */
  restore(snapshot: OptimizerSnapshot): void;
  /** The same updates by a kernel, which keeps its own memory: training takes it where it can. */
  readonly kernel?: UpdateKernel;
}

/** A rule for turning gradients into updates. Immutable; `create` makes the memory for one model. */
export interface Optimizer {
  readonly name: string;
  /** As it is written in a cell: `adam({ lr: 0.001 })`. */
  readonly description: string;
  /** Learning rate. */
  readonly lr: number;
  /** @param sizes number of elements of each parameter */
  create(sizes: readonly number[]): OptimizerState;
}

/** Updates one array; `slots` are the optimizer's own arrays of the same length, `step` counts from 1. */
type Rule = (w: FloatArray, g: FloatArray, slots: readonly Float64Array[], step: number) => void;

/** The state of any rule: `slotCount` arrays a parameter, made when they are needed. */
class RuleState implements OptimizerState {
  #made: readonly (readonly Float64Array[])[] | undefined;
  #step = 0;

  constructor(
    private readonly rule: Rule,
    readonly kernel: UpdateKernel,
    private readonly sizes: readonly number[],
  ) {}

  get #slots(): readonly (readonly Float64Array[])[] {
    const { slotCount } = this.kernel;
    this.#made ??= this.sizes.map((size) => Array.from({ length: slotCount }, () => new Float64Array(size)));
    return this.#made;
  }

  update(parameters: readonly FloatArray[], gradients: readonly FloatArray[]): void {
    const slots = this.#slots;
    this.#step++;
    for (let i = 0; i < parameters.length; i++) this.rule(parameters[i]!, gradients[i]!, slots[i]!, this.#step);
  }

  snapshot(): OptimizerSnapshot {
    return { step: this.#step, slots: this.#slots.map((slots) => slots.map((slot) => [...slot])) };
  }

  restore({ step, slots }: OptimizerSnapshot): void {
    const fits = (list: readonly number[] | undefined, slot: Float64Array): boolean =>
      list?.length === slot.length && list.every(Number.isFinite);
    const all = this.#slots.every(
      (own, i) => slots[i]?.length === own.length && own.every((slot, k) => fits(slots[i]?.[k], slot)),
    );
    if (!all || slots.length !== this.#slots.length || !Number.isInteger(step) || step < 0)
      throw new DataError("the optimizer's snapshot does not fit: it is of another optimizer or another model");
    this.#step = step;
    this.#slots.forEach((own, i) => {
      own.forEach((slot, k) => {
        slot.set(slots[i]![k]!);
      });
    });
  }
}

/** @param given the options as the caller wrote them; lr is always shown */
function optimizer(name: string, lr: number, given: object, kernel: UpdateKernel, rule: Rule): Optimizer {
  const others = Object.entries(given).filter(([key, value]) => key !== "lr" && value !== undefined);
  const written = [["lr", lr], ...others].map(([key, value]) => `${key}: ${value}`).join(", ");
  return {
    name,
    description: `${name}({ ${written} })`,
    lr,
    create: (sizes) => new RuleState(rule, kernel, sizes),
  };
}

/** A formula whose factors are the same at every update. */
function kernelOf(rule: UpdateKernel["rule"], slotCount: number, constants: readonly number[]): UpdateKernel {
  const factors = (into: Float64Array): void => {
    for (let i = 0; i < constants.length; i++) into[i] = constants[i]!;
  };
  return { rule, slotCount, factors };
}

function positive(of: string, name: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return;
  throw new OptionError(`${of}: ${name} is ${shown(value)}, expected a number above 0, e.g. ${of}({ ${name}: 0.01 })`);
}

function share(of: string, name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new OptionError(`${of}: ${name} is ${shown(value)}, expected a number from 0 up to, but not including, 1`);
}

export interface SgdOptions {
  /** Learning rate. Default 0.1. */
  readonly lr?: number;
}

/** Plain gradient descent: w ← w - lr g. Default lr 0.1. @throws OptionError */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkOptions("sgd", options, ["lr"]);
  const { lr = 0.1 } = options;
  positive("sgd", "lr", lr);
  return optimizer("sgd", lr, options, kernelOf("sgd", 0, [lr]), (w, g) => {
    for (let i = 0; i < w.length; i++) w[i] = w[i]! - lr * g[i]!;
  });
}

export interface MomentumOptions {
  /** Learning rate. Default 0.01. */
  readonly lr?: number;
  /** Share of the velocity that is kept, in [0, 1). Default 0.9. */
  readonly momentum?: number;
}

/** Gradient descent with momentum (Polyak 1964): v ← m v + g, w ← w - lr v. Defaults lr 0.01, momentum 0.9. @throws OptionError */
export function momentum(options: MomentumOptions = {}): Optimizer {
  checkOptions("momentum", options, ["lr", "momentum"]);
  const { lr = 0.01, momentum: kept = 0.9 } = options;
  positive("momentum", "lr", lr);
  share("momentum", "momentum", kept);
  return optimizer("momentum", lr, options, kernelOf("momentum", 1, [lr, kept]), (w, g, [v]) => {
    for (let i = 0; i < w.length; i++) {
      v![i] = kept * v![i]! + g[i]!;
      w[i] = w[i]! - lr * v![i]!;
    }
  });
}

export interface RmspropOptions {
  /** Learning rate. Default 0.001. */
  readonly lr?: number;
  /** Share of the mean square that is kept, in [0, 1). Default 0.9. */
  readonly decay?: number;
  /** Added to the root. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Divides by a running root mean square (Tieleman & Hinton 2012): s ← d s + (1-d) g², w ← w - lr g/(√s + ε).
 * Defaults lr 0.001, decay 0.9, epsilon 1e-8.
 * @throws OptionError
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  checkOptions("rmsprop", options, ["lr", "decay", "epsilon"]);
  const { lr = 0.001, decay = 0.9, epsilon = 1e-8 } = options;
  positive("rmsprop", "lr", lr);
  share("rmsprop", "decay", decay);
  positive("rmsprop", "epsilon", epsilon);
  const kernel = kernelOf("rootMeanSquare", 1, [lr, 1, epsilon, decay, 1 - decay]);
  return optimizer("rmsprop", lr, options, kernel, (w, g, [s]) => {
    for (let i = 0; i < w.length; i++) {
      s![i] = decay * s![i]! + (1 - decay) * g[i]! * g[i]!;
      w[i] = w[i]! - (lr * g[i]!) / (Math.sqrt(s![i]!) + epsilon);
    }
  });
}

export interface AdagradOptions {
  /** Learning rate. Default 0.1. */
  readonly lr?: number;
  /** Added to the root. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Divides by the root of all squares so far (Duchi, Hazan & Singer 2011): s ← s + g², w ← w - lr g/(√s + ε).
 * Defaults lr 0.1, epsilon 1e-8.
 * @throws OptionError
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  checkOptions("adagrad", options, ["lr", "epsilon"]);
  const { lr = 0.1, epsilon = 1e-8 } = options;
  positive("adagrad", "lr", lr);
  positive("adagrad", "epsilon", epsilon);
  const kernel = kernelOf("rootMeanSquare", 1, [lr, 1, epsilon, 1, 1]);
  return optimizer("adagrad", lr, options, kernel, (w, g, [s]) => {
    for (let i = 0; i < w.length; i++) {
      s![i] = s![i]! + g[i]! * g[i]!;
      w[i] = w[i]! - (lr * g[i]!) / (Math.sqrt(s![i]!) + epsilon);
    }
  });
}

export interface AdamOptions {
  /** Learning rate. Default 0.001. */
  readonly lr?: number;
  /** Share of the mean gradient that is kept, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Share of the mean square that is kept, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-8. */
  readonly epsilon?: number;
}

/** 1 - βⁿ, the same bits in every engine. */
const biasCorrection = (beta: number, n: number): number => -expm1(n * log(beta));

/**
 * Adaptive moments with bias correction (Kingma & Ba 2015, algorithm 1).
 * Defaults lr 0.001, beta1 0.9, beta2 0.999, epsilon 1e-8.
 * @throws OptionError
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions("adam", options, ["lr", "beta1", "beta2", "epsilon"]);
  const { lr = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  positive("adam", "lr", lr);
  share("adam", "beta1", beta1);
  share("adam", "beta2", beta2);
  positive("adam", "epsilon", epsilon);
  const factors = (into: Float64Array, step: number): void => {
    into[0] = lr / biasCorrection(beta1, step);
    into[1] = 1 / Math.sqrt(biasCorrection(beta2, step));
    into[2] = epsilon;
    into[3] = beta1;
    into[4] = 1 - beta1;
    into[5] = beta2;
    into[6] = 1 - beta2;
  };
  return optimizer("adam", lr, options, { rule: "adam", slotCount: 2, factors }, (w, g, [m, v], step) => {
    const first = biasCorrection(beta1, step);
    const second = biasCorrection(beta2, step);
    for (let i = 0; i < w.length; i++) {
      m![i] = beta1 * m![i]! + (1 - beta1) * g[i]!;
      v![i] = beta2 * v![i]! + (1 - beta2) * g[i]! * g[i]!;
      w[i] = w[i]! - (lr * (m![i]! / first)) / (Math.sqrt(v![i]! / second) + epsilon);
    }
  });
}
