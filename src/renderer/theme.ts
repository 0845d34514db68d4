/**
 * Colours by meaning. The live renderer takes them from the editor's theme as CSS variables, which work in a `style`
 * only; the static picture takes plain hex, as attributes only. Panels name a role and call `paint`.
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export interface Palette {
  /** The forward pass. */
  readonly forward: string;
  /** Gradients. */
  readonly backward: string;
  readonly loss: string;
  /** Words about a loss: amber alone is too faint to read on white. */
  readonly lossText: string;
  /** Text and node outlines. */
  readonly ink: string;
  /** Secondary text: units, tick labels. */
  readonly faint: string;
  /** Thin lines: grid, frames. */
  readonly rule: string;
  readonly background: string;
  /** The band behind the cursor's column. */
  readonly cursorColumn: string;
  /** Focus rings, selection, and what is not finite. */
  readonly accent: string;
  /** Further lines of a comparison. */
  readonly green: string;
  readonly purple: string;
}

export type ColourRole = keyof Palette;
/** A role, or nothing drawn. */
export type Paint = ColourRole | "none";

/** What `paint` gives to an SVG element: a `style` (live) or attributes (static). */
export interface PaintAttributes {
  readonly style?: string;
  readonly fill?: string;
  readonly stroke?: string;
}

export interface Theme {
  readonly mode: "live" | "static";
  readonly palette: Palette;
  /** The attributes that colour an SVG element. */
  readonly paint: (colours: { readonly fill?: Paint; readonly stroke?: Paint }) => PaintAttributes;
}

const BACKGROUND = "var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background, #ffffff))";

/** Colours of the editor's theme; the fallbacks are those of the light picture. */
export const livePalette: Palette = {
  forward: "var(--vscode-charts-blue, #2f6fb5)",
  backward: "var(--vscode-charts-red, #c9302c)",
  loss: "var(--vscode-charts-yellow, #bf8803)",
  lossText: "var(--unroll-loss-text, #8a5a0b)",
  ink: "var(--vscode-foreground, #1f2328)",
  faint: "var(--vscode-descriptionForeground, #5b6470)",
  rule: "var(--unroll-rule, #dfe3e8)",
  background: BACKGROUND,
  cursorColumn: "var(--unroll-cursor-column, #eef4fb)",
  accent: "var(--vscode-focusBorder, #0a6cff)",
  green: "var(--vscode-charts-green, #388a34)",
  purple: "var(--vscode-charts-purple, #652d90)",
};

/** Colours of the static picture, on white. */
export const staticPalette: Palette = {
  forward: "#2f6fb5",
  backward: "#c9302c",
  loss: "#d18616",
  lossText: "#8a5a0b",
  ink: "#1f2328",
  faint: "#5b6470",
  rule: "#dfe3e8",
  background: "#ffffff",
  cursorColumn: "#eef4fb",
  accent: "#0a6cff",
  green: "#388a34",
  purple: "#652d90",
};

const colour = (palette: Palette, paint: Paint) => (paint === "none" ? "none" : palette[paint]);

/** CSS variables in a presentation attribute are not read, hence `style`. A picture asks a thousand times for the same few. */
const paintLive: Theme["paint"] = ({ fill, stroke }) => {
  const key = `${fill} ${stroke}`;
  let attributes = paintedLive.get(key);
  if (!attributes) {
    attributes = { style: [...styleOf("fill", fill), ...styleOf("stroke", stroke)].join(";") };
    paintedLive.set(key, attributes);
  }
  return attributes;
};

const paintedLive = new Map<string, PaintAttributes>();

const styleOf = (property: string, paint: Paint | undefined) =>
  paint === undefined ? [] : [`${property}:${colour(livePalette, paint)}`];

const paintStatic: Theme["paint"] = (colours) =>
  Object.fromEntries(Object.entries(colours).map(([property, paint]) => [property, colour(staticPalette, paint)]));

export const liveTheme: Theme = { mode: "live", palette: livePalette, paint: paintLive };
export const staticTheme: Theme = { mode: "static", palette: staticPalette, paint: paintStatic };

/** Provided once per output; live by default. */
export const ThemeContext = createContext<Theme>(liveTheme);

/** The theme that this component is drawn in. */
export const useTheme = (): Theme => useContext(ThemeContext);
