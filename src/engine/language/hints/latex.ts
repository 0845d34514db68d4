import { isFunctionName } from "../../functions/index.js";
import type { Expression } from "../ast.js";
import { formatAs } from "../format.js";
import { ACCENT_COMMANDS, LETTER_COMMANDS } from "../texName.js";
import { cover, type TokenReader } from "../tokenReader.js";
import { latexCommand } from "./foreignOperators.js";

/** A name in a face of its own, or with an accent, and its subscript. */
const DRESSED =
  /^\\([a-z]+)\s*(?:\{\s*([\p{L}\p{M}\p{N}_]+)\s*\}|\s([\p{L}]))(_(?:\{[^{}\n]*\}|[\p{L}\p{M}\p{N}_]+))?/u;
const FACES = /^(?:math(?:bf|rm|it|sf|tt|cal|bb|scr)|boldsymbol|bm|text(?:rm|it|bf|sf)?|operatorname)$/u;

/**
 * Refuses LaTeX where an operand should begin: `\tanh(…)`, `\sigma(…)`, `\mathbf{W}`, `\hat{y}`, `\frac{a}{b}`.
 * @param read reads what stands in curly brackets
 * @throws EquationError that says how it is written; nothing for what is no LaTeX
 */
export function refuseLatex(reader: TokenReader, read: () => Expression): void {
  const command = latexCommand(reader);
  if (command === undefined) return;
  const { span } = reader.peekAny();
  const whole = cover(span, reader.ahead(1).span);
  const dressed = dressedName(reader.source.slice(span.start));
  const replaces = dressed ? { ...span, end: span.start + dressed.length } : whole;
  const text = dressed?.name ?? plainCommand(reader, command);
  if (text !== undefined)
    throw reader.error(replaces, `${reader.textOf(replaces)} is LaTeX`, hintFor(text), [{ text, replaces }]);
  if (command === "\\frac" || command === "\\sqrt") throw composed(reader, command, read);
}

const hintFor = (text: string): string => `Without LaTeX it is written ${text}.`;

function plainCommand(reader: TokenReader, command: string): string | undefined {
  const name = command.slice(1);
  if (isFunctionName(name)) return name;
  if (name === "ln") return "log";
  const isCalled = /^(?:\s*\\left)?\s*\(/u.test(reader.source.slice(reader.ahead(1).span.end));
  return name === "sigma" && isCalled ? "sigmoid" : LETTER_COMMANDS.get(name);
}

/** `\mathbf{W}` is W, `\hat{y}` is ŷ. */
function dressedName(rest: string): { name: string; length: number } | undefined {
  const [whole, command = "", braced, single, subscript = ""] = DRESSED.exec(rest) ?? [];
  const inner = braced ?? single;
  if (whole === undefined || inner === undefined) return undefined;
  const mark = ACCENT_COMMANDS.get(`\\${command}`);
  if (mark !== undefined && [...inner].length === 1)
    return { name: (inner + mark).normalize("NFC") + subscript, length: whole.length };
  return FACES.test(command) ? { name: inner + subscript, length: whole.length } : undefined;
}

/** `\frac{a}{b}` and `\sqrt{a}`. */
function composed(reader: TokenReader, command: string, read: () => Expression): Error {
  const { span } = reader.nextAny();
  reader.nextAny();
  const first = braced(reader, read);
  const second = first && command === "\\frac" ? braced(reader, read) : undefined;
  if (!first || (command === "\\frac" && !second)) return reader.error(span, `${command} is LaTeX`, PLAINLY);
  const replaces = cover(span, reader.previous.span);
  const half: Expression = { kind: "number", value: 0.5, span };
  const right = second ?? half;
  const operator = second ? "divide" : "power";
  const text = formatAs({ kind: "binary", operator, symbol: "*", left: first, right, span: replaces }, "primary");
  return reader.error(replaces, `${command} is LaTeX`, hintFor(text), [{ text, replaces }]);
}

const PLAINLY = "Equations are written plainly: a / b, a .^ 0.5, sigmoid(a), W_hh s[t-1].";

/** Reads an expression in curly brackets; undefined when none stands here. */
export function braced(reader: TokenReader, read: () => Expression): Expression | undefined {
  if (!reader.isStray("{")) return undefined;
  reader.nextAny();
  const inner = reader.awaiting(["}"], read);
  if (!reader.isStray("}")) return undefined;
  reader.nextAny();
  return inner;
}
