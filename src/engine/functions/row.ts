/** Which backend computes a function: the kernels (simd/wasm), or the reference rules in the kernels' own memory. */
export type Kernel = "simd" | "reference";

/** An open interval of real numbers; a missing end is infinite. */
export interface Interval {
  readonly above?: number;
  readonly below?: number;
}

interface Row {
  /** How many arguments it takes. */
  readonly arguments: { readonly least: number; readonly most: number };
  /** Its name as typeset; in plain text it is written by the name itself. */
  readonly tex: string;
  /** One line for the reader of the language's page. */
  readonly doc: string;
  readonly kernel: Kernel;
}

/** What slopes are written with: formulas of a derivation, or numbers where a test evaluates them. */
export interface SlopeAlgebra<F> {
  number(value: number): F;
  sum(terms: readonly F[]): F;
  negate(operand: F): F;
  times(left: F, right: F): F;
  divide(left: F, right: F): F;
  power(operand: F, exponent: number): F;
  /** 1 where the operand is positive, else 0. */
  positive(operand: F): F;
  /** Another function of the table. */
  call(name: "tanh" | "sigmoid" | "relu" | "exp" | "log", argument: F): F;
}

/** f'(x), told from the argument x or from the result y = f(x); in the same way from either, if `from` says so. */
export interface Slope {
  readonly from: "argument" | "result" | "either";
  /** @param v the argument or the result, as `from` says */
  at(v: number): number;
  /** The same as a formula. */
  written<F>(algebra: SlopeAlgebra<F>, v: F): F;
}

/** A function of one argument that acts on each element alone. */
export interface ElementwiseRow extends Row {
  readonly kind: "elementwise";
  value(x: number): number;
  readonly slope: Slope;
  /** max |f'(x)|; undefined where the slope has no bound. */
  readonly steepest?: number;
  /** Where it is defined; all real numbers by default. */
  readonly domain?: Interval;
  /** Where the slope jumps: there a difference quotient is no slope. */
  readonly kinks?: readonly number[];
}

/** A function that needs whole vectors. */
export interface VectorRow extends Row {
  /** `softmax` over rows, `concat` of rows, a `reduction` to one number, a vector as a `diagonal` matrix. */
  readonly kind: "softmax" | "concat" | "reduction" | "diagonal";
}

/** A comparison of a target with a prediction of the same size, `(target, prediction)`: one number. */
export interface LossRow extends Row {
  readonly kind: "loss";
  /** What the entries of a target are. */
  readonly target: "distribution" | "probabilities" | "numbers";
  /** Where the prediction's entries lie; all real numbers by default. */
  readonly prediction?: Interval;
  /** The function that makes such predictions: the loss of its result is computed from its argument, without overflow. */
  readonly fusedWith?: "softmax" | "sigmoid";
  /** What it is measured in; undefined where it has no unit. */
  readonly unit?: "nats";
}
