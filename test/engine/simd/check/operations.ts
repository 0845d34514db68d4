/** The program's operations in exact arithmetic: what every plan must come to. */
import type { Operand, Operation } from "../../../../src/engine/program/program.js";
import { binarySlope, binaryValue, lossSlopes, lossValue, softmaxOf, unarySlope, unaryValue } from "./meanings.js";
import { inverse, plus, residue, times } from "./residues.js";

export type Residues = Float64Array;

/** One operation for one sequence: where its operands begin. */
interface One {
  readonly operation: Operation;
  readonly values: Residues;
  readonly at: readonly number[];
  readonly out: number;
}

/** Writes the operation's result for every sequence. */
export function forward(operation: Operation, values: Residues): void {
  for (let b = 0; b < operation.samples; b++) forwardOne(sampleOf(operation, values, b));
}

/** Adds (∂out/∂input)ᵀ · adjoint(out) of the input at `index` to `into`, for every sequence. */
export function pull(operation: Operation, index: number, values: Residues, adjoints: Residues, into: Residues): void {
  for (let b = 0; b < operation.samples; b++) {
    const one = sampleOf(operation, values, b);
    const start = one.at[index]!;
    if (operation.kind === "matmul") pullProduct(one, index, adjoints, into);
    else
      pullOne(one, index, adjoints).forEach((slope, i) => {
        into[start + i] = plus(into[start + i]!, slope);
      });
  }
}

/** dL += dY Rᵀ, or dR += Lᵀ dY. */
function pullProduct({ operation, values, at, out: y }: One, index: number, adjoints: Residues, into: Residues): void {
  const [left, right] = operation.inputs as readonly [Operand, Operand];
  const [l, r] = at as readonly [number, number];
  const [m, k, n] = [left.rows, left.columns, right.columns];
  const to = at[index]!;
  for (let i = 0; i < (index === 0 ? m : k); i++)
    for (let j = 0; j < (index === 0 ? k : n); j++) {
      const entry = to + i * (index === 0 ? k : n) + j;
      const sum =
        index === 0
          ? dot(adjoints, y + i * n, 1, values, r + j * n, 1, n)
          : dot(values, l + i, k, adjoints, y + j, n, m);
      into[entry] = plus(into[entry]!, sum);
    }
}

function sampleOf(operation: Operation, values: Residues, b: number): One {
  const start = ({ offset, stride }: Operand): number => offset + b * stride;
  return { operation, values, at: operation.inputs.map(start), out: start(operation.out) };
}

const numbers = (from: Residues, start: number, size: number): number[] => [...from.subarray(start, start + size)];

function forwardOne(one: One): void {
  const { operation, values, out } = one;
  const result = resultOf(one);
  for (let i = 0; i < operation.out.size; i++) values[out + i] = result(i);
}

/** Entry i of the result, from the operands. */
function resultOf({ operation, values, at }: One): (i: number) => number {
  const { kind, inputs, out, exponent } = operation;
  const [a, b] = inputs as readonly [Operand, Operand];
  const [x, y, z] = at as readonly [number, number, number];
  switch (kind) {
    case "matmul":
      return (i) =>
        dot(
          values,
          x + Math.floor(i / out.columns) * a.columns,
          1,
          values,
          y + (i % out.columns),
          b.columns,
          a.columns,
        );
    case "transpose":
      return (i) => values[x + (i % out.columns) * a.columns + Math.floor(i / out.columns)]!;
    case "softmax": {
      const columns = columnsOf(values, x, out).map(softmaxOf);
      return (i) => columns[i % out.columns]![Math.floor(i / out.columns)]!;
    }
    case "concat": {
      const all = inputs.flatMap(({ size }, k) => numbers(values, at[k]!, size));
      return (i) => all[i]!;
    }
    case "diag":
      return (i) => (i % (out.columns + 1) === 0 ? values[x + i / (out.columns + 1)]! : 0);
    case "sum":
    case "mean": {
      const sum = residue(numbers(values, x, a.size).reduce((s, number) => s + number, 0));
      return () => (kind === "mean" ? times(sum, inverse(a.size)) : sum);
    }
    case "add":
    case "subtract":
    case "times":
    case "scale":
    case "divide":
      return (i) => binaryValue(kind, values[x + entry(a, i)]!, values[y + entry(b, i)]!);
    case "crossEntropy":
    case "crossEntropyOfSoftmax":
    case "binaryCrossEntropy":
    case "binaryCrossEntropyOfSigmoid":
    case "squaredError":
    case "halfSquaredError": {
      const [target, prediction] = [numbers(values, x, a.size), numbers(values, y, b.size)];
      return () => lossValue(kind, target, prediction, inputs[2] ? numbers(values, z, b.size) : prediction);
    }
    default:
      return (i) => unaryValue(kind, values[x + i]!, exponent);
  }
}

/** A number that meets every entry, or the entry itself. */
const entry = ({ size }: Operand, i: number): number => (size === 1 ? 0 : i);

/** What comes back to the operand at `index`, entry by entry. */
function pullOne({ operation, values, at, out: start }: One, index: number, adjoints: Residues): number[] {
  const { kind, inputs, out, exponent } = operation;
  const [a, b] = inputs as readonly [Operand, Operand];
  const [x, y, z] = at as readonly [number, number, number];
  const { size } = inputs[index]!;
  const g = (i: number): number => adjoints[start + i]!;
  const each = (f: (i: number) => number): number[] => Array.from({ length: size }, (_, i) => f(i));
  switch (kind) {
    case "matmul":
      throw new TypeError("a product goes back entry by entry");
    case "transpose":
      return each((i) => g((i % a.columns) * out.columns + Math.floor(i / a.columns)));
    case "softmax": {
      const [results, slopes] = [columnsOf(values, start, out), columnsOf(adjoints, start, out)];
      const dots = results.map((column, j) => residue(column.reduce((s, p, i) => residue(s + p * slopes[j]![i]!), 0)));
      return each((i) => {
        const [j, row] = [i % out.columns, Math.floor(i / out.columns)];
        return times(results[j]![row]!, residue(slopes[j]![row]! - dots[j]!));
      });
    }
    case "concat": {
      const before = inputs.slice(0, index).reduce((sum, input) => sum + input.size, 0);
      return each((i) => g(before + i));
    }
    case "diag":
      return each((i) => g(i * (out.columns + 1)));
    case "sum":
      return each(() => g(0));
    case "mean":
      return each(() => times(g(0), inverse(a.size)));
    case "add":
    case "subtract":
    case "times":
    case "scale":
    case "divide": {
      const term = (i: number): number =>
        times(g(i), binarySlope(kind, index, values[x + entry(a, i)]!, values[y + entry(b, i)]!));
      if (size > 1 || out.size === 1) return each(term);
      return [
        residue(Array.from({ length: out.size }, (_, i) => term(i)).reduce((s, number) => residue(s + number), 0)),
      ];
    }
    case "crossEntropy":
    case "crossEntropyOfSoftmax":
    case "binaryCrossEntropy":
    case "binaryCrossEntropyOfSigmoid":
    case "squaredError":
    case "halfSquaredError": {
      const [target, prediction] = [numbers(values, x, a.size), numbers(values, y, b.size)];
      const logits = inputs[2] ? numbers(values, z, b.size) : prediction;
      return lossSlopes(kind, index, target, prediction, logits).map((slope) => times(g(0), slope));
    }
    default:
      return each((i) => times(g(i), unarySlope(kind, values[x + i]!, values[start + i]!, exponent)));
  }
}

function columnsOf(from: Residues, start: number, { rows, columns }: Operand): number[][] {
  return Array.from({ length: columns }, (_, j) =>
    Array.from({ length: rows }, (_, i) => from[start + i * columns + j]!),
  );
}

/** Σ a_k b_k over k < count, each stepping by its own stride. */
export function dot(
  a: Residues,
  aStart: number,
  aStep: number,
  b: Residues,
  bStart: number,
  bStep: number,
  count: number,
): number {
  let sum = 0;
  for (let k = 0; k < count; k++) {
    sum += a[aStart + k * aStep]! * b[bStart + k * bStep]!;
    if (k % 16 === 15) sum = residue(sum);
  }
  return residue(sum);
}
