import { FUNCTIONS, type FunctionName, isFunctionName } from "../functions/index.js";
import type { Expression } from "./ast.js";
import { refuseFunctionSlip } from "./functionSlips.js";
import type { Token } from "./lexer.js";
import { LIMITS, tooDeep } from "./limits.js";
import type { BinaryOperator } from "./operators.js";
import { symbolsOf, typedAt } from "./spellings.js";
import { readTimeIndex } from "./timeIndex.js";
import { cover, show, type TokenReader } from "./tokenReader.js";
import { refuseAmbiguousDivision, reservedName, unexpected } from "./unexpected.js";

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
    for (let operator = this.#typed(operators); operator; operator = this.#typed(operators)) {
      const { text } = this.reader.next();
      const right = operand();
      if (text === "/") refuseAmbiguousDivision(this.reader, left, right);
      left = binary(operator, text, left, right);
    }
    return left;
  }

  /** The operator whose symbol comes next, if one of these does. */
  #typed(operators: Operators): BinaryOperator | undefined {
    const { kind, text } = this.reader.peek();
    return kind === "symbol" ? operators.get(text) : undefined;
  }

  /** Factors side by side; the product is associative, and `A B x` costs less as A (B x). */
  #chain(): Expression {
    const left = this.#unary();
    const { kind } = this.reader.peek();
    const isFactor = kind === "name" || kind === "number" || this.reader.isSymbol("(");
    if (!isFactor) return left;
    return binary(
      "product",
      "",
      left,
      this.#deeper(() => this.#chain()),
    );
  }

  #unary(): Expression {
    if (!this.reader.isSymbol(...MINUS)) return this.#power();
    const minus = this.reader.next();
    const operand = this.#deeper(() => this.#unary());
    return { kind: "negate", operand, span: cover(minus.span, operand.span) };
  }

  #power(): Expression {
    const base = this.#postfix();
    const operator = this.#typed(POWERS);
    if (!operator) return base;
    const { text } = this.reader.next();
    return binary(operator, text, base, this.#exponent(base));
  }

  #exponent(base: Expression): Expression {
    const { reader } = this;
    const raised = reader.peek();
    const isTransposed = raised.text === "T" && reader.ahead(1).text !== "[";
    if (isTransposed)
      throw reader.error(
        cover(base.span, raised.span),
        "T is the last time step, not the transpose",
        `The transpose is written ${reader.textOf(base.span)}'.`,
      );
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
    while (this.reader.isSymbol(...TRANSPOSE))
      operand = { kind: "transpose", operand, span: cover(operand.span, this.reader.next().span) };
    return operand;
  }

  #primary(): Expression {
    const { kind, text, span } = this.reader.peek();
    if (kind === "number") return { kind, value: Number(text), span: this.reader.next().span };
    if (kind === "name") return this.#name(this.reader.next());
    if (this.reader.isSymbol("(")) return this.#brackets();
    throw unexpected(this.reader, span);
  }

  #brackets(): Expression {
    const open = this.reader.open();
    const inner = this.expression();
    this.#close(open);
    return { ...inner, span: cover(open.span, this.reader.previous.span) };
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
    if (this.reader.isSymbol("[")) {
      const time = readTimeIndex(this.reader, token);
      return { kind: "name", name, time, span: cover(span, this.reader.previous.span) };
    }
    if (this.reader.isSymbol("(")) refuseFunctionSlip(this.reader, token, this.quantities);
    return { kind: "name", name, time: null, span };
  }

  #call({ span }: Token, name: FunctionName): Expression {
    if (!this.reader.isSymbol("(")) throw this.#withoutBrackets(name);
    const open = this.reader.open();
    const found = this.reader.isSymbol(")") ? [] : this.#arguments();
    this.#close(open);
    const whole = cover(span, this.reader.previous.span);
    const { least, most } = FUNCTIONS[name].arguments;
    if (found.length >= least && found.length <= most)
      return { kind: "call", function: name, arguments: found, span: whole };
    const wanted = `${least === most ? "" : found.length > most ? "at most " : "at least "}${found.length > most ? most : least}`;
    throw this.reader.error(
      whole,
      `${name} takes ${wanted} argument${wanted === "1" ? "" : "s"}, found ${found.length}`,
      `e.g. ${usage(name)}`,
    );
  }

  #arguments(): Expression[] {
    const found = [this.expression()];
    while (this.reader.isSymbol(",")) {
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

/** An example call. */
function usage(name: FunctionName): string {
  const { kind } = FUNCTIONS[name];
  if (kind === "loss") return `${name}(target[t], y[t])`;
  return kind === "concat" ? "concat(s[t-1], x[t])" : `${name}(W s[t-1])`;
}

function binary(operator: BinaryOperator, symbol: string, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, symbol, left, right, span: cover(left.span, right.span) };
}

/** Made of numbers alone. */
function isConstant(expression: Expression): boolean {
  if (expression.kind === "number") return true;
  if (expression.kind === "negate") return isConstant(expression.operand);
  return expression.kind === "binary" && isConstant(expression.left) && isConstant(expression.right);
}
