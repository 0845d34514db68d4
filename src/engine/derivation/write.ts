import { FUNCTIONS } from "../functions/index.js";
import { type Shape, texOfName, texOfNameAt } from "../language/index.js";
import { type At, type Formula, isScalar, type Quantity } from "./formula.js";

/** A piece of a written formula: TeX and plain text side by side; a quantity's numbers can stand in its place. */
export interface Token {
  readonly tex: string;
  readonly text: string;
  readonly quantity?: Quantity;
  readonly shape?: Shape;
}

/** What surrounds a formula: nothing, a minus or Σ, a factor beside it, a power or a transpose. */
const [ALONE, TERM, FACTOR, ATOM] = [0, 1, 2, 3] as const;
type Place = typeof ALONE | typeof TERM | typeof FACTOR | typeof ATOM;

const token = (tex: string, text: string): Token => ({ tex, text });
const between = (lists: readonly (readonly Token[])[], separator: Token): Token[] =>
  lists.flatMap((list, i) => (i === 0 ? list : [separator, ...list]));

/**
 * Writes formulas in the network's own symbols.
 * @param loss the symbol of what is differentiated, e.g. `E`
 */
export class Writer {
  constructor(private readonly loss: string) {}

  /** @param isTerm whether more stands beside it, so that a sum needs brackets */
  write(formula: Formula, isTerm = false): Token[] {
    return this.#write(formula, isTerm ? TERM : ALONE);
  }

  #write(f: Formula, place: Place): Token[] {
    switch (f.kind) {
      case "number":
        return [token(String(f.value), String(f.value))];
      case "perStep":
        return [token("\\tfrac{1}{T}", "1/T")];
      case "symbol":
        return this.#bracketed([this.quantity(f.quantity, f.shape)], place === ATOM && f.quantity.of !== "value");
      case "ones":
        return [token(onesTex(f.shape), "1")];
      case "identity":
        return [token("I", "I")];
      case "sum":
        return this.#bracketed(this.#sum(f.terms), place >= TERM);
      case "negate":
        return this.#bracketed([token("-", "-"), ...this.#write(f.operand, TERM)], place >= FACTOR);
      case "times":
        // zeros of a shape
        if (f.left.kind === "number" && f.left.value === 0) return this.#write(f.left, place);
        return this.#bracketed(this.#product(f), place === ATOM);
      case "product":
        return this.#bracketed(this.#product(f), place === ATOM);
      case "divide":
        return this.#divide(f, place);
      default:
        return this.#other(f, place);
    }
  }

  #sum(terms: readonly Formula[]): Token[] {
    return terms.flatMap((term, i) => {
      if (term.kind === "negate")
        return [i > 0 ? token(" - ", " - ") : token("-", "-"), ...this.#write(term.operand, TERM)];
      return [...(i > 0 ? [token(" + ", " + ")] : []), ...this.#write(term, ALONE)];
    });
  }

  #product(f: Extract<Formula, { kind: "product" | "times" }>): Token[] {
    const isElementwise = f.kind === "times" && !isScalar(f.left) && !isScalar(f.right);
    // a constant stands before what it multiplies; a quantity of one number keeps its place: W' δ
    const isConstant = f.right.kind === "number" || f.right.kind === "perStep";
    const [left, right] = isConstant && f.left.kind !== f.right.kind ? [f.right, f.left] : [f.left, f.right];
    // A (x ⊙ b) is not (A x) ⊙ b
    const part = (e: Formula): Token[] => this.#bracketed(this.#write(e, FACTOR), mixes(e, isElementwise));
    const [first, second] = [part(left), part(right)];
    // two numbers side by side would read as one
    const separator = /^\d/u.test(second[0]!.text) ? token(" \\cdot ", " * ") : token(" \\, ", " ");
    return between([first, second], isElementwise ? token(" \\odot ", " .* ") : separator);
  }

  #divide({ left, right }: Extract<Formula, { kind: "divide" }>, place: Place): Token[] {
    if (!isScalar(right)) {
      const parts = between([this.#write(left, ATOM), this.#write(right, ATOM)], token(" \\oslash ", " ./ "));
      return this.#bracketed(parts, place >= FACTOR);
    }
    // a fraction bar needs no brackets, the slash of the plain text does
    const [open, close] = left.kind === "sum" ? ["(", ")"] : ["", ""];
    const [below, above] = IN_PARTS.has(right.kind) ? ["(", ")"] : ["", ""];
    const fraction = [
      token("\\frac{", open),
      ...this.#write(left, ALONE),
      token("}{", `${close} / ${below}`),
      ...this.#write(right, ALONE),
      token("}", above),
    ];
    return this.#bracketed(fraction, place === ATOM);
  }

  #other(
    f: Exclude<
      Formula,
      {
        kind: "number" | "perStep" | "symbol" | "ones" | "identity" | "sum" | "negate" | "product" | "times" | "divide";
      }
    >,
    place: Place,
  ): Token[] {
    const inside = (open: Token, e: Formula, close: Token): Token[] => [open, ...this.#write(e, ALONE), close];
    switch (f.kind) {
      case "transpose":
        return [token("{", ""), ...this.#write(f.operand, ATOM), token("}^{\\top}", "'")];
      case "power":
        return [token("{", ""), ...this.#write(f.operand, ATOM), token(`}^{${f.exponent}}`, ` .^ ${f.exponent}`)];
      case "diag":
        return inside(token("\\operatorname{diag}\\left(", "diag("), f.operand, token("\\right)", ")"));
      case "diagonal":
        return inside(token("\\operatorname{diagonal}\\left(", "diagonal("), f.operand, token("\\right)", ")"));
      case "total":
        return inside(token("\\operatorname{sum}\\left(", "sum("), f.operand, token("\\right)", ")"));
      case "positive":
        return inside(token("\\left[", "["), f.operand, token(" > 0\\right]", " > 0]"));
      case "call":
        return this.#call(f);
      case "spread":
        return this.#bracketed(
          [...this.#write(f.operand, FACTOR), token(` \\, ${onesTex(f.shape)}`, " 1")],
          place === ATOM,
        );
      case "rows":
        return inside(
          token("\\left[", "["),
          f.operand,
          token(`\\right]_{${f.from + 1}:${f.to}}`, `][${f.from + 1}:${f.to}]`),
        );
      case "stack":
        return [
          token("\\begin{bmatrix}", "["),
          ...between(
            f.parts.map((part) => this.#write(part, ALONE)),
            token(" \\\\ ", "; "),
          ),
          token("\\end{bmatrix}", "]"),
        ];
      case "within":
        return this.#write(f.operand, place);
      case "atEnd":
        return this.#atEnd(f, place);
      case "overTime":
        return this.#bracketed(
          [token("\\sum_{\\tau=1}^{T} ", "Σ_τ "), ...this.#write(f.operand, TERM)],
          place >= FACTOR,
        );
    }
  }

  #atEnd(f: Extract<Formula, { kind: "atEnd" }>, place: Place): Token[] {
    const [t, end] = [indexText(f.at), indexText({ base: "T", offset: f.offset })];
    const condition = token(
      `\\left[${indexTex(f.at)} = ${indexTex({ base: "T", offset: f.offset })}\\right] \\, `,
      `[${t} = ${end}] `,
    );
    return this.#bracketed([condition, ...this.#write(f.operand, FACTOR)], place >= FACTOR);
  }

  #call(f: Extract<Formula, { kind: "call" }>): Token[] {
    const parts = between(
      f.arguments.map((e) => this.#write(e, ALONE)),
      token(",\\, ", ", "),
    );
    return [token(`${FUNCTIONS[f.function].tex}\\left(`, `${f.function}(`), ...parts, token("\\right)", ")")];
  }

  #bracketed(tokens: readonly Token[], needs: boolean): Token[] {
    return needs ? [token("\\left(", "("), ...tokens, token("\\right)", ")")] : [...tokens];
  }

  /** A symbol; `shape` only where numbers may stand in its place. */
  quantity(quantity: Quantity, shape?: Shape): Token {
    const { name, index } = quantity;
    const [tex, text] = [texAt(name, index), textAt(name, index)];
    const rest = shape ? { quantity, shape } : {};
    switch (quantity.of) {
      case "value":
        return { tex, text, ...rest };
      case "adjoint":
        return {
          tex: `\\frac{\\partial ${texOfName(this.loss)}}{\\partial ${tex}}`,
          text: `∂${this.loss}/∂${text}`,
          ...rest,
        };
      case "delta":
        return {
          tex: `\\delta^{${texOfName(name)}}${index ? `_{${indexTex(index)}}` : ""}`,
          text: `δ${text}`,
          ...rest,
        };
      case "jacobian": {
        const by = { tex: texAt(quantity.by, quantity.byIndex), text: textAt(quantity.by, quantity.byIndex) };
        return { tex: `\\frac{\\partial ${tex}}{\\partial ${by.tex}}`, text: `∂${text}/∂${by.text}`, ...rest };
      }
    }
  }
}

/** Formulas of several parts, which a slash would tear apart. */
const IN_PARTS: ReadonlySet<Formula["kind"]> = new Set(["sum", "negate", "product", "times", "divide"]);

/** Whether a factor would be read with the wrong neighbour without brackets. */
function mixes(part: Formula, isElementwise: boolean): boolean {
  if (part.kind !== "product" && part.kind !== "times") return false;
  if (part.kind === "times" && (isScalar(part.left) || isScalar(part.right))) return false;
  return (part.kind === "times") !== isElementwise;
}

function onesTex({ rows, columns }: Shape): string {
  if (columns === 1) return "\\mathbf{1}";
  return rows === 1 ? "\\mathbf{1}^{\\top}" : "\\mathbf{1}\\mathbf{1}^{\\top}";
}

const shift = (offset: number): string => (offset === 0 ? "" : offset > 0 ? `+${offset}` : `${offset}`);
/** `t-1`; a time counted from 0 is a plain number. */
const indexText = ({ base, offset }: At): string => (base === "0" ? `${offset}` : `${base}${shift(offset)}`);
const indexTex = (at: At): string => indexText(at).replace("τ", "\\tau ");

function texAt(name: string, index: At | null): string {
  // a learned initial state is called s[0]
  if (name.endsWith("[0]")) return texOfNameAt(name.slice(0, -3), { base: "0", offset: 0 });
  if (!index) return texOfName(name);
  return texOfNameAt(
    name,
    index.base === "0" ? { base: `${index.offset}`, offset: 0 } : { ...index, base: index.base.replace("τ", "\\tau ") },
  );
}

const textAt = (name: string, index: At | null): string => (index ? `${name}[${indexText(index)}]` : name);
