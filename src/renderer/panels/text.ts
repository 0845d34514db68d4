/** Text as models describe it: runs of plain and mathematical letters, and an estimate of how wide they are. */
import type { ColourRole } from "../theme.js";

/** A piece of a line. */
export interface Run {
  readonly text: string;
  /** Italic, as a variable in a formula. */
  readonly math?: boolean;
  readonly bold?: boolean;
  readonly shift?: "sub" | "sup";
}

/** One line of text; `x`, `y` of its baseline in px. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  /** Font size, px. */
  readonly size: number;
  readonly colour: ColourRole;
  readonly bold?: boolean;
  /** Whether the background shows around the letters: for words that lines may pass under. */
  readonly halo?: boolean;
  readonly runs: readonly Run[];
}

/** Sizes of the dashboard's text, px. */
export const TEXT = { title: 12.5, body: 12, small: 11, tiny: 10 } as const;
/** Size of an index relative to its letter. */
export const SHIFTED = 0.74;

/** A line of plain words. */
export const plain = (text: string): Run[] => [{ text }];

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROW = /[ilIjt.,:;|'!()[\]·\s‖/]/u;

/** Width of a character relative to the font size; of the wider sans-serif fonts, so that an estimate is not too small. */
function relativeWidth(character: string): number {
  if (WIDE.test(character)) return 1;
  if (NARROW.test(character)) return 0.38;
  if (/[mMwW%∞→—…]/u.test(character)) return 0.9;
  return /[A-Z]/u.test(character) ? 0.7 : 0.62;
}

/** Estimated width of a line, px. */
export function textWidth(runs: readonly Run[], size: number, bold = false): number {
  let width = 0;
  for (const { text, shift } of runs) {
    for (const character of text) width += relativeWidth(character) * (shift ? SHIFTED : 1);
  }
  return width * size * (bold ? 1.08 : 1);
}

/** Left and right end of a label, px, as estimated. */
export function extentOf({ x, anchor, size, runs, bold }: Label): readonly [number, number] {
  const width = textWidth(runs, size, bold);
  const start = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return [start, start + width];
}

/** Whether two labels leave `gap` px between them, as estimated; their heights are not looked at. */
export function areApart(a: Label, b: Label, gap = 0): boolean {
  const [left, right] = extentOf(a);
  const [otherLeft, otherRight] = extentOf(b);
  return left >= otherRight + gap || otherLeft >= right + gap;
}

/** Breaks words into lines of at most `width` px; a line without spaces (Chinese) may break between any two characters. */
export function wrap(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
    if (line && textWidth(plain((line + piece).trimEnd()), size, bold) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

/** Cuts a text that is wider than `width` px, with an ellipsis. */
export function fitted(text: string, width: number, size: number): string {
  if (textWidth(plain(text), size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(plain(`${characters.join("")}…`), size) > width) characters.pop();
  return characters.length > 0 ? `${characters.join("")}…` : "";
}

/** A name as a formula writes it, `W_hh` as W with index hh, with its time below: `s` at `t`. A longer name stands upright. */
export function mathName(name: string, time?: string | number): Run[] {
  const initial = /^(.+)\[0\]$/u.exec(name);
  const [letter = name, ...below] = (initial?.[1] ?? name).split("_");
  const index = [...below, ...(initial ? ["0"] : []), ...(time === undefined ? [] : [String(time)])].join(",");
  const math = [...letter].length <= 2;
  return [
    { text: letter, math },
    ...(index ? [{ text: index, math: !/^[\d,]+$/u.test(index), shift: "sub" as const }] : []),
  ];
}

/** The norm ‖∂E/∂s‖ of an adjoint; either side may carry a time. */
export function normOf(loss: readonly Run[], name: readonly Run[]): Run[] {
  return [{ text: "‖∂" }, ...loss, { text: "/∂" }, ...name, { text: "‖" }];
}

/** The line without its typography, for screen readers. */
export const spoken = (runs: readonly Run[]): string =>
  runs.map(({ text, shift }) => (shift === "sup" ? `^${text}` : text)).join("");
