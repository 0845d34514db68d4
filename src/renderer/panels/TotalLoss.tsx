/** The total loss while training, on its side beside the heatmap, whose vertical axis it shares. */
import { useMemo } from "preact/hooks";
import { useView } from "../cursor.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import { Labels } from "./Labels.js";
import { type TotalLossModel, totalLossModel, totalLossReading } from "./totalLossModel.js";
import type { PanelProps } from "./UnrolledGraph.js";

export function TotalLoss({ decoded, layout }: PanelProps) {
  const { logLoss, frame } = useView().view;
  const words = useStrings().panels;
  const input = { decoded, view: { logLoss }, layout, words };
  const model = useMemo(() => totalLossModel(input), [decoded, layout, words, logLoss]);
  const curve = useMemo(() => model && <Curve model={model} />, [model]);
  const { paint } = useTheme();
  if (!model) return null;
  const reading = totalLossReading({ ...input, frame }, model);
  return (
    <g data-panel="totalLoss" pointer-events="none">
      {curve}
      {reading.x !== null && (
        <circle
          cx={reading.x}
          cy={reading.y}
          r={3.5}
          stroke-width={1.2}
          {...paint({ fill: "loss", stroke: "background" })}
        />
      )}
      <Labels labels={[reading.label]} />
    </g>
  );
}

function Curve({ model }: { readonly model: TotalLossModel }) {
  const { paint } = useTheme();
  const { axis, path, nonFinite, baseline, labels, top, bottom } = model;
  const grid = axis.ticks.map(({ position }) => `M${px(position)},${px(top)}V${px(bottom)}`).join("");
  return (
    <>
      <path d={grid} stroke-width={1} {...paint({ fill: "none", stroke: "rule" })} />
      {baseline !== null && (
        <path
          d={`M${baseline},${px(top)}V${px(bottom)}`}
          stroke-width={1}
          stroke-dasharray="4 3"
          {...paint({ fill: "none", stroke: "faint" })}
        />
      )}
      <path d={path} stroke-width={1.6} stroke-linejoin="round" {...paint({ fill: "none", stroke: "loss" })} />
      {nonFinite && <path d={nonFinite} stroke-width={1.3} {...paint({ fill: "none", stroke: "purple" })} />}
      <Labels labels={labels} />
    </>
  );
}
