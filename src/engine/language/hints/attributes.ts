import { type FunctionName, isFunctionName } from "../../functions/index.js";
import type { Expression, Span } from "../ast.js";
import { formatAs, formatExpression } from "../format.js";
import type { Token } from "../lexer.js";
import type { BinaryOperator } from "../operators.js";
import type { NameNode } from "../reads.js";
import { cover, type TokenReader } from "../tokenReader.js";

/** What array libraries attach to a quantity, and what it is here; the argument stands on the right. */
const METHODS: ReadonlyMap<string, BinaryOperator> = new Map([
  ["dot", "product"],
  ["matmul", "product"],
  ["mm", "product"],
  ["mv", "product"],
  ["mul", "times"],
  ["multiply", "times"],
  ["add", "add"],
  ["sub", "subtract"],
  ["div", "divide"],
]);
const TRANSPOSES = ["T", "t", "transpose"];
const LIBRARIES = ["np", "numpy", "torch", "nn", "F", "tf", "jnp", "jax", "keras", "K", "math", "Math", "scipy"];
/** `self.W` is W. */
const SELF = ["self", "this"];

/**
 * Refuses a dot behind an operand, as other languages have it: `np.tanh(…)`, `W.T`, `W.dot(x)`, `a.sum()`.
 * @param readArguments reads the arguments in the round brackets that come next
 * @throws EquationError that says how it is written
 */
export function refuseAttribute(
  reader: TokenReader,
  operand: Expression,
  readArguments: () => readonly Expression[],
): void {
  if (!reader.isStray(".")) return;
  const dot = reader.nextAny();
  const attribute = reader.peekAny();
  if (attribute.kind !== "name") throw reader.error(dot.span, ". has no meaning here", DOT);
  reader.nextAny();
  if (isPlainName(reader, operand) && isOfLibrary(reader, operand, attribute))
    throw libraryFunction(reader, operand, attribute);
  if (isPlainName(reader, operand) && SELF.includes(operand.name)) throw instead(reader, operand, attribute.text);
  throw method(reader, operand, attribute, readArguments) ?? reader.error(dot.span, ". has no meaning here", DOT);
}

const DOT = "The elementwise operators are .* ./ .^ and a number is written 0.5.";

const isPlainName = (reader: TokenReader, e: Expression): e is NameNode =>
  e.kind === "name" && !e.time && reader.textOf(e.span) === e.name;

/** `np.tanh(…)`, `torch.nn.functional.relu(…)`; not `W.T` and `W.dot(…)`. */
function isOfLibrary(reader: TokenReader, { name }: NameNode, { text: attribute }: Token): boolean {
  // F and K may be matrices
  if (LIBRARIES.includes(name)) return !TRANSPOSES.includes(attribute);
  const isKnown = METHODS.has(attribute) || TRANSPOSES.includes(attribute) || SELF.includes(name);
  const isCalled = reader.peekAny().text === "(" && reader.ahead(1).text !== ")";
  return !isKnown && (isCalled || reader.isStray("."));
}

/** `np.tanh(…)` is `tanh(…)`, whether or not there is a tanh: whoever reads on will say. */
function libraryFunction(reader: TokenReader, library: Expression, first: Token): Error {
  let last = first;
  while (reader.isStray(".") && reader.ahead(1).kind === "name") {
    reader.nextAny();
    last = reader.nextAny();
  }
  // `nn.Tanh()(x)` makes the function before it is called
  const isMade = ["(", ")", "("].every((text, i) => reader.ahead(i).text === text);
  if (isMade) reader.nextAny();
  const end = isMade ? reader.nextAny() : last;
  const text = functionLike(last.text) ?? last.text;
  const replaces = cover(library.span, end.span);
  return reader.error(replaces, "functions stand without the name of a library", `Write ${text}( … ).`, [
    { text, replaces },
  ]);
}

/** `nn.Softmax` is softmax. */
function functionLike(name: string): FunctionName | undefined {
  if (isFunctionName(name)) return name;
  const small = name.toLowerCase();
  return isFunctionName(small) ? small : undefined;
}

/** What is attached stands for the whole. */
function instead(reader: TokenReader, operand: Expression, text: string): Error {
  const replaces = cover(operand.span, reader.previous.span);
  return reader.error(replaces, "names have no owner here", `Write ${text}.`, [{ text, replaces }]);
}

function method(
  reader: TokenReader,
  operand: Expression,
  { text: name }: Token,
  readArguments: () => readonly Expression[],
): Error | undefined {
  const isCalled = reader.peekAny().text === "(" && name !== "T";
  const given = isCalled ? readArguments() : [];
  const replaces = cover(operand.span, reader.previous.span);
  if (!isCalled && operand.kind === "name" && !TRANSPOSES.includes(name))
    return sideBySide(reader, replaces, operand, name);
  const meant = meaningOf(name, operand, given, isCalled);
  if (!meant) return undefined;
  const text = formatAs(meant, meant.kind === "transpose" ? "postfix" : "primary");
  const hint = meant.kind === "transpose" ? `The transpose is written ${text}.` : `Write ${text}.`;
  return reader.error(replaces, `a quantity has no .${name}`, hint, [{ text, replaces }]);
}

/** `U.x[t]`: a dot for a product. */
function sideBySide(reader: TokenReader, replaces: Span, left: Expression, right: string): Error {
  const text = `${formatExpression(left)} ${right}`;
  return reader.error(replaces, ". has no meaning here", `The matrix product is written ${text}.`, [
    { text, replaces },
  ]);
}

function meaningOf(
  name: string,
  operand: Expression,
  given: readonly Expression[],
  isCalled: boolean,
): Expression | undefined {
  const { span } = operand;
  const operator = METHODS.get(name);
  const called = functionLike(name);
  if (TRANSPOSES.includes(name) && given.length === 0) return { kind: "transpose", operand, span };
  if (operator && given.length === 1)
    return { kind: "binary", operator, symbol: "*", left: operand, right: given[0]!, span };
  if (called && isCalled && given.length === 0) return { kind: "call", function: called, arguments: [operand], span };
  return undefined;
}
