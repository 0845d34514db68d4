import { FUNCTIONS } from "../functions/index.js";
import type { Expression, Statement, TimeIndex } from "./ast.js";
import { OPERATORS } from "./operators.js";
import { texOfNameAt } from "./texName.js";

/** A piece of a typeset statement: plain TeX, or a name whose numbers can stand in its place. */
export type TexPiece =
  | { readonly tex: string }
  | { readonly name: string; readonly tex: string; readonly base: "t" | "T" | null; readonly offset: number };

/** The whole statement, left side and equals sign included. Joined, the pieces are TeX. */
export function texOf(statement: Statement): TexPiece[] {
  const time: TimeIndex | null = statement.time === "none" ? null : { base: statement.time, offset: 0 };
  return merge([{ tex: `${texOfNameAt(statement.name, time)} = ` }, ...pieces(statement.expression)]);
}

/** Neighbouring plain pieces become one. */
function merge(list: readonly TexPiece[]): TexPiece[] {
  const out: TexPiece[] = [];
  for (const piece of list) {
    const last = out[out.length - 1];
    if (last && !("name" in last) && !("name" in piece)) out[out.length - 1] = { tex: last.tex + piece.tex };
    else out.push(piece);
  }
  return out;
}

const text = (tex: string): TexPiece => ({ tex });

function bracketed(expression: Expression, needs: boolean): TexPiece[] {
  return needs ? [text("\\left("), ...pieces(expression), text("\\right)")] : pieces(expression);
}

const isSum = (e: Expression): boolean => e.kind === "binary" && (e.operator === "add" || e.operator === "subtract");
const isTimes = (e: Expression): boolean => e.kind === "binary" && e.operator === "times";
const isNegative = (e: Expression): boolean => e.kind === "negate" || (e.kind === "number" && e.value < 0);
/** Begins with a minus as typeset, so it needs brackets behind an operator. */
function startsNegative(e: Expression): boolean {
  if (isNegative(e)) return true;
  return e.kind === "binary" && e.operator !== "divide" && startsNegative(e.left) && !(e.operator === "power");
}
const isAtomic = (e: Expression): boolean =>
  e.kind === "name" || (e.kind === "number" && /^[\d.]+$/u.test(texOfNumber(e.value)));

function pieces(expression: Expression): TexPiece[] {
  switch (expression.kind) {
    case "number":
      return [text(texOfNumber(expression.value))];
    case "name":
      return [
        {
          name: expression.name,
          tex: texOfNameAt(expression.name, expression.time),
          base: expression.time?.base ?? null,
          offset: expression.time?.offset ?? 0,
        },
      ];
    case "negate": {
      const { operand } = expression;
      return joined(OPERATORS.negate.tex, [bracketed(operand, isSum(operand) || isNegative(operand))]);
    }
    case "transpose":
      return joined(OPERATORS.transpose.tex, [bracketed(expression.operand, !isAtomic(expression.operand))]);
    case "call":
      return call(expression);
    case "binary":
      return binary(expression);
  }
}

function call(expression: Extract<Expression, { kind: "call" }>): TexPiece[] {
  const inner = expression.arguments.flatMap((argument, i) => [...(i > 0 ? [text(",\\, ")] : []), ...pieces(argument)]);
  return [text(`${FUNCTIONS[expression.function].tex}\\left(`), ...inner, text("\\right)")];
}

function binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>): TexPiece[] {
  const { tex } = OPERATORS[operator];
  switch (operator) {
    case "add":
      return joined(tex, [pieces(left), bracketed(right, startsNegative(right))]);
    case "subtract":
      return joined(tex, [pieces(left), bracketed(right, isSum(right) || startsNegative(right))]);
    case "divide":
      return joined(tex, [pieces(left), pieces(right)]);
    case "power":
      return joined(tex, [bracketed(left, !isAtomic(left)), pieces(right)]);
    case "product":
      // two numbers side by side would read as one; A (x ⊙ b) is not (A x) ⊙ b
      return joined(startsWithDigit(right) ? ["", " \\cdot ", ""] : tex, [
        bracketed(left, isSum(left) || isTimes(left)),
        bracketed(right, isSum(right) || isTimes(right) || startsNegative(right)),
      ]);
    case "times":
      return joined(tex, [bracketed(left, isSum(left)), bracketed(right, isSum(right) || startsNegative(right))]);
  }
}

/** Operands with TeX before, between and behind them. */
function joined([before, ...rest]: readonly string[], operands: readonly TexPiece[][]): TexPiece[] {
  const part = (tex = ""): TexPiece[] => (tex === "" ? [] : [text(tex)]);
  return [...part(before), ...operands.flatMap((operand, i) => [...operand, ...part(rest[i])])];
}

/** As typeset: two numbers side by side would read as one. */
function startsWithDigit(expression: Expression): boolean {
  if (expression.kind === "number") return true;
  if (expression.kind !== "binary" || expression.operator === "divide") return false;
  return startsWithDigit(expression.left);
}

/** `2e-7` is 2 · 10^{-7}. */
function texOfNumber(value: number): string {
  const [digits, exponent] = String(value).split("e");
  if (exponent === undefined) return digits!;
  return `${digits === "1" ? "" : `${digits} \\cdot `}10^{${Number(exponent)}}`;
}
