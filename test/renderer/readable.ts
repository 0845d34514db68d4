/** Differences at rounding are the machine's own: they have no place in a golden file. */
export const withoutRounding = (text: string): string =>
  text.replace(/[\d.]+×10⁻¹[⁴⁵⁶⁷⁸⁹]|[\d.]+e-1[4-9]/g, "(rounding)");

/** A picture as a golden file holds it: one element a line, so that a difference names its element; numbers to a tenth of a px. */
export const readable = (svg: string): string =>
  `${withoutRounding(svg)
    .replace(/></g, ">\n<")
    .replace(/\d+\.\d\d+/g, (number) => String(Math.round(Number(number) * 10) / 10))}\n`;
