/** A claim's time steps, each with a tick or a cross; drawn the same in the live view and in the picture. */
import { type Label, plain, TEXT } from "../panels/text.js";
import { useTheme } from "../theme.js";
import { AXIS_HEIGHT, STRIP_HEIGHT, stripLayout } from "./stripLayout.js";

/** Relative to the middle of a cell, px. */
const TICK = "m-4 .5l3 3 5-7";
const CROSS = "m-3.5-3.5l7 7m0-7l-7 7";
const MIDDLE = STRIP_HEIGHT / 2;

/** @param props.agrees by time step. [T] */
export function TimeStrip({ agrees }: { readonly agrees: readonly boolean[] }) {
  const { paint } = useTheme();
  const { cells, cell, width } = stripLayout(agrees.length);
  const differing = cells.filter((_, i) => !agrees[i]);
  const signs = (of: typeof cells, sign: string) => of.map(({ x }) => `M${x} ${MIDDLE}${sign}`).join("");
  const grounds = differing.map(({ x }) => `M${x - cell / 2} 0h${cell}v${STRIP_HEIGHT}h${-cell}z`).join("");
  const walls = cells.slice(1).map(({ x }) => `M${x - cell / 2} 0v${STRIP_HEIGHT}`);
  const frame = `M.5 .5h${width - 1}v${STRIP_HEIGHT - 1}H.5z${walls.join("")}`;
  return (
    <g stroke-width="1.6">
      {grounds && <path d={grounds} fill-opacity="0.12" {...paint({ fill: "backward" })} />}
      <path d={frame} stroke-width="1" {...paint({ fill: "none", stroke: "rule" })} />
      {differing.length < cells.length && (
        <path
          d={signs(
            cells.filter((_, i) => agrees[i]),
            TICK,
          )}
          {...paint({ fill: "none", stroke: "green" })}
        />
      )}
      {grounds && <path d={signs(differing, CROSS)} {...paint({ fill: "none", stroke: "backward" })} />}
    </g>
  );
}

/** The time steps over the strips. @param x,y px of the strips' left edge and of the baseline */
export function axisLabels(timeSteps: number, x: number, y: number): Label[] {
  const style = { y, anchor: "middle", size: TEXT.small, colour: "faint" } as const;
  return stripLayout(timeSteps)
    .cells.filter(({ isLabelled }) => isLabelled)
    .map((cell) => ({ ...style, x: x + cell.x, runs: plain(String(cell.time)) }));
}

/** px from the top of the axis to the baseline of its labels. */
export const AXIS_BASELINE = AXIS_HEIGHT - 5;
