import { OptionError } from "./errors.js";
import type { FloatArray } from "./program/program.js";

/** What an optimizer remembers of one model. */
export interface OptimizerState {
  /** Changes the parameters in place; allocates nothing. Both lists hold the arrays whose sizes `create` was given. */
  update(parameters: readonly FloatArray[], gradients: readonly FloatArray[]): void;
}

/** A rule for turning gradients into updates. Immutable; `create` makes the memory for one model. */
export interface Optimizer {
  readonly name: string;
  /** As it is written in a cell: `adam({ lr: 0.001 })`. */
  readonly description: string;
  /** Learning rate. */
  readonly lr: number;
  create(sizes: readonly number[]): OptimizerState;
}

/** Updates one array; `slots` are the optimizer's own arrays of the same length, `step` counts from 1. */
type Rule = (w: FloatArray, g: FloatArray, slots: readonly Float64Array[], step: number) => void;

function optimizer(name: string, options: Readonly<Record<string, number>>, slotCount: number, rule: Rule): Optimizer {
  const written = Object.entries(options)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");
  const create = (sizes: readonly number[]): OptimizerState => {
    const slots = sizes.map((size) => Array.from({ length: slotCount }, () => new Float64Array(size)));
    let step = 0;
    return {
      update(parameters, gradients) {
        step++;
        for (let i = 0; i < parameters.length; i++) rule(parameters[i]!, gradients[i]!, slots[i]!, step);
      },
    };
  };
  return { name, description: `${name}({ ${written} })`, lr: options.lr!, create };
}

function positive(of: string, name: string, value: unknown): number {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
  throw new OptionError(`${of}: ${name} is ${String(value)}, expected a number above 0, e.g. ${of}({ ${name}: 0.01 })`);
}

function share(of: string, name: string, value: unknown): number {
  if (typeof value === "number" && value >= 0 && value < 1) return value;
  throw new OptionError(`${of}: ${name} is ${String(value)}, expected a number from 0 up to, but not including, 1`);
}

/** Plain gradient descent: w ← w - lr · g. Default lr 0.1. @throws OptionError */
export function sgd({ lr = 0.1 }: { readonly lr?: number } = {}): Optimizer {
  positive("sgd", "lr", lr);
  return optimizer("sgd", { lr }, 0, (w, g) => {
    for (let i = 0; i < w.length; i++) w[i] = w[i]! - lr * g[i]!;
  });
}

/** Gradient descent with momentum (Polyak 1964): v ← m v + g, w ← w - lr v. Defaults lr 0.01, momentum 0.9. @throws OptionError */
export function momentum({
  lr = 0.01,
  momentum: m = 0.9,
}: {
  readonly lr?: number;
  readonly momentum?: number;
} = {}): Optimizer {
  positive("momentum", "lr", lr);
  share("momentum", "momentum", m);
  return optimizer("momentum", { lr, momentum: m }, 1, (w, g, [v]) => {
    for (let i = 0; i < w.length; i++) {
      v![i] = m * v![i]! + g[i]!;
      w[i] = w[i]! - lr * v![i]!;
    }
  });
}

/** Divides by a running root mean square (Hinton 2012). Defaults lr 0.001, decay 0.9, epsilon 1e-8. @throws OptionError */
export function rmsprop({
  lr = 0.001,
  decay = 0.9,
  epsilon = 1e-8,
}: {
  readonly lr?: number;
  readonly decay?: number;
  readonly epsilon?: number;
} = {}): Optimizer {
  positive("rmsprop", "lr", lr);
  share("rmsprop", "decay", decay);
  return optimizer("rmsprop", { lr, decay, epsilon }, 1, (w, g, [s]) => {
    for (let i = 0; i < w.length; i++) {
      s![i] = decay * s![i]! + (1 - decay) * g[i]! * g[i]!;
      w[i] = w[i]! - (lr * g[i]!) / (Math.sqrt(s![i]!) + epsilon);
    }
  });
}

/** Divides by the root of all squares so far (Duchi, Hazan & Singer 2011). Defaults lr 0.1, epsilon 1e-8. @throws OptionError */
export function adagrad({
  lr = 0.1,
  epsilon = 1e-8,
}: {
  readonly lr?: number;
  readonly epsilon?: number;
} = {}): Optimizer {
  positive("adagrad", "lr", lr);
  return optimizer("adagrad", { lr, epsilon }, 1, (w, g, [s]) => {
    for (let i = 0; i < w.length; i++) {
      s![i] = s![i]! + g[i]! * g[i]!;
      w[i] = w[i]! - (lr * g[i]!) / (Math.sqrt(s![i]!) + epsilon);
    }
  });
}

/** Adaptive moments with bias correction (Kingma & Ba 2015). Defaults lr 0.001, beta1 0.9, beta2 0.999, epsilon 1e-8. @throws OptionError */
export function adam({
  lr = 0.001,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: {
  readonly lr?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
} = {}): Optimizer {
  positive("adam", "lr", lr);
  share("adam", "beta1", beta1);
  share("adam", "beta2", beta2);
  return optimizer("adam", { lr, beta1, beta2, epsilon }, 2, (w, g, [m, v], step) => {
    const first = 1 - beta1 ** step;
    const second = 1 - beta2 ** step;
    for (let i = 0; i < w.length; i++) {
      m![i] = beta1 * m![i]! + (1 - beta1) * g[i]!;
      v![i] = beta2 * v![i]! + (1 - beta2) * g[i]! * g[i]!;
      w[i] = w[i]! - (lr * (m![i]! / first)) / (Math.sqrt(v![i]! / second) + epsilon);
    }
  });
}
