import { FUNCTIONS, type FunctionName, isFunctionName } from "../functions/index.js";
import type { Expression } from "./ast.js";
import { binary } from "./binary.js";
import { argumentCountError, usage } from "./hints/argumentCount.js";
import { refuseAttribute } from "./hints/attributes.js";
import { refuseDecimalComma, refuseNamedArgument, tupleError } from "./hints/commas.js";
import { foreignOperator, refuseForeignOperator, refuseForeignTranspose } from "./hints/foreignOperators.js";
import { refuseLatex } from "./hints/latex.js";
import { refuseList } from "./hints/lists.js";
import { refuseGluedNumber } from "./hints/numbers.js";
import { refuseLoweredTime, refuseTimeNotation } from "./hints/timeNotation.js";
import type { Token } from "./lexer.js";
import { LIMITS, tooDeep } from "./limits.js";
import type { BinaryOperator } from "./operators.js";
import { SIGNS } from "./signs.js";
import { symbolsOf, typedAt } from "./spellings.js";
import { readTimeIndex } from "./timeIndex.js";
import { cover, show, type TokenReader } from "./tokenReader.js";
import { refuseAmbiguousDivision, refuseDoubleSign, reservedName, unexpected } from "./unexpected.js";
import { isTakenForFunction, refuseFunctionSlip, unknownFunction } from "./unknownFunctions.js";

type Operators = ReadonlyMap<string, BinaryOperator>;

const ADDITIVE = typedAt("sum");
/** `·` and `×` between matrices mean the matrix product, as on paper. */
const MULTIPLICATIVE = typedAt("term");
const POWERS = typedAt("power");
const MINUS = symbolsOf("negate");
const TRANSPOSE = symbolsOf("transpose");

/**
 * Recursive descent over one right side. From loose to tight: `+ -`, then `* .* /`, then factors side by side, then the
 * unary minus, then `^`, then `'`.
 */
export class ExpressionParser {
  #depth = 0;

  /** @param quantities the names that the whole text assigns, or uses without a bracket */
  constructor(
    private readonly reader: TokenReader,
    private readonly quantities: ReadonlySet<string>,
  ) {}

  /** @throws EquationError where the text is no expression */
  expression(): Expression {
    return this.#deeper(() => this.#leftToRight(ADDITIVE, () => this.#term()));
  }

  /** Reads a part that stands inside what is being read. */
  #deeper(read: () => Expression): Expression {
    if (this.#depth === LIMITS.levels) throw tooDeep(this.reader, this.reader.peek().span);
    this.#depth++;
    const part = read();
    this.#depth--;
    return part;
  }

  #term(): Expression {
    return this.#leftToRight(MULTIPLICATIVE, () => this.#chain());
  }

  #leftToRight(operators: Operators, operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      if (operators === MULTIPLICATIVE) refuseForeignOperator(this.reader, left, operand);
      const operator = this.#typed(operators);
      if (!operator) return left;
      const { text } = this.reader.next();
      const right = operand();
      if (text === "/") refuseAmbiguousDivision(this.reader, left, right);
      left = binary(operator, text, left, right);
    }
  }

  /** The operator whose symbol comes next, if one of these does. */
  #typed(operators: Operators): BinaryOperator | undefined {
    const { kind, text } = this.reader.peekAny();
    return kind === "symbol" ? operators.get(text) : undefined;
  }

  /** Factors side by side; the product is associative, and `A B x` costs less as A (B x). */
  #chain(): Expression {
    const left = this.#unary();
    const { kind, text } = this.reader.peekAny();
    if (text === "[") refuseList(this.reader);
    const isLatex = text === "\\" && !foreignOperator(this.reader);
    const isFactor = kind === "name" || kind === "number" || text === "(" || isLatex;
    if (!isFactor) return left;
    if (!isLatex) refuseGluedNumber(this.reader);
    return binary(
      "product",
      "",
      left,
      this.#deeper(() => this.#chain()),
    );
  }

  #unary(): Expression {
    if (!this.reader.isSymbol(...MINUS)) return this.#power();
    refuseDoubleSign(this.reader);
    const minus = this.reader.next();
    const operand = this.#deeper(() => this.#unary());
    return { kind: "negate", operand, span: cover(minus.span, operand.span) };
  }

  #power(): Expression {
    const base = this.#postfix();
    const operator = this.#typed(POWERS);
    if (!operator) return base;
    const { text } = this.reader.next();
    return binary(operator, text, base, this.#exponent());
  }

  #exponent(): Expression {
    const { reader } = this;
    const exponent = reader.isSymbol(...MINUS) ? this.#negative() : this.#postfix();
    if (!isConstant(exponent)) throw reader.error(exponent.span, "an exponent must be a number", "e.g. a .^ 2");
    return exponent;
  }

  #negative(): Expression {
    const minus = this.reader.next();
    const operand = this.#postfix();
    return { kind: "negate", operand, span: cover(minus.span, operand.span) };
  }

  #postfix(): Expression {
    let operand = this.#primary();
    for (;;) {
      this.#refuseForeignSuffix(operand);
      if (!this.reader.isSymbol(...TRANSPOSE)) return operand;
      operand = { kind: "transpose", operand, span: cover(operand.span, this.reader.next().span) };
    }
  }

  /** What other notations put behind an operand: `Wᵀ`, `W.T`, `np.tanh`. */
  #refuseForeignSuffix(operand: Expression): void {
    refuseForeignTranspose(this.reader, operand);
    refuseAttribute(this.reader, operand);
  }

  #primary(): Expression {
    const { kind, text, span } = this.reader.peekAny();
    if (kind === "number") return { kind, value: Number(text), span: this.reader.next().span };
    if (kind === "name") return this.#name(this.reader.next());
    if (this.reader.isSymbol("(")) return this.#brackets();
    refuseLatex(this.reader);
    if (this.reader.isSymbol("[")) refuseList(this.reader);
    throw unexpected(this.reader, span);
  }

  #brackets(): Expression {
    const before = this.reader.previous;
    const open = this.reader.open();
    const inner = this.expression();
    if (this.reader.isSymbol(",")) throw this.#tuple(before, open);
    this.#close(open);
    return { ...inner, span: cover(open.span, this.reader.previous.span), inBrackets: true };
  }

  /** Several arguments: of a function that is none, or of nothing. */
  #tuple({ kind, text: name, span }: Token, open: Token): Error {
    refuseDecimalComma(this.reader);
    if (kind === "name" && (isTakenForFunction(name) || /^\p{L}{2}/u.test(name)))
      return unknownFunction(this.reader.source, { name, span });
    this.reader.next();
    this.#arguments();
    this.#close(open);
    return tupleError(this.reader, cover(open.span, this.reader.previous.span), kind === "name" && !open.spaced);
  }

  #close(open: Token): void {
    const found = this.reader.peek();
    if (this.reader.isSymbol(")")) this.reader.close();
    else if (found.kind === "end" || this.reader.isSymbol("=", "=="))
      throw this.reader.error(open.span, "this ( is never closed", "Add ) where it should end.");
    else if (this.reader.isSymbol("]"))
      throw this.reader.error(
        found.span,
        `expected ) to close the ( in column ${open.span.column}, found ]`,
        "Round brackets group, square ones hold a time index.",
      );
    else throw unexpected(this.reader, found.span);
  }

  #name(token: Token): Expression {
    const { text: name, span } = token;
    if (name === "t" || name === "T") throw reservedName(this.reader, token);
    if (isFunctionName(name)) return this.#call(token, name);
    refuseTimeNotation(this.reader, token);
    if (this.reader.isSymbol("[")) {
      refuseList(this.reader, token);
      const time = readTimeIndex(this.reader, token);
      return { kind: "name", name, time, span: cover(span, this.reader.previous.span) };
    }
    refuseLoweredTime(this.reader, token);
    if (this.reader.isSymbol("(")) {
      const sign = SIGNS.get(name);
      if (sign) return this.#sign(token, sign);
      if (!this.quantities.has(name)) refuseFunctionSlip(this.reader, token);
    }
    return { kind: "name", name, time: null, span };
  }

  /** A function by its sign, unless the text has a quantity of that name too. */
  #sign(token: Token, name: FunctionName): Expression {
    const { text, span } = token;
    if (!this.quantities.has(text)) return this.#call(token, name);
    throw this.reader.error(
      span,
      `${text} is a quantity elsewhere in these equations, so this is a product or the function ${name}`,
      `Write ${name}( … ) or ${text} * ( … ).`,
    );
  }

  #call({ span }: Token, name: FunctionName): Expression {
    if (!this.reader.isSymbol("(")) throw this.#withoutBrackets(name);
    const found = this.#bracketedArguments();
    const whole = cover(span, this.reader.previous.span);
    const { least, most } = FUNCTIONS[name].arguments;
    if (found.length >= least && found.length <= most)
      return { kind: "call", function: name, arguments: found, span: whole };
    throw argumentCountError(this.reader, name, found.length, whole);
  }

  #bracketedArguments(): Expression[] {
    const open = this.reader.open();
    const found = this.reader.isSymbol(")") ? [] : this.#arguments();
    refuseNamedArgument(this.reader);
    this.#close(open);
    return found;
  }

  #arguments(): Expression[] {
    const found = [this.expression()];
    while (this.reader.isSymbol(",")) {
      refuseDecimalComma(this.reader);
      this.reader.next();
      found.push(this.expression());
    }
    return found;
  }

  #withoutBrackets(name: FunctionName): Error {
    const { span } = this.reader.previous;
    const found = show(this.reader.peek());
    return this.reader.error(
      span,
      `${name} is a function: expected its argument in round brackets, found ${found}`,
      `e.g. ${usage(name)}`,
    );
  }
}

/** Made of numbers alone. */
function isConstant(expression: Expression): boolean {
  if (expression.kind === "number") return true;
  if (expression.kind === "negate") return isConstant(expression.operand);
  return expression.kind === "binary" && isConstant(expression.left) && isConstant(expression.right);
}
