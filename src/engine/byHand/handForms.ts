/**
 * Forms that formulas written by hand have beside the language of networks. They are replaced before the text is parsed:
 * each becomes a name of its own, which the text multiplies with (`[1:3] * (…)`), or a statement of its own (a sum over time).
 *
 * | written | means |
 * |---|---|
 * | `[t = T] a`, `[t = T-2] a` | a at that time step, zero at all others |
 * | `[t < T] a`, `[t > 1] a` | a before the last step, after the first one; else zero |
 * | `[a > 0]` | 1 where an entry of a is positive, else 0: the slope of ReLU |
 * | `a[1:3]` | rows 1 to 3 of a |
 * | `Σ_t a[t]`, `Σ_τ a[τ]` | the sum over all time steps, of all up to the next + or - |
 * | `ones(3, 1)` | a matrix of ones |
 * | `T` | the number of time steps |
 * | `s[0]`, `δ[1]` | the value at one time step |
 */
import type { At } from "../derivation/formula.js";
import { EquationError } from "../errors.js";
import { cover, FUNCTION_NAMES, type Span, type Token, tokenize } from "../language/index.js";

/** What a name that stands for a form means. */
export type HandForm =
  /** 1 where `at` is T + offset, else 0; without an offset, where `at` lies within 1…T. */
  | { readonly is: "condition"; readonly at: At; readonly offset: number | null }
  | { readonly is: "positive" }
  /** Counted from 1, both included. */
  | { readonly is: "rows"; readonly from: number; readonly to: number }
  | { readonly is: "ones"; readonly rows: number; readonly columns: number }
  | { readonly is: "timeSteps" }
  | { readonly is: "moment"; readonly name: string; readonly at: At };

/** A text in tokens of the language, and what its names for forms mean. */
export interface HandTokens {
  readonly tokens: readonly Token[];
  readonly forms: ReadonlyMap<string, HandForm>;
}

/**
 * Reads a text written by hand.
 * @param isNamed whether the network has a name: that is read as it is, also where it looks like a form
 * @throws EquationError where a form is not written as it should be
 */
export function handTokens(source: string, isNamed: (name: string) => boolean): HandTokens {
  return new FormReader(source, isNamed).read();
}

/** What is multiplied with a vector to tell its positive entries. */
const POSITIVE = "[… > 0]";
const SUM = /^Σ+(?:_([tτ]))?$/u;
/** A claim: the one name that may be assigned at time 0, where a state begins. */
const CLAIM = /^d.+_d.+$/u;

class FormReader {
  readonly #tokens: readonly Token[];
  readonly #forms = new Map<string, HandForm>();
  /** The statements of the sums over time. */
  readonly #sums: Token[] = [];
  #sumCount = 0;
  /** What the sum that is being read calls its time. */
  #bound: string | undefined;
  /** Round brackets that are open. */
  #depth = 0;

  constructor(
    private readonly source: string,
    private readonly isNamed: (name: string) => boolean,
  ) {
    this.#tokens = tokenize(source, [":", ">", "<"]);
  }

  read(): HandTokens {
    const end = this.#tokens.length - 1;
    const tokens = this.#range(0, end);
    return { tokens: [...tokens, ...this.#sums, this.#tokens[end]!], forms: this.#forms };
  }

  #range(from: number, to: number): Token[] {
    const out: Token[] = [];
    for (let at = from; at < to; ) at = this.#one(at, to, out);
    return out;
  }

  /** Reads a token, or the form that begins with it. @returns where the next one begins */
  #one(at: number, to: number, out: Token[]): number {
    const token = this.#tokens[at]!;
    const { kind, text } = token;
    if (text === "[") return this.#bracket(at, to, out);
    if (kind === "name" && SUM.test(text) && !this.isNamed(text)) return this.#sum(at, to, out);
    if (text === "ones" && this.#ones(at, out)) return at + 6;
    this.#depth += nesting(token);
    const isTranspose = out.at(-1)?.text.endsWith("^");
    out.push(text === "T" && !isTranspose ? this.#form("T ", token.span, { is: "timeSteps" }) : token);
    return at + 1;
  }

  /** A square bracket: a condition, rows, or an index, which is as in the language. */
  #bracket(at: number, to: number, out: Token[]): number {
    const close = this.#closing(at, to);
    const inner = topLevel(this.#tokens.slice(at + 1, close));
    const has = (symbol: string): boolean => inner.some(({ text }) => text === symbol);
    const isTime = /^(?:[tτT]|-?\d+)[<>=]/u.test(this.#written(at + 1, close)) && !this.isNamed(inner[0]!.text);
    if (isTime || has("=")) this.#condition(at, close, out);
    else if (has(">")) this.#positive(at, close, out);
    else if (has(":")) this.#rows(at, close, out);
    else if (!this.#moment(at, close, out)) this.#index(at, close, out);
    return close + 1;
  }

  #condition(at: number, close: number, out: Token[]): void {
    const span = this.#span(at, close);
    const written = this.#written(at + 1, close);
    const condition = conditionOf(written);
    if (!condition) throw this.#wrong(span, "[t = T], [t = T-1], [t < T] or [t > 1]");
    if (condition.at.base === "t" && this.#bound === "τ") throw this.#notBound(span);
    out.push(this.#form(`[${written}]`, span, { is: "condition", ...condition }));
  }

  #positive(at: number, close: number, out: Token[]): void {
    const span = this.#span(at, close);
    if (!/.>0$/u.test(this.#written(at + 1, close))) throw this.#wrong(span, "[a > 0]");
    const name = this.#form(POSITIVE, span, { is: "positive" });
    out.push(...tokensWith(name, "(_ * ("), ...this.#range(at + 1, close - 2), ...tokensWith(name, "))"));
  }

  #rows(at: number, close: number, out: Token[]): void {
    const span = this.#span(at, close);
    const [from = 0, to = 0] = (/^\d+:\d+$/u.exec(this.#written(at + 1, close))?.[0].split(":") ?? []).map(Number);
    const start = operandStart(out);
    if (from < 1 || from > to || start < 0) throw this.#wrong(span, "a[1:3]");
    // of each occurrence its own: what it is taken of may differ in size
    const name = this.#form(`[${from}:${to}]${" ".repeat(this.#forms.size)}`, span, { is: "rows", from, to });
    out.splice(start, 0, ...tokensWith(name, "(_ *"));
    out.push(...tokensWith(name, ")"));
  }

  /** `s[0]`, `δ[2]`, `r[T+1]`: one time step. @returns false for an index of the language */
  #moment(at: number, close: number, out: Token[]): boolean {
    const index = this.#written(at + 1, close);
    const name = out.at(-1);
    if (name?.kind !== "name" || !/^(?:-?\d+|T\+\d+)$/u.test(index)) return false;
    const written = `${name.text}[${index}]`;
    const span = cover(name.span, this.#tokens[close]!.span);
    const isAssigned = this.#tokens[close + 1]?.text === "=" && (out.length < 2 || out.at(-2)!.kind === "newline");
    if (isAssigned && !(index === "0" && CLAIM.test(name.text))) return false;
    out.pop();
    out.push(
      isAssigned
        ? { ...name, text: written, span }
        : this.#form(written, span, { is: "moment", name: name.text, at: timeOf(index) }),
    );
    return true;
  }

  /** In a sum over τ that is the time of the statement that sums up. */
  #index(at: number, close: number, out: Token[]): void {
    const base = this.#tokens[at + 1]!;
    if (this.#bound === "τ" && base.text === "t") throw this.#notBound(this.#span(at, close));
    const inner = this.#tokens.slice(at, close + 1);
    out.push(...inner.map((token) => (token === base && base.text === this.#bound ? { ...base, text: "t" } : token)));
  }

  /** A sum over time is a sequence of its own that grows step by step, read at T. */
  #sum(at: number, to: number, out: Token[]): number {
    const { text, span } = this.#tokens[at]!;
    const end = this.#termEnd(at + 1, to);
    if (end === at + 1) throw this.#wrong(span, "Σ_t δ[t] x[t]'");
    const [outer, depth] = [this.#bound, this.#depth];
    this.#bound = SUM.exec(text)?.[1] ?? "t";
    this.#depth = 0;
    const body = this.#range(at + 1, end);
    [this.#bound, this.#depth] = [outer, depth];
    const name = nameToken(`sum ${++this.#sumCount}`, span);
    this.#sums.push(...tokensWith(name, "\n_[t] = _[t-1] + ("), ...body, ...tokensWith(name, ")"));
    out.push(...tokensWith(name, "_[T]"));
    return end;
  }

  /** Where the term that begins at `from` ends: at a + or -, or where its brackets or its line end. */
  #termEnd(from: number, to: number): number {
    let depth = 0;
    for (let at = from; at < to; at++) {
      const { kind, text } = this.#tokens[at]!;
      depth += nesting(this.#tokens[at]!);
      if (depth < 0) return at;
      if (depth > 0) continue;
      if ((kind === "newline" && this.#depth === 0) || text === "," || text === "=") return at;
      if ((text === "+" || text === "-") && at > from && endsOperand(this.#tokens[at - 1]!)) return at;
    }
    return to;
  }

  /** `ones(2, 3)`: six tokens. */
  #ones(at: number, out: Token[]): boolean {
    const [written, rows, columns] = /^ones\((\d+),(\d+)\)$/u.exec(this.#written(at, at + 6)) ?? [];
    if (!written) return false;
    const form = { is: "ones", rows: Number(rows), columns: Number(columns) } as const;
    out.push(this.#form(written, this.#span(at, at + 5), form));
    return true;
  }

  #form(name: string, span: Span, form: HandForm): Token {
    this.#forms.set(name, form);
    return nameToken(name, span);
  }

  /** Tokens as one text, without blanks. */
  #written(from: number, to: number): string {
    return this.#tokens
      .slice(from, to)
      .map(({ text }) => text)
      .join("");
  }

  #closing(open: number, to: number): number {
    let depth = 0;
    for (let at = open; at < to; at++) {
      depth += nesting(this.#tokens[at]!);
      if (depth === 0) return at;
    }
    throw this.#error(this.#tokens[open]!.span, "this [ is never closed", "Add ] where it should end.");
  }

  #span(from: number, to: number): Span {
    return cover(this.#tokens[from]!.span, this.#tokens[to]!.span);
  }

  #wrong(span: Span, form: string): EquationError {
    const found = this.source.slice(span.start, span.end);
    return this.#error(span, `expected ${form}, found ${found}`, `Write ${form}.`);
  }

  #notBound(span: Span): EquationError {
    return this.#error(span, "inside Σ_τ the time is τ", "Write [τ] there, or Σ_t for a sum over t.");
  }

  #error(span: Span, problem: string, hint: string): EquationError {
    return new EquationError({ source: this.source, span, problem, hint });
  }
}

const nameToken = (text: string, span: Span): Token => ({ kind: "name", text, span, spaced: true });
/** The tokens of a text that stands where a name does, which is written `_` there. */
const tokensWith = (name: Token, text: string): Token[] =>
  tokenize(text)
    .slice(0, -1)
    .map((token) => (token.text === "_" ? name : { ...token, span: name.span, spaced: true }));

/** `t`, `T-1`, `-2`. */
function timeOf(text: string): At {
  const [, base, steps] = /^([tT]?)(.*)$/u.exec(text)!;
  return { base: (base || "0") as At["base"], offset: Number(steps) };
}

/** How much deeper in brackets the text behind a token stands. */
const nesting = ({ text }: Token): number => (text === "(" || text === "[" ? 1 : text === ")" || text === "]" ? -1 : 0);

const endsOperand = ({ kind, text }: Token): boolean =>
  kind === "name" || kind === "number" || text === ")" || text === "]" || text === "'";

/**
 * `t=T-1`; and what is told by lying within 1…T: `t<T` is 1 where t + 1 does, `t>1` where t - 1 does.
 * @returns undefined for what is no such condition
 */
function conditionOf(written: string): { readonly at: At; readonly offset: number | null } | undefined {
  const [, left, sign, right] = /^([tT]|-?\d+)(<=?|>=?|=)(T(?:[+-]\d+)?|\d+)$/u.exec(written) ?? [];
  if (left === undefined || right === undefined) return undefined;
  const [at, end] = [timeOf(left), timeOf(right)];
  const isBelow = end.base === "T";
  if (isBelow === sign!.startsWith(">") || (isBelow && left === "T")) return undefined;
  if (sign === "=") return { at, offset: end.offset };
  const beyond = sign === "<" || sign === ">=" ? 1 : 0;
  return { at: { base: at.base, offset: at.offset - end.offset + beyond }, offset: null };
}

/** Tokens outside of all brackets. */
function topLevel(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter((token) => {
    depth += nesting(token);
    return depth === 0;
  });
}

/** Where the operand begins that these tokens end with: a name with its index, a bracket, a function with its arguments; -1 for none. */
function operandStart(tokens: readonly Token[]): number {
  let at = tokens.length - 1;
  while (tokens[at]?.text === "'") at--;
  const close = tokens[at];
  if (!close || !endsOperand(close)) return -1;
  if (close.kind === "symbol") {
    for (let depth = 0; at >= 0; at--) {
      depth += nesting(tokens[at]!);
      if (depth === 0) break;
    }
    const before = tokens[at - 1];
    const isCalled = before?.kind === "name" && FUNCTION_NAMES.some((name) => name === before.text);
    if (close.text === "]" || isCalled) at--;
  }
  return at;
}
