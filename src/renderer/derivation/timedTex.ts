/** Formulas at one time step: `s_{t-1}` at t = 3 is `s_{2}`. */

/** A subscript: one letter, or braces that may hold one more pair. */
const SUBSCRIPT = /_(?:([tT])(?![A-Za-z])|\{((?:[^{}]|\{[^{}]*\})*)\})/g;
/** The last entry of a subscript, when it is a time. */
const LAST_ENTRY = /(^|[\s,}])([tT])\s*([+-]\s*\d+)?\s*$/;
/** `[t = T]`, a factor that is 1 at that time and 0 at any other. */
const CONDITION = /\\left\[([tT])([+-]\d+)? = ([tT])([+-]\d+)?\\right\]/g;
const ONE_STEP_OF_ALL = "\\tfrac{1}{T}";

/**
 * Puts numbers in place of the times of a formula.
 * @param time what `t` is, from 1
 * @param timeSteps what `T` is
 */
export function timedTex(tex: string, time: number, timeSteps: number): string {
  const numberOf = (base: string, offset = "0"): number =>
    (base === "T" ? timeSteps : time) + Number(offset.replace(/\s/g, ""));
  const subscript = (whole: string, letter?: string, group?: string): string => {
    const inner = letter ?? group!;
    const found = LAST_ENTRY.exec(inner);
    return found ? `_{${inner.slice(0, found.index)}${found[1]}${numberOf(found[2]!, found[3])}}` : whole;
  };
  const condition = (_: string, a: string, aOffset: string | undefined, b: string, bOffset: string | undefined) =>
    `\\left[${numberOf(a, aOffset)} = ${numberOf(b, bOffset)}\\right]`;
  return tex
    .replaceAll(ONE_STEP_OF_ALL, `\\tfrac{1}{${timeSteps}}`)
    .replace(CONDITION, condition)
    .replace(SUBSCRIPT, subscript);
}
