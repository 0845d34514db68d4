import { FUNCTIONS } from "../functions/index.js";
import { type Shape, texOfName } from "../language/index.js";
import { type Formula, isNumber, isScalar, type Quantity } from "./formula.js";
import type { TypedNames } from "./gradientNames.js";
import { conditionToken, indexTex, insideToken, texAt, textAt } from "./indexTokens.js";
import { isZeroBeyond } from "./strongZeros.js";
import { addedUp, between, bracketed, bracketedText, enclosed, type Token, token, typedOf } from "./tokens.js";
import { isTypedNumber } from "./typedNumber.js";

/** What surrounds a formula: nothing, a minus or Σ, a factor beside it, an operator that acts on what it touches, a power or a transpose. */
const [ALONE, TERM, FACTOR, ATOM, RAISED] = [0, 1, 2, 3, 4] as const;
type Place = typeof ALONE | typeof TERM | typeof FACTOR | typeof ATOM | typeof RAISED;

type Of<Kind extends Formula["kind"]> = Extract<Formula, { kind: Kind }>;

/**
 * Writes formulas: in TeX in the network's own symbols, and as they are typed in a check by hand.
 * @param loss the symbol of what is differentiated, e.g. `E`
 * @param names what gradients are called where they are typed
 */
export class Writer {
  constructor(
    private readonly loss: string,
    private readonly names: TypedNames,
  ) {}

  /** The sign of a sum over time. */
  sum(time: "t" | "τ"): Token {
    return token(`\\sum_{${time === "t" ? time : "\\tau"}=1}^{T} `, `Σ_${time} `, this.names.sum(time));
  }

  /** @param isTerm whether more stands beside it, so that a sum needs brackets */
  write(formula: Formula, isTerm = false): Token[] {
    return this.#write(formula, isTerm ? TERM : ALONE);
  }

  #write(f: Formula, place: Place): Token[] {
    switch (f.kind) {
      case "number":
        return bracketed([token(String(f.value), String(f.value))], f.value < 0 && place >= FACTOR);
      case "perStep":
        return bracketedText([token("\\tfrac{1}{T}", "1 / T")], place >= FACTOR);
      case "symbol":
        return this.#symbol(f, place);
      case "ones":
        return [token(onesTex(f.shape), "1", onesText(f.shape))];
      case "identity":
        return [token("I", "I")];
      case "sum":
        return bracketed(this.#sum(f), place >= TERM);
      case "negate":
        return bracketed([token("-", "-"), ...this.#write(f.operand, TERM)], place >= FACTOR);
      case "times":
      case "product":
        return this.#product(f, place);
      case "divide":
        return this.#divide(f, place);
      case "power":
        return bracketed(
          [token("{", ""), ...this.#write(f.operand, RAISED), token(`}^{${f.exponent}}`, ` .^ ${f.exponent}`)],
          place === RAISED,
        );
      case "spread":
        return bracketed(this.#spread(f), place >= ATOM);
      case "atEnd":
        return this.#atEnd(f, place);
      case "overTime":
        return bracketed([this.sum("τ"), ...this.#write(f.operand, TERM)], place >= FACTOR);
      case "within":
        return this.#within(f, place);
      default:
        return this.#enclosed(f);
    }
  }

  #symbol(f: Of<"symbol">, place: Place): Token[] {
    const symbol = [this.quantity(f.quantity, f.shape)];
    const isRaised = place >= ATOM && f.quantity.of !== "value";
    return isRaised ? enclosed(token("\\left(", ""), symbol, token("\\right)", "")) : symbol;
  }

  #sum({ terms, shape }: Of<"sum">): Token[] {
    return addedUp(
      terms.map((term) =>
        term.kind === "negate"
          ? [token("-", "-"), ...this.#beside(term.operand, TERM, shape)]
          : this.#beside(term, ALONE, shape),
      ),
    );
  }

  /** One number beside a matrix: what is typed must show that it is one. */
  #beside(f: Formula, place: Place, { rows, columns }: Shape): Token[] {
    const isTold = !isScalar(f) || (rows === 1 && columns === 1) || isTypedNumber(f);
    return isTold ? this.#write(f, place) : enclosed(token("", "", "sum("), this.#write(f, ALONE), token("", "", ")"));
  }

  #product(f: Of<"product" | "times">, place: Place): Token[] {
    // zeros of a shape: what is typed needs something that has it
    if (isNumber(f.left, 0)) return [token("0", "0", `0 * ${typedOf(this.#write(f.right, ATOM))}`)];
    const isElementwise = f.kind === "times" && !isScalar(f.left) && !isScalar(f.right);
    // a constant stands before what it multiplies; a quantity of one number keeps its place: W' δ
    const isConstant = f.right.kind === "number" || f.right.kind === "perStep";
    const [left, right] = isConstant && f.left.kind !== f.right.kind ? [f.right, f.left] : [f.left, f.right];
    // A (x ⊙ b) is not (A x) ⊙ b
    const part = (e: Formula, other: Formula): Token[] =>
      bracketed(this.#factor(e, other, e === left), mixes(e, isElementwise));
    const [first, second] = [part(left, right), part(right, left)];
    const separator = isElementwise ? token(" \\odot ", " .* ") : besideEachOther(typedOf(first), typedOf(second));
    const written = bracketed(between([first, second], separator), place >= ATOM);
    return bracketedText(written, place === FACTOR && separator.typed === CALL_LIKE);
  }

  /** A factor; one number is shown to be one where it is no matrix product with what stands beside it. */
  #factor(e: Formula, other: Formula, isLeft: boolean): Token[] {
    const fits = isLeft ? other.shape.rows === 1 : other.shape.columns === 1;
    return isScalar(e) && fits ? this.#write(e, FACTOR) : this.#beside(e, FACTOR, other.shape);
  }

  #divide({ left, right, shape }: Of<"divide">, place: Place): Token[] {
    if (!isScalar(right)) {
      const parts = [this.#beside(left, ATOM, shape), this.#write(right, ATOM)];
      return bracketed(between(parts, token(" \\oslash ", " ./ ")), place >= FACTOR);
    }
    const fraction = [
      token("\\frac{", ""),
      ...bracketedText(this.#write(left, ALONE), left.kind === "sum" || left.kind === "overTime"),
      token("}{", " / "),
      ...bracketedText(this.#beside(right, ALONE, shape), IN_PARTS.has(right.kind)),
      token("}", ""),
    ];
    return place >= ATOM ? bracketed(fraction, true) : bracketedText(fraction, place === FACTOR);
  }

  #spread({ operand, shape }: Of<"spread">): Token[] {
    return [...this.#beside(operand, FACTOR, shape), token(` \\, ${onesTex(shape)}`, " 1", ` ${onesText(shape)}`)];
  }

  #atEnd(f: Of<"atEnd">, place: Place): Token[] {
    const { base, offset } = f.at;
    // `t-1 = T` is `t = T+1`
    const shift = base === "t" ? offset : 0;
    const condition = conditionToken({ base, offset: offset - shift }, "=", { base: "T", offset: f.offset - shift });
    if (isNumber(f.operand, 1)) return [condition];
    return this.#conditional(condition, f.operand, place);
  }

  /** What a gradient is a factor of is zero by itself where there is no gradient. */
  #within({ at, operand }: Of<"within">, place: Place): Token[] {
    const condition = isZeroBeyond(operand, at) ? null : insideToken(at);
    return condition ? this.#conditional(condition, operand, place) : this.#write(operand, place);
  }

  #conditional(condition: Token, f: Formula, place: Place): Token[] {
    const operand = bracketedText(this.#write(f, FACTOR), mixes(f, false));
    return bracketed([condition, token(" \\, ", " "), ...operand], place >= FACTOR);
  }

  /** What stands in brackets of its own. */
  #enclosed(f: Of<"transpose" | "diag" | "diagonal" | "total" | "positive" | "call" | "rows" | "stack">): Token[] {
    const listed = (parts: readonly Formula[], separator: Token): Token[] =>
      between(
        parts.map((part) => this.#write(part, ALONE)),
        separator,
      );
    const called = (tex: string, name: string, parts: readonly Formula[]): Token[] =>
      enclosed(token(`${tex}\\left(`, `${name}(`), listed(parts, token(",\\, ", ", ")), token("\\right)", ")"));
    switch (f.kind) {
      case "transpose":
        return enclosed(token("{", ""), this.#write(f.operand, RAISED), token("}^{\\top}", "'"));
      case "diag":
        return called("\\operatorname{diag}", "diag", [f.operand]);
      case "diagonal":
        return this.#diagonal(f);
      case "total":
        return called("\\operatorname{sum}", "sum", [f.operand]);
      case "positive":
        return enclosed(token("\\left[", "["), this.#write(f.operand, ALONE), token(" > 0\\right]", " > 0]"));
      case "call":
        return called(FUNCTIONS[f.function].tex, f.function, f.arguments);
      case "rows": {
        const range = `${f.from + 1}:${f.to}`;
        return enclosed(
          token("\\left[", ""),
          this.#write(f.operand, RAISED),
          token(`\\right]_{${range}}`, `[${range}]`),
        );
      }
      case "stack":
        return enclosed(
          token("\\begin{bmatrix}", "[", "concat("),
          listed(f.parts, token(" \\\\ ", "; ", ", ")),
          token("\\end{bmatrix}", "]", ")"),
        );
    }
  }

  /** Typed as the rows' sums of what is left when all but the diagonal is 0. */
  #diagonal({ operand, shape }: { readonly operand: Formula; readonly shape: Shape }): Token[] {
    const ones = onesText(shape);
    return enclosed(
      token("\\operatorname{diagonal}\\left(", "diagonal(", "(("),
      bracketedText(this.#write(operand, ALONE), operand.kind === "sum"),
      token("\\right)", ")", ` .* diag(${ones})) ${ones})`),
    );
  }

  /** A symbol; `shape` only where numbers may stand in its place. */
  quantity(quantity: Quantity, shape?: Shape): Token {
    return { ...this.#named(quantity), ...(shape ? { quantity, shape } : {}) };
  }

  #named(quantity: Quantity): Token {
    const { name, index } = quantity;
    const [tex, text] = [texAt(name, index), textAt(name, index)];
    const slope = (of: string, by: string): string => `\\frac{\\partial ${of}}{\\partial ${by}}`;
    switch (quantity.of) {
      case "value":
        return token(tex, text);
      case "adjoint":
        return token(
          slope(texOfName(this.loss), tex),
          `∂${this.loss}/∂${text}`,
          textAt(this.names.gradient(name), index),
        );
      case "delta":
        return token(
          `\\delta^{${texOfName(name)}}${index ? `_{${indexTex(index)}}` : ""}`,
          `δ${text}`,
          textAt(this.names.delta(name), index),
        );
      case "jacobian": {
        const { by, byIndex } = quantity;
        return token(slope(tex, texAt(by, byIndex)), `∂${text}/∂${textAt(by, byIndex)}`);
      }
    }
  }
}

/** Formulas of several parts, which a slash would tear apart. */
const IN_PARTS: ReadonlySet<Formula["kind"]> = new Set([
  "sum",
  "negate",
  "product",
  "times",
  "divide",
  "perStep",
  "spread",
  "atEnd",
  "overTime",
]);

/** Whether a factor would be read with the wrong neighbour without brackets. */
function mixes(part: Formula, isElementwise: boolean): boolean {
  if (part.kind !== "product" && part.kind !== "times") return false;
  if (part.kind === "times" && (isScalar(part.left) || isScalar(part.right))) return false;
  return (part.kind === "times") !== isElementwise;
}

/** Where a name stands before a bracket, so that nobody takes it for a function. */
const CALL_LIKE = " * ";

/** What stands between the factors of a product: a blank, or a sign where the two would be read as something else. */
function besideEachOther(left: string, right: string): Token {
  // two numbers side by side would read as one
  if (/^\d/u.test(right)) return token(" \\cdot ", " * ");
  const isCall = right.startsWith("(") && /(?:^|[ (])[\p{L}_][^ ()[\]']*$/u.test(left);
  return token(" \\, ", isCall ? CALL_LIKE : " ");
}

function onesTex({ rows, columns }: Shape): string {
  const one = "\\mathbf{1}";
  return `${rows > 1 ? one : ""}${columns > 1 ? `${one}^{\\top}` : ""}`;
}

const onesText = ({ rows, columns }: Shape): string => `ones(${rows}, ${columns})`;
