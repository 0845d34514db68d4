/** What a program will take, told from the equations before anything of it is made. */
import { OptionError } from "../errors.js";
import { formatBytes } from "../formatBytes.js";
import {
  type CheckedEquations,
  childrenOf,
  type Expression,
  type InferredShapes,
  type Shape,
} from "../language/index.js";
import { bytesOf, type Dtype } from "./program.js";
import { sharedStatements } from "./schedule.js";

/** More than this is no lesson but a mistake: the arenas would not fit a student's machine. */
const LARGEST_ARENAS_BYTES = 2 ** 31;
/** An operation takes some 400 bytes until it is an instruction: these many 0.8 GiB. */
const MOST_OPERATIONS = 2 ** 21;

export interface ProgramSize {
  readonly timeSteps: number;
  readonly batchSize: number;
  readonly dtype: Dtype;
  /** States whose initial value is a parameter. */
  readonly learned: ReadonlySet<string>;
}

/** Numbers in one arena, without those outside of time 1…T; operations of one forward pass. */
export interface Footprint {
  readonly numbers: number;
  readonly operations: number;
}

/**
 * Counts what compiling would make. Values, and the operations that make them, stand at each time step for each
 * sequence of the batch; parameters and what is made of parameters alone stand once.
 */
export function footprintOf(
  checked: CheckedEquations,
  shapes: InferredShapes,
  { timeSteps, batchSize, learned }: Omit<ProgramSize, "dtype">,
): Footprint {
  const shared = sharedStatements(checked);
  const named = (name: string): number => numbersIn(shapes.ofName.get(name)!);
  let numbers = [...checked.parameters.map(({ name }) => name), ...learned].reduce((sum, name) => sum + named(name), 0);
  let operations = 0;
  for (const { name, time } of checked.inputs) numbers += named(name) * batchSize * (time === "t" ? timeSteps : 1);
  for (const { name, expression, time } of checked.statements) {
    const made = computedIn(expression);
    const times = time === "t" ? timeSteps : 1;
    const samples = shared.has(name) ? 1 : batchSize;
    const size = made.reduce((sum, node) => sum + numbersIn(shapes.ofExpression.get(node)!), 0);
    numbers += size * times * samples;
    operations += made.length * times;
  }
  return { numbers, operations };
}

const numbersIn = ({ rows, columns }: Shape): number => rows * columns;

/** The expressions that an operation computes: all but names and numbers; a statement that is only one of these copies it. */
function computedIn(expression: Expression): Expression[] {
  const inner = (e: Expression): Expression[] =>
    e.kind === "name" || e.kind === "number" ? [] : [e, ...operandsOf(e).flatMap(inner)];
  const made = inner(expression);
  return made.length > 0 ? made : [expression];
}

/** An exponent is a part of its operation. */
const operandsOf = (e: Expression): readonly Expression[] =>
  e.kind === "binary" && e.operator === "power" ? [e.left] : childrenOf(e);

/** @throws OptionError when a program would take more memory than is allowed */
export function checkFootprint(checked: CheckedEquations, shapes: InferredShapes, size: ProgramSize): void {
  const { numbers, operations } = footprintOf(checked, shapes, size);
  const bytes = 2 * numbers * bytesOf(size.dtype);
  const what = `T = ${size.timeSteps} time steps with a batch of ${size.batchSize} need`;
  const cure =
    "Cut the sequence into windows, e.g. tasks.text(text, { window: 25 }), or train with truncate: { k1: 25, k2: 25 }.";
  if (bytes > LARGEST_ARENAS_BYTES)
    throw new OptionError(
      `${what} ${formatBytes(bytes)}, more than the ${formatBytes(LARGEST_ARENAS_BYTES)} allowed. ${cure}`,
    );
  if (operations > MOST_OPERATIONS)
    throw new OptionError(`${what} ${operations} operations, more than the ${MOST_OPERATIONS} allowed. ${cure}`);
}

/** @throws OptionError when the parameters alone are more than any program may hold */
export function checkParameterBytes(
  places: readonly { readonly name: string; readonly shape: Shape; readonly size: number }[],
  dtype: Dtype,
): void {
  const total = places.reduce((sum, { size }) => sum + size, 0);
  const most = LARGEST_ARENAS_BYTES / 2;
  if (total * bytesOf(dtype) <= most) return;
  const { name, shape, size } = places.reduce((a, b) => (b.size > a.size ? b : a));
  const share = (count: number): string => formatBytes(count * bytesOf(dtype));
  throw new OptionError(
    `the parameters take ${share(total)}, more than the ${formatBytes(most)} allowed: ${name} is ${shape.rows}×${shape.columns}, ${share(size)}. ` +
      `Give smaller sizes${dtype === "float64" && total * bytesOf("float32") <= most ? ', or dtype: "float32"' : ""}.`,
  );
}
