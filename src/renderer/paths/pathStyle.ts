/** A path's look: eight colours of the theme, and dashes from the ninth path on. */
import { type PaintAttributes, useTheme } from "../theme.js";

export interface PathStyle {
  /** CSS colour of the live picture, and hex of the static one. */
  readonly live: string;
  readonly still: string;
  /** As of `stroke-dasharray`; "" for a solid line. */
  readonly dashes: string;
}

const blue = "var(--vscode-charts-blue, #2f6fb5)";
const red = "var(--vscode-charts-red, #c9302c)";
const yellow = "var(--vscode-charts-yellow, #bf8803)";
const green = "var(--vscode-charts-green, #388a34)";
const purple = "var(--vscode-charts-purple, #652d90)";
const mixed = (a: string, share: number, b: string) => `color-mix(in srgb, ${a} ${share}%, ${b})`;

/** Neighbours differ in hue and in lightness, for readers who confuse red and green too. */
const COLOURS: readonly Pick<PathStyle, "live" | "still">[] = [
  { live: blue, still: "#2f6fb5" },
  { live: mixed(red, 62, yellow), still: "#c4521c" },
  { live: green, still: "#388a34" },
  { live: purple, still: "#652d90" },
  { live: yellow, still: "#bf8803" },
  { live: mixed(blue, 45, green), still: "#15808a" },
  { live: mixed(red, 62, purple), still: "#b3275f" },
  { live: "var(--vscode-foreground, #1f2328)", still: "#1f2328" },
];
const DASHES = ["", "7 3", "2 2.5", "9 3 2 3"];

/** The style of a listed path; thirty-two until one is used again. */
export const pathStyle = (index: number): PathStyle => ({
  ...COLOURS[index % COLOURS.length]!,
  dashes: DASHES[Math.floor(index / COLOURS.length) % DASHES.length]!,
});

/** Attributes that draw a line in a path's colour, in this theme. */
export function usePathPaint(): (index: number) => PaintAttributes {
  const { mode } = useTheme();
  return (index) => {
    const { live, still } = pathStyle(index);
    return mode === "live" ? { style: `fill:none;stroke:${live}` } : { fill: "none", stroke: still };
  };
}
