/** The coloured lines of the paths, and their numbers. */

import type { SVGAttributes } from "preact";
import { px } from "../panels/arrowPath.js";
import { useTheme } from "../theme.js";
import { BADGE_RADIUS, type Badge } from "./badges.js";
import { pathStyle, usePathPaint } from "./pathStyle.js";
import type { PathsGraphModel } from "./pathsGraphModel.js";

interface PathLinesProps {
  readonly model: Pick<PathsGraphModel, "lines" | "stroke" | "isDense">;
  /** Null: all alike. */
  readonly lit: ReadonlySet<number> | null;
  /** Whether a lit path is drawn from its loss on, as a pen would. */
  readonly isDrawn?: boolean;
}

/** A lit line is at least this thick, px; the others are as pale as this. */
const LIT = 3.4;
const PALE = 0.14;

/** Lit paths are drawn last, over the others. */
export function PathLines({ model, lit, isDrawn = false }: PathLinesProps) {
  const { lines, stroke, isDense } = model;
  const isLit = (index: number) => lit?.has(index) ?? !isDense;
  const shown = lines.filter(({ d }) => d !== "");
  const others = shown.filter(({ index }) => !isLit(index));
  return (
    <g pointer-events="none">
      {isDense ? (
        <Bundle lines={others} stroke={stroke} />
      ) : (
        others.map(({ index, d }) => (
          <PathLine key={index} index={index} d={d} look={lookOf(index, false, stroke, false)} isPale />
        ))
      )}
      {shown
        .filter(({ index }) => isLit(index))
        .map(({ index, d }) => (
          <PathLine
            key={index}
            index={index}
            d={d}
            look={lookOf(index, lit !== null, stroke, isDrawn)}
            isPale={false}
          />
        ))}
    </g>
  );
}

/** Of thinner lines a browser would add up the shades where they lie over one another, px. */
const THINNEST_BUNDLED = 1.2;

/** Many lines as one grey band: hair lines of all colours would only be brown. */
function Bundle({ lines, stroke }: Pick<PathsGraphModel, "lines" | "stroke">) {
  const { paint } = useTheme();
  const d = lines.map((line) => line.d).join("");
  const width = px(Math.max(stroke, THINNEST_BUNDLED));
  return <path d={d} stroke-width={width} stroke-opacity={0.32} {...paint({ fill: "none", stroke: "faint" })} />;
}

interface PathLineProps {
  readonly index: number;
  readonly d: string;
  readonly look: SVGAttributes<SVGPathElement>;
  readonly isPale: boolean;
}

function PathLine({ index, d, look, isPale }: PathLineProps) {
  const paint = usePathPaint();
  const pale = isPale ? { opacity: PALE } : {};
  return <path data-path={index + 1} d={d} stroke-linejoin="round" {...look} {...pale} {...paint(index)} />;
}

/** In a bundle of hair lines dashes are only noise. */
const THINNEST_DASHED = 1.5;

function lookOf(index: number, isLit: boolean, stroke: number, isDrawn: boolean): SVGAttributes<SVGPathElement> {
  const width = px(isLit ? Math.max(stroke, LIT) : stroke);
  const { dashes } = pathStyle(index);
  if (dashes !== "" && width >= THINNEST_DASHED) return { "stroke-width": width, "stroke-dasharray": dashes };
  const drawn = isLit && isDrawn ? { pathLength: 1, class: "unroll-path-drawn" } : {};
  return { "stroke-width": width, "stroke-linecap": "round", ...drawn };
}

/** Numbers where there is room, and those of the lit paths; a lit one among few is always named. */
export function PathBadges({ model: { lines }, lit }: PathLinesProps) {
  const shown = lines.filter(({ badge, index }) => badge && (badge.fits ? true : lit?.has(index) && lit.size === 1));
  return (
    <g pointer-events="none">
      {shown.map(({ index, badge }) => (
        <PathBadge key={index} index={index} badge={badge!} isPale={lit !== null && !lit.has(index)} />
      ))}
    </g>
  );
}

interface PathBadgeProps {
  readonly index: number;
  readonly badge: Pick<Badge, "x" | "y">;
  readonly isPale?: boolean;
}

/** A number in a ring of the path's colour: ink on the background, so that it can be read in every colour. */
export function PathBadge({ index, badge: { x, y }, isPale = false }: PathBadgeProps) {
  const { paint } = useTheme();
  const linePaint = usePathPaint();
  const circle = { cx: px(x), cy: px(y), r: BADGE_RADIUS };
  const number = String(index + 1);
  return (
    <g {...(isPale ? { opacity: 0.25 } : {})}>
      <circle {...circle} {...paint({ fill: "background" })} />
      <circle {...circle} stroke-width={1.6} {...linePaint(index)} />
      <text
        x={px(x)}
        y={px(y + 3.1)}
        text-anchor="middle"
        font-size={number.length > 2 ? 6.5 : number.length > 1 ? 8 : 9}
        font-weight={600}
        {...paint({ fill: "ink" })}
      >
        {number}
      </text>
    </g>
  );
}
