/** Places lines of text in the static picture: what HTML does by itself in the live one. */

import type { Network } from "../../trace/index.js";
import { type PlainEquation, plainEquations, plainSizes } from "../equations/plainEquations.js";
import { type Label, plain, type Run, textWidth, wrap } from "../panels/text.js";

/** Labels and the height that they take, px. */
export interface Block {
  readonly labels: readonly Label[];
  readonly height: number;
}

const MARGIN = 12;
const EQUATION = { size: 15, line: 25 };
const SMALL = { size: 12, line: 18 };
const WORDS = { size: 14, line: 21 };

type Style = Pick<Label, "anchor" | "size" | "colour" | "bold">;

/** What stands over the panels. */
interface Head {
  readonly network: Network;
  readonly facts: readonly string[];
  /** Lines about the equations. */
  readonly warnings: readonly string[];
  readonly showSizes: boolean;
}

const NOTHING: Block = { labels: [], height: 0 };

/** Equations at the left, aligned at their equals signs, with warnings below, and facts at the right. @param width px of the picture */
export function headBlock({ network, facts, warnings, showSizes }: Head, width: number): Block {
  const equations = equationLabels(plainEquations(network));
  const right = factLabels(facts, width, equations.widest);
  const sizes = showSizes ? sizeLabels(plainSizes(network), equations.height + 22, width) : NOTHING;
  const top = Math.max(equations.height, sizes.height, right.height) + 14;
  const below = warningLabels(warnings, top, width);
  return {
    labels: [...equations.labels, ...sizes.labels, ...right.labels, ...below.labels],
    height: top + below.height,
  };
}

function warningLabels(warnings: readonly string[], top: number, width: number): Block {
  const lines = warnings.flatMap((warning) => wrap(warning, width - 2 * MARGIN, SMALL.size));
  const labels = lines.map(
    (text, i): Label => ({
      x: MARGIN,
      y: top + SMALL.size + i * SMALL.line,
      anchor: "start",
      size: SMALL.size,
      colour: "ink",
      runs: plain(text),
    }),
  );
  return { labels, height: lines.length > 0 ? lines.length * SMALL.line + 8 : 0 };
}

function equationLabels(equations: readonly PlainEquation[]): Block & { readonly widest: number } {
  const widest = (side: keyof PlainEquation) =>
    Math.max(0, ...equations.map((equation) => textWidth(equation[side], EQUATION.size)));
  const at = MARGIN + widest("left");
  const style: Omit<Style, "anchor"> = { size: EQUATION.size, colour: "ink" };
  const labels = equations.flatMap(({ left, right }, i): Label[] => {
    const y = 32 + i * EQUATION.line;
    return [
      { x: at, y, anchor: "end", runs: left, ...style },
      { x: at + 5, y, anchor: "start", runs: right, ...style },
    ];
  });
  return { labels, height: 14 + equations.length * EQUATION.line, widest: at + widest("right") };
}

/** `x ∈ ℝ⁶` side by side, in as many rows as they need; parameters begin a row of their own. */
function sizeLabels(groups: readonly Run[][][], top: number, width: number): Block {
  const labels: Label[] = [];
  let y = top;
  for (const sizes of groups.filter(({ length }) => length > 0)) {
    let x = MARGIN;
    for (const runs of sizes) {
      const end = x + textWidth(runs, 13);
      if (end > width - MARGIN && x > MARGIN) [x, y] = [MARGIN, y + 22];
      labels.push({ x, y, anchor: "start", size: 13, colour: "faint", runs });
      x += textWidth(runs, 13) + 22;
    }
    y += 22;
  }
  return { labels, height: labels.length > 0 ? y - 14 : 0 };
}

/** Right-aligned lines beside the equations; the first in full ink. */
function factLabels(facts: readonly string[], width: number, taken: number): Block {
  const room = Math.max(220, width - MARGIN - taken - 24);
  const lines = facts.flatMap((fact, i) =>
    wrap(fact, Math.min(room, 460), SMALL.size).map((text) => ({ text, first: i === 0 })),
  );
  const labels = lines.map(
    ({ text, first }, i): Label => ({
      x: width - MARGIN,
      y: 30 + i * SMALL.line,
      anchor: "end",
      size: SMALL.size,
      colour: first ? "ink" : "faint",
      runs: plain(text),
    }),
  );
  return { labels, height: 14 + lines.length * SMALL.line };
}

/** A paragraph; its first words may be bold. @param top px of the block */
export function paragraph(lead: string, text: string, top: number, width: number): Block {
  const lines = wrap(lead + text, width - 2 * MARGIN, WORDS.size, false);
  const style = { anchor: "start", size: WORDS.size, colour: "ink" } as const;
  const labels = lines.flatMap((line, i): Label[] => {
    const y = top + WORDS.size + i * WORDS.line;
    return [
      {
        x: MARGIN,
        y,
        ...style,
        runs: i === 0 && lead ? [{ text: lead, bold: true }, { text: line.slice(lead.length) }] : plain(line),
      },
    ];
  });
  return { labels, height: lines.length * WORDS.line + 8 };
}

/** A table; the first row is its heading. @param top px of the block */
export function table(rows: readonly (readonly string[])[], top: number): Block {
  const widths = rows[0]!.map(
    (_, column) => Math.max(...rows.map((row) => textWidth(plain(row[column] ?? ""), 13))) + 28,
  );
  const labels = rows.flatMap((row, i) =>
    row.map((text, column): Label => {
      const x = MARGIN + widths.slice(0, column).reduce((a, b) => a + b, 0);
      return {
        x,
        y: top + 13 + i * 22,
        anchor: "start",
        size: 13,
        colour: i === 0 ? "faint" : "ink",
        runs: plain(text),
      };
    }),
  );
  return { labels, height: rows.length * 22 + 10 };
}
