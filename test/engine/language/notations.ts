/** The same networks in other notations: each exchanges how one thing is written for how others write it. */
import { FUNCTION_NAMES } from "../../../src/engine/language/index.js";
import type { Chooser } from "../../fuzz/draw/chooser.js";

/** Rewrites some of what it finds; the text itself where it finds nothing. */
export type Notation = (text: string, chooser: Chooser) => string;

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;
const FUNCTIONS = FUNCTION_NAMES.join("|");
/** Not inside a name. */
const APART = String.raw`(?<![\p{L}\p{M}\p{N}_.])`;

/** Each match with even odds, at least one. */
function some(pattern: string, by: (...groups: string[]) => string | undefined): Notation {
  return (text, chooser) => {
    const found = [...text.matchAll(new RegExp(pattern, "gu"))];
    const chosen = new Set(found.filter(() => chooser.chance(0.5)));
    if (found.length > 0) chosen.add(chooser.pick(found));
    let [out, end] = ["", 0];
    for (const match of chosen.size > 0 ? found.filter((m) => chosen.has(m)) : []) {
      out += text.slice(end, match.index) + (by(...match) ?? match[0]);
      end = match.index + match[0].length;
    }
    return out + text.slice(end);
  };
}

/** `h[t-1]`, whose name does not end in what the notation would add to. */
const timed = (by: (name: string, base: string, shift: string) => string | undefined): Notation =>
  some(String.raw`${APART}(${NAME})\[\s*([tT])\s*([-+]\s*\d+)?\s*\]`, (_, name, base, shift = "") =>
    name!.endsWith("_") ? undefined : by(name!, base!, shift.replaceAll(" ", "")),
  );

const lowered = (text: string): string =>
  text
    .replace("t", "ₜ")
    .replace("-", "₋")
    .replace("+", "₊")
    .replace(/\d/gu, (digit) => String.fromCharCode(0x2080 + Number(digit)));

const called = (by: (name: string) => string): Notation =>
  some(String.raw`${APART}(${FUNCTIONS})\(`, (_, name) => `${by(name!)}(`);

/** A prime behind a name, an index or a bracket, with nothing behind it that would run into a word. */
const primed = (by: string): Notation => some(String.raw`(?<=[\p{L}\p{M}_\])])'(?![\p{L}\p{N}_'])`, () => by);

/** The bracket that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if ("([".includes(text[i]!)) depth++;
    if (")]".includes(text[i]!) && --depth === 0) return i;
  }
  return -1;
}

/** The parts between the commas that stand in no brackets. */
function parts(text: string): string[] {
  const found = [""];
  let depth = 0;
  for (const character of text) {
    if ("([".includes(character)) depth++;
    if (")]".includes(character)) depth--;
    if (character === "," && depth === 0) found.push("");
    else found[found.length - 1] += character;
  }
  return found;
}

/** One call of a function, rewritten from its arguments. */
const call =
  (names: string, by: (given: string[]) => string | undefined): Notation =>
  (text, chooser) => {
    const found = [...text.matchAll(new RegExp(`${APART}(?:${names})\\(`, "gu"))];
    if (found.length === 0) return text;
    const { index, 0: match } = chooser.pick(found);
    const open = index + match.length - 1;
    const end = closing(text, open);
    const written = end < 0 ? undefined : by(parts(text.slice(open + 1, end)));
    return written === undefined ? text : text.slice(0, index) + written + text.slice(end + 1);
  };

/** A pair of round brackets that only groups. */
const grouped =
  (before: string, behind: string): Notation =>
  (text, chooser) => {
    const found = [...text.matchAll(/(?<![\p{L}\p{M}\p{N}_^])\s*\(/gu)].filter(
      ({ index, 0: match }) => !/[\p{L}\p{M}\p{N}_]$/u.test(text.slice(0, index)) && !match.includes("\n"),
    );
    if (found.length === 0) return text;
    const { index, 0: match } = chooser.pick(found);
    const open = index + match.length - 1;
    const end = closing(text, open);
    return end < 0 ? text : text.slice(0, open) + before + text.slice(open + 1, end) + behind + text.slice(end + 1);
  };

/** A matrix times a sequence, alone between sums and brackets. */
const matrixTimes = (by: (matrix: string, vector: string) => string): Notation =>
  some(String.raw`(?<=[=(+,]\s*)(\p{Lu}[\p{N}_a-z]*) (${NAME}\[[^\]]*\])(?=\s*(?:[+),]|\n|$))`, (_, matrix, vector) =>
    by(matrix!, vector!),
  );

const assignment = (sign: string): Notation => some(String.raw`(?<![=<>:])\s=\s`, () => ` ${sign} `);

/** By what is written differently. */
export const NOTATIONS: Readonly<Record<string, Notation>> = {
  "s_{t-1}": timed((name, base, shift) => `${name}_{${base}${shift}}`),
  "s^{t-1}": timed((name, base, shift) => (base === "T" ? undefined : `${name}^{${base}${shift}}`)),
  "s^{(t-1)}": timed((name, base, shift) => `${name}^{(${base}${shift})}`),
  "s^(t-1)": timed((name, base, shift) => (base === "T" ? undefined : `${name}^(${base}${shift})`)),
  "s^{<t-1>}": timed((name, base, shift) => `${name}^{<${base}${shift}>}`),
  "s<t-1>": timed((name, base, shift) => `${name}<${base}${shift}>`),
  "s(t-1)": timed((name, base, shift) => `${name}(${base}${shift})`),
  "sₜ₋₁": timed((name, base, shift) => (base === "T" ? undefined : `${name}${lowered(`t${shift}`)}`)),
  s_t: timed((name, base, shift) => (shift === "" ? `${name}_${base}` : undefined)),
  "np.tanh(": called((name) => `np.${name}`),
  "torch.nn.functional.tanh(": called((name) => `torch.nn.functional.${name}`),
  "W\\tanh(": some(String.raw`(?<=\p{Lu})\s+(${FUNCTIONS})\(`, (_, name) => `\\${name}(`),
  "\\tanh(": called((name) => `\\${name}`),
  "Tanh(": called((name) => name[0]!.toUpperCase() + name.slice(1)),
  "σ(": some(String.raw`${APART}sigmoid\(`, () => "σ("),
  "\\sigma(": some(String.raw`${APART}sigmoid\(`, () => "\\sigma("),
  "sigma(": some(String.raw`${APART}sigmoid\(`, () => "sigma("),
  "W.T": primed(".T"),
  Wᵀ: primed("ᵀ"),
  "W^T": primed("^T"),
  "W^{T}": primed("^{T}"),
  "W^{\\top}": primed("^{\\top}"),
  "A @ x": some(String.raw`(?<![.*])[*·×](?!\*)`, () => "@"),
  "A \\cdot x": some(String.raw`(?<![.*])[*·×](?!\*)`, () => "\\cdot "),
  "A @ x for A x": matrixTimes((matrix, vector) => `${matrix} @ ${vector}`),
  "a ∘ b": some(String.raw`\.\*|⊙`, () => "∘"),
  "a \\odot b": some(String.raw`\.\*|⊙`, () => "\\odot "),
  "0,5": some(String.raw`(?<![\p{L}\p{N}_.])(\d+)\.(\d+)(?![\p{L}\p{N}_.])`, (_, whole, rest) => `${whole},${rest}`),
  ":=": assignment(":="),
  "<-": assignment("<-"),
  "←": assignment("←"),
  "==": assignment("=="),
  "[a, b]": call("concat", (given) => `[${given.join(",")}]`),
  "[a; b]": call("concat", (given) => `[${given.join(";")}]`),
  "\\left( \\right)": grouped("\\left(", "\\right)"),
};
