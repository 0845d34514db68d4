/** Draws a label: one line of text with italic letters and indices. */
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import { type Label, type Run, SHIFTED } from "./text.js";

/** The letters of formulas; KaTeX's own where its fonts are loaded. */
const MATH_FONT = "KaTeX_Math, 'STIX Two Math', 'Cambria Math', 'Times New Roman', serif";
/** Baseline of an index below or above that of its letter, relative to the font size. */
const DROP = { sub: 0.24, sup: -0.36 };

const HALO = { "paint-order": "stroke", "stroke-width": 3, "stroke-linejoin": "round" } as const;

export function Text({ label }: { readonly label: Label }) {
  const { paint } = useTheme();
  const { x, y, anchor, size, bold, runs, colour, halo } = label;
  const weight = bold ? { "font-weight": 600 } : {};
  return (
    <text
      x={px(x)}
      y={px(y)}
      text-anchor={anchor}
      font-size={px(size)}
      {...weight}
      {...(halo ? HALO : {})}
      {...paint({ fill: colour === "loss" ? "lossText" : colour, ...(halo ? { stroke: "background" } : {}) })}
    >
      {runs.length === 1 && !runs[0]!.math && !runs[0]!.bold && !runs[0]!.shift ? runs[0]!.text : spans(runs, size)}
    </text>
  );
}

/** `dy` moves the rest of the line too, so each run undoes the one before. */
function spans(runs: readonly Run[], size: number) {
  const height = ({ shift }: Run) => (shift ? DROP[shift] * size : 0);
  return runs.map((run, i) => {
    const dy = px(height(run) - (i > 0 ? height(runs[i - 1]!) : 0));
    return (
      <tspan key={i} {...(dy === 0 ? {} : { dy })} {...spanStyle(run, size)}>
        {run.text}
      </tspan>
    );
  });
}

function spanStyle({ math, shift, bold }: Run, size: number) {
  return {
    ...(bold ? { "font-weight": 600 } : {}),
    ...(math ? { "font-style": "italic", "font-family": MATH_FONT } : {}),
    ...(shift ? { "font-size": px(size * SHIFTED) } : math ? { "font-size": px(size * 1.12) } : {}),
  };
}

/** Several labels. */
export function Labels({ labels }: { readonly labels: readonly Label[] }) {
  return labels.map((label, i) => <Text key={i} label={label} />);
}
