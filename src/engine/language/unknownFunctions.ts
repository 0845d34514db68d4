import { EquationError, type Suggestion } from "../errors.js";
import { FUNCTION_NAMES } from "../functions/index.js";
import type { CheckedEquations, Expression, Statement, SupposedFunction } from "./ast.js";
import { isFunctionLike, isLibraryFunction, plainName } from "./foreignFunctions.js";
import { formulaOf, howToWrite } from "./functionFormulas.js";
import type { Token } from "./lexer.js";
import { nearestName } from "./nearestName.js";
import { type NameNode, namesIn, nodesIn } from "./reads.js";
import { type GivenSizes, sizeOf } from "./sizes.js";
import type { TokenReader } from "./tokenReader.js";

/** Before a bracket without a blank, what papers call "some function" or a step. */
const STEP = /^[HΘ]$/u;
/** Letters that textbooks use for "some function"; nobody means a product by `f(`. */
const SOME_FUNCTION = /^[fgφϕψ]$/u;
const BRACKET = /^[(（]/u;

/**
 * A name before a bracket is a product, `U (a + b)`, unless it was clearly meant as a function: `tahn(…)`, `gelu(…)`, `f(…)`.
 * The reader stands at the opening bracket.
 * @throws EquationError for such a slip
 */
export function refuseFunctionSlip(reader: TokenReader, name: Token): void {
  const isSome = SOME_FUNCTION.test(name.text) && !reader.peek().spaced;
  if (isSome || nearestFunction(name.text) || meantBy(name.text))
    throw unknownFunction(reader.source, { name: name.text, span: name.span });
}

/** The error of a name that stands before a bracket like a function. */
export const unknownFunction = (source: string, name: Named): EquationError =>
  noFunction(source, { ...name, ...answer(name) });

const noFunction = (source: string, { name, ...others }: SupposedFunction): EquationError =>
  new EquationError({ source, problem: `there is no function ${name}`, ...others });

type Named = Pick<NameNode, "name" | "span">;

/** @param or what else can be done for a product */
function answer({ name, span }: Named, or = ""): Pick<SupposedFunction, "hint" | "suggestions"> {
  const meant = meantBy(name);
  const suggestions: Suggestion[] = meant ? [{ text: meant, replaces: span }] : [];
  const known = howToWrite(name);
  if (meant && !known) return { hint: `Did you mean ${meant}?`, suggestions };
  const hint = known ?? `The functions are ${FUNCTION_NAMES.join(", ")}.`;
  return { hint: `${hint}\nFor a product write ${name} * (…)${or}.`, suggestions };
}

/** The function of the language that is meant; not `tanh` by `tan`, which is another library's. */
function meantBy(name: string): string | undefined {
  const [, same] = /^(\w+)\(x\)$/u.exec(formulaOf(name) ?? "") ?? [];
  const nearest = nearestFunction(name);
  const isAnother = howToWrite(name) !== undefined || isLibraryFunction(name);
  return same ?? (nearest && (!isAnother || plainName(name) === plainName(nearest)) ? nearest : undefined);
}

const nearestFunction = (name: string): string | undefined =>
  name.length >= 3 ? nearestName(name, FUNCTION_NAMES) : undefined;

/**
 * The names before a bracket that are taken for functions. `U (…)` and `U_n (…)` are products. What the text assigns, or
 * uses elsewhere without a bracket, is a quantity.
 */
export function supposedFunctions(source: string, statements: readonly Statement[]): SupposedFunction[] {
  const before = statements
    .flatMap(({ expression }) => nodesIn(expression))
    .flatMap((e) => (e.kind === "binary" && e.operator === "product" && e.symbol === "" ? [e] : []))
    .filter(({ right }) => BRACKET.test(source.slice(right.span.start)))
    .flatMap(({ left }) => calledName(left) ?? []);
  const called = new Set(before);
  const quantities = new Set(statements.map(({ name }) => name));
  for (const node of statements.flatMap(({ expression }) => namesIn(expression)))
    if (!called.has(node)) quantities.add(node.name);
  const isStep = ({ name, span }: NameNode): boolean => STEP.test(name) && BRACKET.test(source.slice(span.end));
  return before
    .filter((node) => !quantities.has(node.name) && (isTakenForFunction(node.name) || isStep(node)))
    .map((node) => ({ ...answer(node, `, or give ${node.name} a size in build`), name: node.name, span: node.span }));
}

/** Whether a name before a bracket is a word, or a function of others. */
export const isTakenForFunction = (name: string): boolean => isFunctionLike(name) || howToWrite(name) !== undefined;

/** `f`, `-f`, `f'` and `f^2` before a bracket. */
function calledName(left: Expression): NameNode | undefined {
  if (left.kind === "name") return left.time ? undefined : left;
  if (left.kind === "negate") return calledName(left.operand);
  const inner =
    left.kind === "transpose" ? left.operand : left.kind === "binary" && left.operator === "power" ? left.left : left;
  return inner.kind === "name" && !inner.time && isLibraryFunction(inner.name) ? inner : undefined;
}

/**
 * Refuses what stands before a bracket like a function and is none, unless `sizes` says that it is a quantity.
 * @throws EquationError at the first one
 */
export function refuseUnknownFunctions(checked: CheckedEquations, sizes: GivenSizes): void {
  const found = checked.supposedFunctions.find(({ name }) => sizeOf(sizes, name) === undefined);
  if (found) throw noFunction(checked.source, found);
}
