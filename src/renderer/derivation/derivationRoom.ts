/** How much room the formulas have at a width, in their own em. */
import type { DerivationLines } from "../../trace/index.js";
import { texWidth, widestPart } from "./texWidth.js";

/** px: of one em of the derived lines, and of their numbers. */
export const LINE_EM = 17;
export const NUMBER_EM = 14;

/** px: the button beside a line, and the gap before it. */
export const BUTTON = 120;
export const BUTTON_GAP = 18;
/** px: both margins, and the gap before the equals sign. */
const MARGINS = 24;
const EQUALS_GAP = 6;

/** Smaller is not readable. */
const LEAST_SCALE = 0.6;

export interface Room {
  /** em for a formula with numbers, which may run under the button. */
  readonly numbers: number;
  /** How much smaller a line must be for its widest term to fit; at most 1. */
  readonly scaleOf: (right: string) => number;
}

/** @param width px of the output */
export function derivationRoom({ lines }: DerivationLines, width: number): Room {
  // a summand's name carries its time behind a bar
  const left = Math.max(0, ...lines.map((line) => texWidth(line.left) + (line.kind === "gradient" ? 2 : 1)));
  const inside = width - MARGINS - EQUALS_GAP - BUTTON_GAP - left * LINE_EM;
  const room = Math.max(1, (inside - BUTTON) / LINE_EM);
  return {
    numbers: Math.max(1, inside / NUMBER_EM),
    scaleOf: (right) => Math.max(LEAST_SCALE, Math.min(1, room / widestPart(right))),
  };
}
