import { EquationError } from "../errors.js";
import type { BinaryOperator, Expression, Span, Statement, StatementTime, TimeIndex } from "./ast.js";
import { FUNCTION_NAMES, FUNCTIONS, isFunctionName } from "./functions.js";
import { type Token, tokenize } from "./lexer.js";
import { nearestName } from "./nearestName.js";

/** Reads a text into statements. @throws EquationError where it is not in the language */
export function parse(source: string): Statement[] {
  return new Parser(source).statements();
}

const ADDITIVE: Readonly<Record<string, BinaryOperator>> = { "+": "add", "-": "subtract" };
const MULTIPLICATIVE: Readonly<Record<string, BinaryOperator>> = {
  "*": "product",
  "·": "product",
  "×": "product",
  ".*": "times",
  "⊙": "times",
  "/": "divide",
  "./": "divide",
};

const cover = (a: Span, b: Span): Span => ({ ...a, end: b.end });

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Open brackets: inside them a new line goes on with the statement. */
  #depth = 0;
  readonly #assigned: ReadonlySet<string>;

  constructor(private readonly source: string) {
    this.#tokens = tokenize(source);
    this.#assigned = new Set(
      this.#tokens.filter((t, i) => t.kind === "name" && startsLine(this.#tokens, i)).map((t) => t.text),
    );
  }

  statements(): Statement[] {
    const statements: Statement[] = [];
    for (this.#skipNewlines(); this.#peek().kind !== "end"; this.#skipNewlines()) statements.push(this.#statement());
    if (statements.length === 0)
      throw this.#error(
        this.#peek().span,
        "there are no equations",
        "Write one statement a line, e.g. s[t] = tanh(U x[t] + W s[t-1]).",
      );
    return statements;
  }

  #skipNewlines(): void {
    while (this.#tokens[this.#at]!.kind === "newline") this.#at++;
  }

  #peek(): Token {
    if (this.#depth > 0) this.#skipNewlines();
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  #isSymbol(text: string): boolean {
    const token = this.#peek();
    return token.kind === "symbol" && token.text === text;
  }

  #statement(): Statement {
    const name = this.#next();
    if (name.kind !== "name")
      throw this.#error(
        name.span,
        `a statement begins with a name, found ${show(name)}`,
        "e.g. s[t] = tanh(U x[t] + W s[t-1])",
      );
    if (name.text === "t" || name.text === "T") throw this.#reserved(name);
    const time = this.#isSymbol("[") ? this.#leftIndex(name) : "none";
    this.#equals(name);
    const expression = this.#expression();
    const last = this.#tokens[this.#at - 1]!;
    const end = this.#peek();
    if (end.kind !== "newline" && end.kind !== "end") throw this.#unexpected(end);
    const span = cover(name.span, last.span);
    return {
      name: name.text,
      time,
      expression,
      span,
      nameSpan: name.span,
      text: this.source.slice(span.start, span.end),
    };
  }

  #equals(name: Token): void {
    const token = this.#next();
    if (token.text === "=") return;
    if (token.text === "==") throw this.#error(token.span, "== compares; a statement needs a single =");
    if (token.text === "(")
      throw this.#error(
        token.span,
        `found ( after ${name.text}, expected = or a time index`,
        `A time index stands in square brackets: ${name.text}[t] = …`,
      );
    throw this.#error(
      token.span,
      `found ${show(token)} after ${name.text}, expected =`,
      "A statement is written name[t] = expression.",
    );
  }

  /** The time index of the name that a statement assigns. */
  #leftIndex(name: Token): StatementTime {
    const open = this.#peek();
    const { base, offset } = this.#index(name);
    if (offset === 0) return base;
    const sign = offset > 0 ? "+" : "";
    throw this.#error(
      cover(open.span, this.#tokens[this.#at - 1]!.span),
      `a statement assigns ${name.text}[t] or ${name.text}[T], found [${base}${sign}${offset}]`,
      `Shift the right side instead: ${name.text}[t] = … ${name.text}[t-1] …`,
    );
  }

  /** `[t]`, `[t-k]`, `[t+k]`, `[T]`, `[T-k]`. */
  #index(name: Token): TimeIndex {
    const open = this.#next();
    const base = this.#next();
    if (base.kind !== "name" || (base.text !== "t" && base.text !== "T")) throw this.#badIndex(name, base);
    const sign = this.#peek();
    let offset = 0;
    if (sign.text === "+" || sign.text === "-") {
      this.#next();
      const amount = this.#next();
      if (amount.kind !== "number" || !/^\d+$/.test(amount.text))
        throw this.#error(
          amount.span,
          `a time index counts whole steps, found ${show(amount)}`,
          `e.g. ${name.text}[t-1]`,
        );
      offset = sign.text === "-" ? -Number(amount.text) : Number(amount.text);
    }
    this.#close("]", open, "[");
    if (base.text === "T" && offset > 0)
      throw this.#error(cover(base.span, sign.span), "T is the last time step; there is nothing after it");
    return { base: base.text, offset: offset === 0 ? 0 : offset };
  }

  #badIndex(name: Token, found: Token): EquationError {
    const hint = `Write ${name.text}[t] for this time step, ${name.text}[t-1] for the one before, ${name.text}[T] for the last.`;
    return this.#error(found.span, `the time index is t or T, found ${show(found)}`, hint);
  }

  #close(symbol: string, open: Token, opened: string): void {
    if (this.#isSymbol(symbol)) {
      this.#next();
      return;
    }
    const found = this.#peek();
    throw this.#error(
      open.span,
      `this ${opened} is never closed: expected ${symbol} before ${show(found)}`,
      `Add ${symbol} where the bracket should end.`,
    );
  }

  #expression(): Expression {
    let left = this.#term();
    for (let token = this.#peek(); token.kind === "symbol" && ADDITIVE[token.text]; token = this.#peek()) {
      this.#next();
      const right = this.#term();
      left = binary(ADDITIVE[token.text]!, token.text, left, right);
    }
    return left;
  }

  #term(): Expression {
    let left = this.#chain();
    for (let token = this.#peek(); token.kind === "symbol" && MULTIPLICATIVE[token.text]; token = this.#peek()) {
      this.#next();
      const right = this.#chain();
      if (token.text === "/") this.#refuseAmbiguous(left, right);
      left = binary(MULTIPLICATIVE[token.text]!, token.text, left, right);
    }
    return left;
  }

  /** `1/2 x[t]` could be half of x or 1/(2x). */
  #refuseAmbiguous(left: Expression, right: Expression): void {
    if (right.kind !== "binary" || right.symbol !== "" || this.source[right.span.start] === "(") return;
    const text = (e: Expression): string => this.source.slice(e.span.start, e.span.end);
    const [a, b, c] = [text(left), text(right.left), text(right.right)];
    throw this.#error(
      right.span,
      "this division can be read in two ways",
      `Write (${a}/${b}) ${c} or ${a}/(${b} ${c}).`,
    );
  }

  /** Factors side by side; the product is associative, so `A B x` is A (B x), which costs less. */
  #chain(): Expression {
    const left = this.#unary();
    if (!this.#startsFactor()) return left;
    return binary("product", "", left, this.#chain());
  }

  #startsFactor(): boolean {
    const token = this.#peek();
    return token.kind === "name" || token.kind === "number" || (token.kind === "symbol" && token.text === "(");
  }

  #unary(): Expression {
    if (!this.#isSymbol("-")) return this.#power();
    const minus = this.#next();
    const operand = this.#unary();
    return { kind: "negate", operand, span: cover(minus.span, operand.span) };
  }

  #power(): Expression {
    const base = this.#postfix();
    const token = this.#peek();
    if (token.text !== "^" && token.text !== ".^") return base;
    this.#next();
    const negative = this.#isSymbol("-") ? this.#next() : undefined;
    const exponent = this.#postfix();
    const right: Expression = negative
      ? { kind: "negate", operand: exponent, span: cover(negative.span, exponent.span) }
      : exponent;
    if (!isConstant(right)) throw this.#error(right.span, "an exponent must be a number", "e.g. a .^ 2");
    return binary("power", token.text, base, right);
  }

  #postfix(): Expression {
    let operand = this.#primary();
    while (this.#isSymbol("'")) {
      const prime = this.#next();
      operand = { kind: "transpose", operand, span: cover(operand.span, prime.span) };
    }
    return operand;
  }

  #primary(): Expression {
    const token = this.#next();
    if (token.kind === "number") return { kind: "number", value: Number(token.text), span: token.span };
    if (token.kind === "name") return this.#name(token);
    if (token.text === "(") return this.#brackets(token);
    if (token.text === ")" || token.text === "]")
      throw this.#error(token.span, `this ${token.text} closes nothing`, "Remove it, or add the opening bracket.");
    throw this.#error(token.span, `expected a name, a number or a bracket, found ${show(token)}`);
  }

  #brackets(open: Token): Expression {
    this.#depth++;
    const inner = this.#expression();
    this.#closeBracket(open);
    return { ...inner, span: cover(open.span, this.#tokens[this.#at - 1]!.span) };
  }

  #closeBracket(open: Token): void {
    const found = this.#peek();
    if (found.text !== ")" && found.kind !== "end" && !(found.kind === "symbol" && found.text === "="))
      throw this.#unexpected(found);
    this.#close(")", open, "(");
    this.#depth--;
  }

  #name(token: Token): Expression {
    if (token.text === "t" || token.text === "T") throw this.#reserved(token);
    const next = this.#peek();
    if (next.text === "[" && next.kind === "symbol") {
      if (isFunctionName(token.text))
        throw this.#error(
          next.span,
          `${token.text} is a function: its argument stands in round brackets`,
          `e.g. ${token.text}(W s[t-1])`,
        );
      const time = this.#index(token);
      return { kind: "name", name: token.text, time, span: cover(token.span, this.#tokens[this.#at - 1]!.span) };
    }
    if (next.text !== "(" || next.kind !== "symbol") {
      if (isFunctionName(token.text))
        throw this.#error(
          token.span,
          `${token.text} is a function and needs its argument in brackets`,
          `e.g. ${token.text}(W s[t-1])`,
        );
      return { kind: "name", name: token.text, time: null, span: token.span };
    }
    if (isFunctionName(token.text)) return this.#call(token);
    this.#refuseMisspelt(token, next);
    return { kind: "name", name: token.text, time: null, span: token.span };
  }

  /** `tahn(…)` and `s(t)`: a name before a bracket is a product, unless it was meant as something else. */
  #refuseMisspelt(name: Token, open: Token): void {
    const [inner, after] = [this.#tokens[this.#at + 1], this.#tokens[this.#at + 2]];
    if (inner?.kind === "name" && inner.text.toLowerCase() === "t" && !open.spaced && after) {
      throw this.#error(
        cover(name.span, after.span),
        `${name.text}(t) is no time index`,
        `A time index stands in square brackets: ${name.text}[t].`,
      );
    }
    if (name.text.length < 3 || this.#assigned.has(name.text)) return;
    const nearest = nearestName(name.text, FUNCTION_NAMES);
    if (nearest) throw this.#error(name.span, `there is no function ${name.text}`, `Did you mean ${nearest}?`);
    if (!open.spaced) {
      const known = FUNCTION_NAMES.join(", ");
      throw this.#error(
        name.span,
        `there is no function ${name.text}`,
        `The functions are ${known}. For a product put a blank or * before the bracket: ${name.text} * (…).`,
      );
    }
  }

  #call(name: Token): Expression {
    const open = this.#next();
    this.#depth++;
    const found: Expression[] = this.#isSymbol(")") ? [] : [this.#expression()];
    while (this.#isSymbol(",")) {
      this.#next();
      found.push(this.#expression());
    }
    this.#closeBracket(open);
    const span = cover(name.span, this.#tokens[this.#at - 1]!.span);
    const { least, most } = FUNCTIONS[name.text as keyof typeof FUNCTIONS].arguments;
    if (found.length < least || found.length > most) {
      const wanted = least === most ? `${least}` : `at least ${least}`;
      const usage =
        name.text === "concat" ? "concat(a, b)" : least === 2 ? `${name.text}(target[t], y[t])` : `${name.text}(a)`;
      throw this.#error(
        span,
        `${name.text} takes ${wanted} argument${wanted === "1" ? "" : "s"}, found ${found.length}`,
        `e.g. ${usage}`,
      );
    }
    return { kind: "call", function: name.text as keyof typeof FUNCTIONS, arguments: found, span };
  }

  #reserved(token: Token): EquationError {
    return this.#error(
      token.span,
      `${token.text} is the time itself and stands only in an index such as s[${token.text}]`,
      "Give the quantity another name.",
    );
  }

  #unexpected(found: Token): EquationError {
    if (found.text === ")" || found.text === "]")
      return this.#error(found.span, `this ${found.text} closes nothing`, "Remove it, or add the opening bracket.");
    if (found.text === "=" || found.text === "==")
      return this.#error(found.span, "a second = in one statement", "Put each statement on a line of its own.");
    if (found.text === ",") return this.#error(found.span, "a comma stands only between the arguments of a function");
    return this.#error(found.span, `found ${show(found)}, expected an operator or the end of the line`);
  }

  #error(span: Span, problem: string, hint?: string): EquationError {
    return new EquationError({ source: this.source, span, problem, ...(hint ? { hint } : {}) });
  }
}

function startsLine(tokens: readonly Token[], i: number): boolean {
  return i === 0 || tokens[i - 1]!.kind === "newline";
}

function show(token: Token): string {
  if (token.kind === "end") return "the end of the text";
  return token.kind === "newline" ? "the end of the line" : JSON.stringify(token.text).slice(1, -1);
}

function binary(operator: BinaryOperator, symbol: string, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, symbol, left, right, span: cover(left.span, right.span) };
}

function isConstant(expression: Expression): boolean {
  if (expression.kind === "number") return true;
  if (expression.kind === "negate") return isConstant(expression.operand);
  return expression.kind === "binary" && isConstant(expression.left) && isConstant(expression.right);
}
