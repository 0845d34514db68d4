/** The gradient's norm at every time step, on a log axis. */
import { useMemo } from "preact/hooks";
import { useView } from "../cursor.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import { Grid, Leaders } from "./Grid.js";
import { type GradientNormsModel, gradientNormsModel, type NormLine } from "./gradientNormsModel.js";
import { Labels } from "./Labels.js";
import type { PanelProps } from "./UnrolledGraph.js";

export function GradientNorms({ decoded, layout }: PanelProps) {
  const { frame, column, source, focusState } = useView().view;
  const words = useStrings().panels;
  const model = useMemo(
    () => gradientNormsModel({ decoded, view: { frame, column, source, focusState }, layout, words }),
    [decoded, layout, words, frame, column, source, focusState],
  );
  return (
    <g data-panel="gradientNorms" pointer-events="none">
      <Grid axis={model.axis} layout={layout} />
      <References model={model} x={layout.band.x} width={layout.band.width} />
      <Leaders path={model.notes.leaders} />
      {model.lines.map((line) => (
        <Line key={`${line.kind} ${line.name}`} line={line} cursorX={px(layout.xOf(column))} />
      ))}
      <Labels labels={model.labels} />
      <Labels labels={model.notes.labels} />
    </g>
  );
}

interface ReferencesProps {
  readonly model: GradientNormsModel;
  readonly x: number;
  readonly width: number;
}

/** The bound, and 1 % of what was sent. */
function References({ model: { bound, onePercent }, x, width }: ReferencesProps) {
  const { paint } = useTheme();
  return (
    <>
      {bound && (
        <path
          d={bound}
          stroke-width={1}
          stroke-dasharray="5 4"
          data-line="bound"
          {...paint({ fill: "none", stroke: "faint" })}
        />
      )}
      {onePercent && (
        <path
          d={`M${px(x)},${onePercent.y}h${px(width)}`}
          stroke-width={1}
          stroke-dasharray="1.5 3"
          {...paint({ fill: "none", stroke: "backward" })}
        />
      )}
      {onePercent?.crossing != null && (
        <path
          d={`M${onePercent.crossing},${px(onePercent.y - 5)}v10`}
          stroke-width={1.2}
          {...paint({ fill: "none", stroke: "backward" })}
        />
      )}
    </>
  );
}

/** States red, the focused one strongest; parameters grey and thin. */
function Line({ line, cursorX }: { readonly line: NormLine; readonly cursorX: number }) {
  const { paint } = useTheme();
  const { kind, focused, path, dots, marks, cursorY, name } = line;
  const colour = kind === "state" ? "backward" : "faint";
  const width = focused ? 1.9 : kind === "state" ? 1.2 : 0.9;
  const opacity = focused ? 1 : kind === "state" ? 0.75 : 0.8;
  return (
    <g opacity={opacity} data-line={name}>
      {path && (
        <path d={path} stroke-width={width} stroke-linejoin="round" {...paint({ fill: "none", stroke: colour })} />
      )}
      {dots && <path d={dots} {...paint({ fill: colour })} />}
      {marks.zeros && <path d={marks.zeros} stroke-width={1} {...paint({ fill: "background", stroke: colour })} />}
      {marks.nonFinite && (
        <path d={marks.nonFinite} stroke-width={1.3} {...paint({ fill: "none", stroke: "purple" })} />
      )}
      {cursorY !== null && (
        <circle
          cx={cursorX}
          cy={cursorY}
          r={focused ? 4 : 2.4}
          stroke-width={1.2}
          {...paint({ fill: colour, stroke: "background" })}
        />
      )}
    </g>
  );
}
