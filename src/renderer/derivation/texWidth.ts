/** How wide a formula will be, without a document to set it in: enough to choose between two ways of writing it. */

const MATRIX = /\\begin\{bmatrix\}((?:(?!\\begin).)*?)\\end\{bmatrix\}/gs;
/** A character that stands for itself, about as wide as a digit. */
const DIGIT = "0";

/** em of a line without matrices. */
function lineWidth(tex: string): number {
  const bare = tex
    .replace(/\\(?:textcolor|operatorname|mathrm|left|right|mathbb)(?:\{red\})?/g, "")
    .replace(/\\(?:tanh|exp|log)/g, "0000")
    .replace(/\\[A-Za-z]+|\\./g, DIGIT)
    .replace(/[{}\s^_]/g, "");
  return [...bare].reduce(
    (sum, character) => sum + (/[-+=]/.test(character) ? 1.2 : /[.,]/.test(character) ? 0.3 : 0.56),
    0,
  );
}

/** em of a matrix: its widest entry in each column, a blank between two, and the brackets. */
function matrixWidth(inner: string): number {
  const rows = inner.split("\\\\").map((row) => row.split("&").map(lineWidth));
  const columns = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column] ?? 0)));
  return columns.reduce((a, b) => a + b, 0) + columns.length + 1;
}

/** Estimated width of a formula on one line, em. */
export function texWidth(tex: string): number {
  let width = 0;
  const rest = tex.replace(MATRIX, (_, inner: string) => {
    width += matrixWidth(inner);
    return "";
  });
  return width + lineWidth(rest);
}

const TOKEN = /\\(?:left|right|begin|end)\b|\\[A-Za-z]+|\\.|[\s\S]/g;
const OPENS = new Set(["{", "(", "[", "\\left", "\\begin"]);
const CLOSES = new Set(["}", ")", "]", "\\right", "\\end"]);
/** After \left, \right the bracket itself counts no more. */
const DELIMITED = new Set(["\\left", "\\right"]);
const BREAKS = new Set(["+", "-", "=", "\\odot", "\\cdot"]);

/** The pieces between which a formula can be broken into lines: it breaks behind operators that stand in no bracket. */
export function unbreakable(tex: string): string[] {
  const parts = [""];
  let depth = 0;
  let previous = "";
  for (const [token] of tex.matchAll(TOKEN)) {
    const isBracketOf = DELIMITED.has(previous);
    if (!isBracketOf && OPENS.has(token)) depth++;
    if (!isBracketOf && CLOSES.has(token)) depth--;
    parts[parts.length - 1] += token;
    if (depth === 0 && BREAKS.has(token)) parts.push("");
    previous = token;
  }
  return parts.filter((part) => part.trim() !== "");
}

/** Width of the widest piece that cannot be broken, em. */
export const widestPart = (tex: string): number => Math.max(0, ...unbreakable(tex).map(texWidth));
