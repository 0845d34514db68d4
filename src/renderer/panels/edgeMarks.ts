/** Values that have no place on a log axis: marked at its edge and named, never dropped. */
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import { nonFiniteName } from "./number.js";
import { type Label, plain, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

export interface EdgeMarks {
  /** Rings at the lower edge for what is exactly 0, as one SVG path. */
  readonly zeros: string;
  /** Crosses at the upper edge for what is not finite, as one SVG path. */
  readonly nonFinite: string;
  /** One name for each run of the same. */
  readonly labels: readonly Label[];
}

type Kind = "" | "0" | "∞" | "−∞" | "NaN";

interface Stretch {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
}

/**
 * @param range y of the lower and the upper edge, px
 * @param words null: a zero is named by its digit alone
 */
export function edgeMarks(
  values: ArrayLike<number>,
  layout: Layout,
  [bottom, top]: readonly [number, number],
  words: PanelWords | null,
): EdgeMarks {
  const stretches = stretchesOf(values).filter(({ kind }) => kind !== "");
  const zeros = stretches.filter(({ kind }) => kind === "0");
  const others = stretches.filter(({ kind }) => kind !== "0");
  const y = (kind: Kind) => (kind === "0" ? bottom : top);
  return {
    zeros: zeros.map((stretch) => marked(stretch, layout, (x) => ring(x, bottom))).join(""),
    nonFinite: others.map((stretch) => marked(stretch, layout, (x) => cross(x, top))).join(""),
    labels: stretches.map((stretch) => nameOf(stretch, layout, y(stretch.kind), words)),
  };
}

const kindOf = (value: number): Kind =>
  value === 0 ? "0" : Number.isFinite(value) ? "" : (nonFiniteName(value) as Kind);

function stretchesOf(values: ArrayLike<number>): Stretch[] {
  const found: Stretch[] = [];
  for (let i = 0; i < values.length; i++) {
    const kind = kindOf(values[i]!);
    const last = found.at(-1);
    if (last?.kind === kind) found[found.length - 1] = { ...last, to: i };
    else found.push({ kind, from: i, to: i });
  }
  return found;
}

/** Marks closer than this would merge, px. */
const CLOSEST = 7;

function marked({ from, to }: Stretch, { xOf, columnWidth }: Layout, mark: (x: number) => string): string {
  const every = Math.max(1, Math.ceil(CLOSEST / columnWidth));
  let path = "";
  for (let i = from; i <= to; i += every) path += mark(xOf(i));
  return path;
}

const ring = (x: number, y: number) => `M${px(x - 2.2)},${px(y)}a2.2,2.2 0 1 0 4.4,0a2.2,2.2 0 1 0 -4.4,0`;
const cross = (x: number, y: number) => `M${px(x - 2.5)},${px(y - 2.5)}l5,5M${px(x - 2.5)},${px(y + 2.5)}l5,-5`;

function nameOf({ kind, from, to }: Stretch, { xOf, band }: Layout, y: number, words: PanelWords | null): Label {
  const runs = plain(kind === "0" && words ? words.exactlyZero : kind);
  const half = textWidth(runs, TEXT.small, true) / 2;
  const centre = (xOf(from) + xOf(to)) / 2;
  const x = Math.min(Math.max(centre, band.x + half), band.x + band.width - half);
  const colour = kind !== "0" ? "purple" : words ? "backward" : "faint";
  return {
    x,
    y: kind === "0" ? y - 6 : y + 15,
    anchor: "middle",
    size: TEXT.small,
    colour,
    bold: kind !== "0",
    halo: true,
    runs,
  };
}
