import type { Expression, Statement, TimeIndex } from "./ast.js";
import { FUNCTIONS } from "./functions.js";

/** A piece of a typeset statement: plain TeX, or a name whose numbers can stand in its place. */
export type TexPiece =
  | { readonly tex: string }
  | { readonly name: string; readonly tex: string; readonly base: "t" | "T" | null; readonly offset: number };

const GREEK: Readonly<Record<string, string>> = {
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  ζ: "\\zeta",
  η: "\\eta",
  θ: "\\theta",
  ι: "\\iota",
  κ: "\\kappa",
  λ: "\\lambda",
  μ: "\\mu",
  ν: "\\nu",
  ξ: "\\xi",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  υ: "\\upsilon",
  φ: "\\varphi",
  χ: "\\chi",
  ψ: "\\psi",
  ω: "\\omega",
  Γ: "\\Gamma",
  Δ: "\\Delta",
  Θ: "\\Theta",
  Λ: "\\Lambda",
  Ξ: "\\Xi",
  Π: "\\Pi",
  Σ: "\\Sigma",
  Φ: "\\Phi",
  Ψ: "\\Psi",
  Ω: "\\Omega",
};
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0302": "\\hat",
  "\u0304": "\\bar",
  "\u0303": "\\tilde",
  "\u0307": "\\dot",
};

/** A name without time: `W_hh` → W_{hh}, `ŷ` → \hat{y}, `target` → \mathrm{target}. */
export function texOfName(name: string): string {
  const { stem, subscript } = partsOf(name);
  return subscript ? `${stem}_{${subscript}}` : stem;
}

function partsOf(name: string): { stem: string; subscript: string } {
  const [first = "", ...rest] = name.split("_");
  return { stem: stemOf(first), subscript: rest.filter(Boolean).map(plain).join(",") };
}

function stemOf(stem: string): string {
  const [letter = "", accent, ...more] = [...stem.normalize("NFD")];
  if (accent !== undefined && more.length === 0 && ACCENTS[accent]) return `${ACCENTS[accent]}{${symbol(letter)}}`;
  const letters = [...stem];
  return letters.length <= 1 ? symbol(stem) : `\\mathrm{${plain(stem)}}`;
}

const symbol = (letter: string): string => GREEK[letter] ?? plain(letter);

/** Letters that TeX's math mode knows; anything else as text. */
function plain(text: string): string {
  const spelled = [...text].map((c) => GREEK[c] ?? c);
  if (/^[A-Za-z0-9]*$/.test(text)) return text;
  return [...text].every((c) => GREEK[c] || /[A-Za-z0-9]/.test(c)) ? spelled.join(" ") : `\\text{${text}}`;
}

const timeTex = ({ base, offset }: TimeIndex): string =>
  `${base}${offset === 0 ? "" : offset > 0 ? `+${offset}` : offset}`;

/** A name at a time: a subscript that it shares with the name's own, `h_a[t-1]` → h_{a,\,t-1}. */
export function texOfNameAt(name: string, time: TimeIndex | null): string {
  if (!time) return texOfName(name);
  const { stem, subscript } = partsOf(name);
  return `${stem}_{${subscript ? `${subscript},\\,` : ""}${timeTex(time)}}`;
}

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
const isNegative = (e: Expression): boolean => e.kind === "negate" || (e.kind === "number" && e.value < 0);
/** Begins with a minus as typeset, so it needs brackets behind an operator. */
function startsNegative(e: Expression): boolean {
  if (isNegative(e)) return true;
  return e.kind === "binary" && e.operator !== "divide" && startsNegative(e.left) && !(e.operator === "power");
}
const isAtomic = (e: Expression): boolean => e.kind === "name" || (e.kind === "number" && e.value >= 0);

function pieces(expression: Expression): TexPiece[] {
  switch (expression.kind) {
    case "number":
      return [text(String(expression.value))];
    case "name":
      return [
        {
          name: expression.name,
          tex: texOfNameAt(expression.name, expression.time),
          base: expression.time?.base ?? null,
          offset: expression.time?.offset ?? 0,
        },
      ];
    case "negate":
      return [text("-"), ...bracketed(expression.operand, isSum(expression.operand) || isNegative(expression.operand))];
    case "transpose":
      return [text("{"), ...bracketed(expression.operand, !isAtomic(expression.operand)), text("}^{\\top}")];
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
  switch (operator) {
    case "add":
      return [...pieces(left), text(" + "), ...bracketed(right, startsNegative(right))];
    case "subtract":
      return [...pieces(left), text(" - "), ...bracketed(right, isSum(right) || startsNegative(right))];
    case "divide":
      return [text("\\frac{"), ...pieces(left), text("}{"), ...pieces(right), text("}")];
    case "power":
      return [text("{"), ...bracketed(left, !isAtomic(left)), text("}^{"), ...pieces(right), text("}")];
    case "product":
      return [
        ...bracketed(left, isSum(left)),
        text(left.kind === "number" && startsWithDigit(right) ? " \\cdot " : " \\, "),
        ...bracketed(right, isSum(right) || startsNegative(right)),
      ];
    case "times":
      return [
        ...bracketed(left, isSum(left)),
        text(" \\odot "),
        ...bracketed(right, isSum(right) || startsNegative(right)),
      ];
  }
}

function startsWithDigit(expression: Expression): boolean {
  if (expression.kind === "number") return true;
  return expression.kind === "binary" && expression.operator === "product" && startsWithDigit(expression.left);
}
