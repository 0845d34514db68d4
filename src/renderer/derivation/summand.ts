/** What one time step adds, out of the formula of a sum over time. */
import type { DerivationLine } from "../../trace/index.js";

type Piece = DerivationLine["right"][number];

const SUM = /^\s*\\sum_\{[^{}]*\}(?:\^\{[^{}]*\})?\s*/;
const TOKEN = /\\(?:left|right|begin|end)(?![A-Za-z])|[{}]| \+ |\\?[\s\S]/g;
const DEPTH: Readonly<Record<string, number>> = { "{": 1, "\\left": 1, "}": -1, "\\right": -1 };

/**
 * The formula without its Σ. What stands behind the sum is added once, at the last step.
 * @param isLast whether this is the last time step
 */
export function summandOf({ kind, right }: DerivationLine, isLast: boolean): readonly Piece[] {
  const [first, ...rest] = right;
  if (kind !== "gradient" || !first || "symbol" in first || !SUM.test(first.tex)) return right;
  const pieces = [{ tex: first.tex.replace(SUM, "") }, ...rest];
  return isLast ? pieces : firstTerm(pieces);
}

/** Up to the first plus that stands in no bracket. */
function firstTerm(pieces: readonly Piece[]): Piece[] {
  let depth = 0;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if ("symbol" in piece) {
      kept.push(piece);
      continue;
    }
    for (const { 0: token, index } of piece.tex.matchAll(TOKEN)) {
      depth += DEPTH[token] ?? 0;
      if (depth === 0 && token === " + ") return [...kept, { tex: piece.tex.slice(0, index) }];
    }
    kept.push(piece);
  }
  return kept;
}
