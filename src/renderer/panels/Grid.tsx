/** The thin rules of a panel. */
import type { Layout } from "../layout.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import type { Axis } from "./axis.js";

/** One rule for each tick, across the columns. */
export function Grid({ axis, layout: { band } }: { readonly axis: Axis; readonly layout: Layout }) {
  const { paint } = useTheme();
  const path = axis.ticks.map(({ position }) => `M${px(band.x)},${px(position)}h${px(band.width)}`).join("");
  return path ? <path d={path} stroke-width={1} {...paint({ fill: "none", stroke: "rule" })} /> : null;
}

/** From what a side note is about to where it found room. */
export function Leaders({ path }: { readonly path: string }) {
  const { paint } = useTheme();
  return path ? (
    <path d={path} stroke-width={0.8} stroke-opacity={0.6} {...paint({ fill: "none", stroke: "faint" })} />
  ) : null;
}
