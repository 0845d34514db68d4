/** How many paths there are: a number that may have thousands of digits. */
import { superscript } from "../../trace/index.js";

/** From this many digits on, a power of ten is easier to read. */
const LONG = 16;
/** More digits than this are not written in a line of text. */
const TOO_LONG = 40;

/** `1,234`, `12,345,678,901,234,567 (≈ 1.2×10¹⁶)`, `≈ 1.2×10³⁰¹¹`. @param digits a whole number in decimal digits */
export function countText(digits: string): string {
  const short = shortCountText(digits);
  return digits.length < LONG || isTooLong(digits) ? short : `${groupDigits(digits)} (${short})`;
}

/** `1,234`, `≈ 1.2×10¹⁶`. */
export function shortCountText(digits: string): string {
  if (digits.length < LONG) return groupDigits(digits);
  const [mantissa, exponent] = Number(`${digits.slice(0, 8)}e-7`)
    .toExponential(1)
    .split("e");
  return `≈\u00a0${mantissa}×10${superscript(digits.length - 1 + Number(exponent))}`;
}

/** Whether `countText` leaves out the exact number. */
export const isTooLong = (digits: string): boolean => digits.length > TOO_LONG;

/** The exact number with separators. */
export const groupDigits = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");
