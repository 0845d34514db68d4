/** All panels that a layout has a place for, under their two shared axes: back to front. */
import { useIsDrawn } from "../firstPaint.js";
import { CursorColumn, Scrubber, TimeAxis } from "./Cursor.js";
import { GradientNorms } from "./GradientNorms.js";
import { Heatmap } from "./Heatmap.js";
import { Losses } from "./Losses.js";
import { TotalLoss } from "./TotalLoss.js";
import { type PanelProps, UnrolledGraph } from "./UnrolledGraph.js";

export function Panels({ decoded, layout }: PanelProps) {
  const isDrawn = useIsDrawn(layout);
  return (
    <>
      <CursorColumn decoded={decoded} layout={layout} />
      {isDrawn("unrolled") && <UnrolledGraph decoded={decoded} layout={layout} />}
      {isDrawn("losses") && <Losses decoded={decoded} layout={layout} />}
      {isDrawn("gradientNorms") && <GradientNorms decoded={decoded} layout={layout} />}
      {isDrawn("heatmap") && (
        <>
          <Heatmap decoded={decoded} layout={layout} />
          <TotalLoss decoded={decoded} layout={layout} />
          <Scrubber decoded={decoded} layout={layout} />
        </>
      )}
      {isDrawn("timeAxis") && <TimeAxis decoded={decoded} layout={layout} />}
    </>
  );
}
