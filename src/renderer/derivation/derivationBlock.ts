/** Places a derivation in the static picture: headings, lines aligned at their equals signs, and the verdict. */
import type { DerivationLines, Network } from "../../trace/index.js";
import { type Label, plain, type Run, textWidth } from "../panels/text.js";
import { type Block, headBlock, paragraph } from "../static/staticLines.js";
import {
  derivationGroups,
  derivationNote,
  derivationVerdict,
  groupRemarks,
  type LineGroup,
} from "./derivationModel.js";
import { derivedRuns } from "./derivedRuns.js";
import type { DerivationWords } from "./words.js";

/** px */
const MARGIN = 12;
const HEADING = { size: 14, above: 30, below: 24 };
const LINE = { size: 15, height: 27 };
const REMARK = { size: 12, height: 18 };
const INDENT = 22;

interface Line {
  readonly left: readonly Run[];
  /** The right side, broken at plus signs; the first begins with the equals sign. */
  readonly right: readonly (readonly Run[])[];
  readonly isGradient: boolean;
  readonly remarks: readonly string[];
}

/** @param width px of the picture */
export function derivationBlock(
  { network, derivation }: { readonly network: Network; readonly derivation: DerivationLines },
  words: DerivationWords,
  width: number,
): Block {
  const head = headBlock({ network, facts: [], warnings: [], showSizes: false }, width);
  const groups = derivationGroups(derivation, network);
  const at = MARGIN + Math.max(0, ...groups.flatMap(({ lines }) => lines.map(({ text }) => leftWidth(text)))) + 2;
  const labels = [...head.labels];
  let y = head.height;
  for (const group of groups) {
    const block = groupBlock(group, words, y, at, width);
    labels.push(...block.labels);
    y += block.height;
  }
  const verdict = paragraph("", sentencesOf(derivation, words), y + 20, width);
  return { labels: [...labels, ...verdict.labels], height: y + 20 + verdict.height };
}

const sentencesOf = (derivation: DerivationLines, words: DerivationWords): string =>
  [derivationVerdict(derivation, words), derivationNote(derivation, words) ?? ""].join(" ").trim();

const leftWidth = (text: string) => textWidth(derivedRuns(sidesOf(text)[0]), LINE.size);

function sidesOf(text: string): [string, string] {
  const at = text.indexOf(" = ");
  return [text.slice(0, at), text.slice(at + 1)];
}

function groupBlock(group: LineGroup, words: DerivationWords, top: number, at: number, width: number): Block {
  const { title } = words.headings[group.kind];
  const style = { x: MARGIN, anchor: "start", size: HEADING.size, colour: "ink" } as const;
  const remarks = groupRemarks(group, words);
  const labels: Label[] = [{ ...style, y: top + HEADING.above, bold: true, runs: plain(title) }];
  let y = top + HEADING.above + HEADING.below - 6;
  if (remarks.length > 0) {
    labels.push({ ...style, y, size: REMARK.size, colour: "faint", runs: plain(remarks.join(" · ")) });
    y += HEADING.below + 2;
  }
  for (const line of linesOf(group, words, width - at - MARGIN)) {
    const block = lineBlock(line, y, at);
    labels.push(...block.labels);
    y += block.height;
  }
  return { labels, height: y - top - LINE.height + 8 };
}

const linesOf = ({ kind, lines }: LineGroup, words: DerivationWords, room: number): Line[] =>
  lines.map(({ text, notes }) => {
    const [left, right] = sidesOf(text);
    return {
      left: derivedRuns(left),
      right: broken(right, room).map(derivedRuns),
      isGradient: kind !== "jacobian",
      remarks: notes.map((note) => words.notes[note]),
    };
  });

/** Breaks a right side before plus signs so that each piece fits. */
function broken(text: string, room: number): string[] {
  const pieces: string[] = [];
  for (const term of text.split(/(?= \+ )/)) {
    const longer = `${pieces.at(-1) ?? ""}${term}`;
    if (pieces.length > 0 && textWidth(derivedRuns(longer), LINE.size) > room - INDENT) pieces.push(term.trimStart());
    else pieces[Math.max(0, pieces.length - 1)] = longer;
  }
  return pieces;
}

/** @param y px of the first baseline. @param at px of the equals sign */
function lineBlock({ left, right, isGradient, remarks }: Line, y: number, at: number): Block {
  const style = { anchor: "start", size: LINE.size, colour: "ink" } as const;
  const labels: Label[] = [
    { ...style, x: at, y, anchor: "end", colour: isGradient ? "backward" : "ink", runs: left },
    ...right.map((runs, i) => ({ ...style, x: at + 5 + (i > 0 ? INDENT : 0), y: y + i * LINE.height, runs })),
    ...remarks.map((text, i) => ({
      ...style,
      x: at + 5 + INDENT,
      y: y + (right.length - 1) * LINE.height + 19 + i * REMARK.height,
      size: REMARK.size,
      colour: "faint" as const,
      runs: plain(text),
    })),
  ];
  return { labels, height: right.length * LINE.height + remarks.length * REMARK.height };
}
