import { EquationError, type Suggestion } from "../errors.js";
import type { CheckedEquations, Expression, Span, Statement, SupposedFunction } from "./ast.js";
import { libraryOf } from "./foreignFunctions.js";
import { firstInBrackets, formatAs } from "./format.js";
import { formulaOf } from "./functionFormulas.js";
import { writtenOut } from "./hints/foreignCalls.js";
import { functionsHint } from "./hints/functionsHint.js";
import { parse } from "./parser.js";
import { type NameNode, namesIn, nodesIn } from "./reads.js";
import { type GivenSizes, sizeOf } from "./sizes.js";
import { cover } from "./tokenReader.js";

/** Before a bracket without a blank, what papers call "some function" or a step. */
const STEP = /^[HΘ]$/u;
const BRACKET = /^[(（]/u;

/**
 * The names before a bracket that are taken for functions: those of other libraries, and words in small letters. `U (…)`
 * and `U_n (…)` are products. What the text assigns, or uses elsewhere without a bracket, is a quantity.
 */
export function supposedFunctions(source: string, statements: readonly Statement[]): SupposedFunction[] {
  const products = statements
    .flatMap(({ expression }) => nodesIn(expression))
    .flatMap((e) => (e.kind === "binary" && e.operator === "product" && e.symbol === "" ? [e] : []))
    .filter(({ right }) => BRACKET.test(source.slice(right.span.start)));
  const called = products.flatMap(({ left, right }) => {
    const node = calledName(left);
    const isPlain = left.kind === "name" || left.kind === "negate";
    return node ? [{ node, argument: isPlain ? firstInBrackets(right) : undefined }] : [];
  });
  const before = new Set(called.map(({ node }) => node));
  const quantities = new Set(statements.map(({ name }) => name));
  for (const node of statements.flatMap(({ expression }) => namesIn(expression)))
    if (!before.has(node)) quantities.add(node.name);
  return called
    .filter(({ node }) => !quantities.has(node.name) && isSupposed(source, node))
    .map(({ node: { name, span }, argument }) => ({
      ...hintFor(name, argument ? written(name, span, argument) : []),
      name,
      span,
    }));
}

/** The call written out, where a formula says it. */
function written(name: string, span: Span, argument: Expression): Suggestion[] {
  const meant = writtenOut(name, [argument], (formula) => parse(`a = ${formula}`)[0]!.expression);
  return meant ? [{ text: formatAs(meant, "primary"), replaces: cover(span, argument.span) }] : [];
}

/** `f`, `-f`, `f'` and `f^2` before a bracket. */
function calledName(left: Expression): NameNode | undefined {
  if (left.kind === "name") return left.time ? undefined : left;
  if (left.kind === "negate") return calledName(left.operand);
  const inner =
    left.kind === "transpose" ? left.operand : left.kind === "binary" && left.operator === "power" ? left.left : left;
  return inner.kind === "name" && !inner.time && libraryOf(inner.name) ? inner : undefined;
}

function isSupposed(source: string, { name, span }: NameNode): boolean {
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  const isWord = letters >= 3 && /^\p{Ll}/u.test(name);
  const isTight = BRACKET.test(source.slice(span.end));
  return isWord || libraryOf(name) !== undefined || (isTight && STEP.test(name));
}

function hintFor(name: string, suggestions: readonly Suggestion[]): Pick<SupposedFunction, "hint" | "suggestions"> {
  const product = `For a product write ${name} * (…), or give ${name} a size in build.`;
  const formula = formulaOf(name);
  const here = suggestions[0] ? ` Here that is ${suggestions[0].text}.` : "";
  if (formula) return { hint: `${name}(x) is written ${formula}.${here}\n${product}`, suggestions };
  return { hint: `${functionsHint(name)}\n${product}`, suggestions: [] };
}

/**
 * Refuses what stands before a bracket like a function and is none, unless `sizes` says that it is a quantity.
 * @throws EquationError at the first one
 */
export function refuseUnknownFunctions(
  { source, supposedFunctions: supposed }: CheckedEquations,
  sizes: GivenSizes,
): void {
  const found = supposed.find(({ name }) => sizeOf(sizes, name) === undefined);
  if (!found) return;
  const { name, span, hint, suggestions } = found;
  throw new EquationError({ source, span, problem: `there is no function ${name}`, hint, suggestions });
}
