/** A line over the columns. */
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import type { Axis } from "./axis.js";

/** A line through the values that have a place on the axis; it breaks where one has none. SVG path data, "" when none has. */
export function linePath(values: ArrayLike<number>, { xOf }: Pick<Layout, "xOf">, axis: Axis): string {
  let path = "";
  let isDrawing = false;
  const end = (): void => {
    // a value between two that have no place is a point: closed, it has round ends to be seen by
    if (isDrawing && path.lastIndexOf("L") < path.lastIndexOf("M")) path += "Z";
    isDrawing = false;
  };
  for (let i = 0; i < values.length; i++) {
    const y = axis.at(values[i]!);
    if (Number.isNaN(y)) end();
    else path += `${isDrawing ? "L" : "M"}${px(xOf(i))},${px(y)}`;
    isDrawing = !Number.isNaN(y);
  }
  end();
  return path;
}
