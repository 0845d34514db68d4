/** A line over the columns. */
import { line } from "d3-shape";
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import type { Axis } from "./axis.js";

/** A line through the values that have a place on the axis; it breaks where one has none. SVG path data, "" when none has. */
export function linePath(values: ArrayLike<number>, { xOf }: Pick<Layout, "xOf">, axis: Axis): string {
  const draw = line<number>()
    .defined((value) => !Number.isNaN(axis.at(value)))
    .x((_, i) => px(xOf(i)))
    .y((value) => px(axis.at(value)));
  return draw(Array.from(values)) ?? "";
}
