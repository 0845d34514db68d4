import { ShapeError } from "../errors.js";
import type { CheckedEquations, Expression, InferredShapes } from "./ast.js";
import { mayBeNumber } from "./capitals.js";
import { type NameNode, namesIn, nodesIn } from "./reads.js";
import { type GivenSizes, sizeOf } from "./sizes.js";

/** A parameter that multiplies a sequence, found to be a square matrix only because nothing says that it is a number. */
interface Doubt {
  readonly node: NameNode;
  readonly size: number;
}

/**
 * Asks what a small or Greek letter of no given size means where it multiplies a sequence: `α * h[t-1]` fits a number as
 * well as a square matrix, and both would train. Capitals are matrices.
 * @param shapes as they were found
 * @param infer finds the shapes for other sizes, or throws a ShapeError
 * @throws ShapeError that shows both
 */
export function askNumberOrMatrix(
  checked: CheckedEquations,
  sizes: GivenSizes,
  shapes: InferredShapes,
  infer: (sizes: GivenSizes) => unknown,
): void {
  const doubts = doubtsOf(checked, sizes, shapes);
  const mayBeNumbers = (some: readonly Doubt[]): boolean =>
    fits(infer, { ...sizes, ...Object.fromEntries(some.map(({ node }) => [node.name, 1])) });
  const open = mayBeNumbers(doubts) ? doubts : doubts.filter((doubt) => mayBeNumbers([doubt]));
  if (open.length > 0) throw question(checked, open);
}

function doubtsOf(checked: CheckedEquations, sizes: GivenSizes, { ofName, ofExpression }: InferredShapes): Doubt[] {
  const parameters = new Set(checked.parameters.map(({ name }) => name));
  const isOpen = (name: string): boolean => parameters.has(name) && sizeOf(sizes, name) === undefined;
  const isMoving = (e: Expression): boolean => namesIn(e).some(({ name }) => !parameters.has(name));
  const factors = checked.statements
    .flatMap(({ expression }) => nodesIn(expression))
    .flatMap((e) => (e.kind === "binary" && e.operator === "product" ? [e] : []))
    .filter(({ right }) => isMoving(right) && ofExpression.get(right)!.rows > 1)
    .flatMap(({ left }) => namesIn(left));
  return madeOf(checked, factors).flatMap((node) => {
    const { rows, columns } = ofName.get(node.name)!;
    return isOpen(node.name) && rows === columns && rows > 1 ? [{ node, size: rows }] : [];
  });
}

/** These names, and what those stand for that the text derives outside of time: `k = exp(-dt / tau)`. */
function madeOf({ statements }: CheckedEquations, nodes: readonly NameNode[]): NameNode[] {
  const derived = new Map(statements.flatMap((s) => (s.time === "none" ? [[s.name, s.expression] as const] : [])));
  const seen = new Set<string>();
  const open = nodes.filter(({ name }) => mayBeNumber(name));
  const found: NameNode[] = [];
  for (let node = open.shift(); node; node = open.shift()) {
    if (seen.has(node.name)) continue;
    seen.add(node.name);
    found.push(node);
    const expression = derived.get(node.name);
    if (expression) open.push(...namesIn(expression).filter(({ name }) => mayBeNumber(name)));
  }
  return found;
}

function fits(infer: (sizes: GivenSizes) => unknown, sizes: GivenSizes): boolean {
  try {
    infer(sizes);
    return true;
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}

function question({ source }: CheckedEquations, doubts: readonly Doubt[]): ShapeError {
  const [first] = doubts;
  const names = doubts.map(({ node }) => node.name);
  const build = (size: (n: number) => string): string =>
    `build({ ${doubts.map(({ node, size: n }) => `${node.name}: ${size(n)}`).join(", ")} })`;
  const are =
    names.length > 1
      ? "may each be one number or a square matrix"
      : `may be one number or a ${first!.size}×${first!.size} matrix`;
  return new ShapeError({
    source,
    span: first!.node.span,
    problem: `${names.join(" and ")} ${are}, and no size says which`,
    hint: `For a number give ${build(() => "1")}, for a matrix ${build((n) => `[${n}, ${n}]`)}.`,
  });
}
