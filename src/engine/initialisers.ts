import { positiveNumber, wholeNumber } from "./checkedNumbers.js";
import { norm } from "./clipping.js";
import { DataError, OptionError } from "./errors.js";
import type { Shape } from "./language/index.js";
import { spectralRadius } from "./linearAlgebra.js";
import { checkOptions } from "./options.js";
import type { Random } from "./random.js";
import { isListLike, shown } from "./shown.js";
import { Tensor } from "./tensor.js";

/** Gives a parameter its first numbers. */
export interface Initialiser {
  /** As it is written in a cell: `init.spectral(1.1)`. */
  readonly description: string;
  /** @returns rows×columns numbers, row-major @throws DataError when the shape does not suit it */
  fill(random: Random, shape: Shape): Float64Array;
}

const initialiser = (description: string, fill: Initialiser["fill"]): Initialiser => ({
  description: `init.${description}`,
  fill,
});

const each = ({ rows, columns }: Shape, value: () => number): Float64Array =>
  Float64Array.from({ length: rows * columns }, value);

const isNumber = (value: unknown): value is number => Number.isFinite(value);

function positive(of: string, value: unknown): void {
  if (isNumber(value) && value > 0) return;
  throw new OptionError(`init.${of} takes a number above 0, found ${shown(value)}`);
}

function finite(of: string, value: unknown): void {
  if (!isNumber(value)) throw new OptionError(`init.${of} takes a finite number, found ${shown(value)}`);
}

function square(of: string, { rows, columns }: Shape): number {
  if (rows === columns) return rows;
  throw new DataError(`init.${of} needs a square matrix, as a recurrent one is, but this one is ${rows}×${columns}`);
}

/** Normal numbers with mean 0. Default standard deviation 0.1 ("basic tanh" of Pascanu, Mikolov & Bengio 2013). @throws OptionError */
export function normal(standardDeviation = 0.1): Initialiser {
  positive("normal", standardDeviation);
  return initialiser(`normal(${standardDeviation})`, (random, shape) =>
    each(shape, () => random.normal(0, standardDeviation)),
  );
}

/**
 * Uniform in ±limit. Default limit 1/√columns (LeCun et al. 1998; as PyTorch's linear layers): the variance of a
 * sum of `columns` terms stays 1/3 of the terms' own, whatever the size.
 * @throws OptionError
 */
export function uniform(limit?: number): Initialiser {
  if (limit !== undefined) positive("uniform", limit);
  return initialiser(`uniform(${limit ?? ""})`, (random, shape) => {
    const bound = limit ?? 1 / Math.sqrt(shape.columns);
    return each(shape, () => random.uniform(-bound, bound));
  });
}

/** Uniform in ±√(6/(rows+columns)): forward and backward variances stay alike (Glorot & Bengio 2010). */
export function xavier(): Initialiser {
  return initialiser("xavier()", (random, shape) => {
    const bound = Math.sqrt(6 / (shape.rows + shape.columns));
    return each(shape, () => random.uniform(-bound, bound));
  });
}

/** A random matrix with orthonormal rows or columns, times `gain` (Saxe, McClelland & Ganguli 2014): all its singular values are `gain`. Default 1. @throws OptionError */
export function orthogonal(gain = 1): Initialiser {
  positive("orthogonal", gain);
  return initialiser(`orthogonal(${gain})`, (random, { rows, columns }) => {
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const vectors = orthonormal(random, short, long);
    return Float64Array.from({ length: rows * columns }, (_, k) => {
      const [i, j] = [Math.floor(k / columns), k % columns];
      return gain * (rows <= columns ? vectors[i]![j]! : vectors[j]![i]!);
    });
  });
}

/** `count` random orthonormal vectors, by Gram and Schmidt done twice (once loses digits). */
function orthonormal(random: Random, count: number, length: number): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const v = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const u of vectors) {
        const dot = u.reduce((sum, x, i) => sum + x * v[i]!, 0);
        for (let i = 0; i < length; i++) v[i] = v[i]! - dot * u[i]!;
      }
    }
    const size = norm(v);
    if (size > 1e-6) vectors.push(v.map((x) => x / size));
  }
  return vectors;
}

/** A normal matrix scaled to exactly this spectral radius (the size of its largest eigenvalue). @throws OptionError */
export function spectral(radius: number): Initialiser {
  positive("spectral", radius);
  return initialiser(`spectral(${radius})`, (random, shape) => {
    const n = square(`spectral(${radius})`, shape);
    return scaledTo(
      radius,
      each(shape, () => random.normal()),
      n,
    );
  });
}

function scaledTo(radius: number, matrix: Float64Array, n: number): Float64Array {
  const now = spectralRadius(matrix, n);
  return now === 0 ? matrix : matrix.map((w) => (w * radius) / now);
}

/** The identity times `scale`, as the IRNN starts (Le, Jaitly & Hinton 2015). Default 1. @throws OptionError */
export function identity(scale = 1): Initialiser {
  finite("identity", scale);
  return initialiser(`identity(${scale === 1 ? "" : scale})`, (_random, shape) => {
    const n = square("identity()", shape);
    return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? scale : 0));
  });
}

/** All zero. */
export const zeros = (): Initialiser => initialiser("zeros()", (_random, shape) => each(shape, () => 0));

/** All the same; a forget gate's bias starts at 1 (Jozefowicz, Zaremba & Sutskever 2015). @throws OptionError */
export function constant(value: number): Initialiser {
  finite("constant", value);
  return initialiser(`constant(${value})`, (_random, shape) => each(shape, () => value));
}

export interface SparseOptions {
  /** Non-zero numbers in each row; all of them in a smaller matrix. Default 15. */
  readonly perUnit?: number;
  /** Spectral radius. Default 0.95. */
  readonly radius?: number;
}

/**
 * `perUnit` non-zero normal numbers in each row, scaled to a spectral radius (Sutskever et al. 2013; the "smart tanh"
 * start of Pascanu, Mikolov & Bengio 2013).
 * @throws OptionError
 */
export function sparse(options: SparseOptions = {}): Initialiser {
  checkOptions("init.sparse", options, ["perUnit", "radius"]);
  const { perUnit = 15, radius = 0.95 } = options;
  wholeNumber("init.sparse: perUnit", perUnit);
  positiveNumber("init.sparse: radius", radius);
  return initialiser(`sparse({ perUnit: ${perUnit}, radius: ${radius} })`, (random, shape) => {
    const n = square("sparse()", shape);
    return scaledTo(radius, sparseNormal(random, n, perUnit), n);
  });
}

function sparseNormal(random: Random, n: number, perUnit: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const places = random.shuffle(Array.from({ length: n }, (_, j) => j)).slice(0, perUnit);
    for (const j of places) matrix[i * n + j] = random.normal();
  }
  return matrix;
}

/**
 * Given numbers: a list for a vector, a list of rows for a matrix, or a tensor.
 * @throws OptionError when one is no finite number or the rows differ in length; DataError when they do not fit the shape
 */
export function from(numbers: readonly number[] | readonly (readonly number[])[] | Tensor): Initialiser {
  const { data, rows, columns } = tableOf(numbers);
  return initialiser("from(…)", (_random, shape) => {
    if (rows === shape.rows && columns === shape.columns) return Float64Array.from(data);
    throw new DataError(`init.from was given ${rows}×${columns} numbers, expected ${shape.rows}×${shape.columns}`);
  });
}

/** A copy, so that later changes to the lists change nothing. */
function tableOf(numbers: unknown): { data: readonly number[]; rows: number; columns: number } {
  const list = numbers instanceof Tensor ? numbers.toArray() : numbers;
  if (!isListLike(list)) throw new OptionError(`init.from takes a list of numbers or of rows, found ${shown(list)}`);
  const table = Array.from(list, (row): unknown[] => (isListLike(row) ? Array.from(row) : [row]));
  const columns = table[0]?.length ?? 0;
  table.forEach((row, i) => {
    const odd = row.findIndex((value) => !isNumber(value));
    if (odd >= 0) throw new OptionError(`init.from: row ${i + 1} holds ${shown(row[odd])}, expected finite numbers`);
    if (row.length !== columns)
      throw new OptionError(`init.from: row ${i + 1} has ${row.length} numbers, row 1 has ${columns}`);
  });
  return { data: table.flat() as number[], rows: table.length, columns };
}

/** All initialisers, as cells name them. */
export const init = { normal, uniform, xavier, orthogonal, spectral, identity, zeros, constant, sparse, from } as const;

/** Uniform ±1/√columns for a matrix or a single number; zero for a column of several, as a bias is. */
export const defaultInitialiser = (shape: Shape): Initialiser =>
  shape.columns === 1 && shape.rows > 1 ? zeros() : uniform();
