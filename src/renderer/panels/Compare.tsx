/** Several runs laid over each other. */
import { useMemo } from "preact/hooks";
import { useView } from "../cursor.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import {
  type ComparedLine,
  type ComparedPlot,
  type CompareModel,
  compareModel,
  type NamedRun,
} from "./compareModel.js";
import { Grid, Leaders } from "./Grid.js";
import { Labels } from "./Labels.js";

export interface CompareProps {
  readonly runs: readonly NamedRun[];
  /** px */
  readonly width: number;
}

/** The model of a comparison in the output's view and language; its `height` is that of the picture. */
export function useCompareModel({ runs, width }: CompareProps): CompareModel {
  const { logLoss } = useView().view;
  const words = useStrings().panels;
  return useMemo(() => compareModel({ runs, width, view: { logLoss }, words }), [runs, width, logLoss, words]);
}

/** The plots of a model, as they stand in one SVG. */
export function Compare({ model }: { readonly model: CompareModel }) {
  return (
    <g data-panel="compare">
      {model.plots.map((plot) => (
        <Plot key={plot.panel} plot={plot} model={model} />
      ))}
    </g>
  );
}

function Plot({ plot, model: { layout } }: { readonly plot: ComparedPlot; readonly model: CompareModel }) {
  const { paint } = useTheme();
  const { axis, baseline, lines, labels, notes, panel } = plot;
  const { x, width } = layout.band;
  return (
    <g data-panel={panel} pointer-events="none">
      <Grid axis={axis} layout={layout} />
      {baseline !== null && (
        <path
          d={`M${px(x)},${baseline}h${px(width)}`}
          stroke-width={1}
          stroke-dasharray="4 3"
          {...paint({ fill: "none", stroke: "faint" })}
        />
      )}
      <Leaders path={notes.leaders} />
      {lines.map((line) => (
        <Line key={line.name} line={line} />
      ))}
      <Labels labels={labels} />
      <Labels labels={notes.labels} />
    </g>
  );
}

function Line({ line }: { readonly line: ComparedLine }) {
  const { paint } = useTheme();
  const { name, path, colour, dashes, marks } = line;
  return (
    <g data-line={name}>
      {path && (
        <path
          d={path}
          stroke-width={1.8}
          stroke-linejoin="round"
          {...(dashes ? { "stroke-dasharray": dashes } : {})}
          {...paint({ fill: "none", stroke: colour })}
        />
      )}
      {marks.zeros && <path d={marks.zeros} stroke-width={1} {...paint({ fill: "background", stroke: colour })} />}
      {marks.nonFinite && <path d={marks.nonFinite} stroke-width={1.3} {...paint({ fill: "none", stroke: colour })} />}
    </g>
  );
}
