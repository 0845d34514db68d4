/** The loss of each time step, as bars. */
import { useMemo } from "preact/hooks";
import { useView } from "../cursor.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { Grid, Leaders } from "./Grid.js";
import { Labels } from "./Labels.js";
import { lossesModel } from "./lossesModel.js";
import type { PanelProps } from "./UnrolledGraph.js";

export function Losses({ decoded, layout }: PanelProps) {
  const { frame, column, logLoss } = useView().view;
  const words = useStrings().panels;
  const { paint } = useTheme();
  const model = useMemo(
    () => lossesModel({ decoded, view: { frame, column, logLoss }, layout, words }),
    [decoded, layout, words, frame, column, logLoss],
  );
  const { x, width } = layout.band;
  return (
    <g data-panel="losses" pointer-events="none">
      <Grid axis={model.axis} layout={layout} />
      <path d={model.bars} fill-opacity={0.62} {...paint({ fill: "loss" })} />
      <path d={model.cursorBar} {...paint({ fill: "loss" })} />
      {model.baseline !== null && (
        <path
          d={`M${x},${model.baseline}h${width}`}
          stroke-width={1}
          stroke-dasharray="4 3"
          {...paint({ fill: "none", stroke: "faint" })}
        />
      )}
      <Leaders path={model.notes.leaders} />
      <Labels labels={model.labels} />
      <Labels labels={model.notes.labels} />
    </g>
  );
}
