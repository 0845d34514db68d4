/** The paths view as the content of the static picture. */
import type { Payload } from "../../trace/index.js";
import type { DecodedRecording } from "../decode.js";
import { Labels } from "../panels/Labels.js";
import { type Strings, useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { GraphLayers } from "./GraphLayers.js";
import { PathBadge } from "./PathLines.js";
import { pathStyle, usePathPaint } from "./pathStyle.js";
import { pathsModel } from "./pathsModel.js";
import { pathsSheet, type Swatch } from "./pathsSheet.js";

export interface PathsPictureProps {
  readonly payload: Extract<Payload, { view: "paths" }>;
  readonly decoded: DecodedRecording;
  /** px */
  readonly width: number;
}

/** Height of the picture, px. */
export const pathsPictureHeight = (props: PathsPictureProps, strings: Strings): number =>
  pathsSheet(pathsModel(props, strings), props.width, strings.paths).height;

export function PathsPicture(props: PathsPictureProps) {
  const strings = useStrings();
  const model = pathsModel(props, strings);
  const sheet = pathsSheet(model, props.width, strings.paths);
  return (
    <>
      <g transform={`translate(0,${sheet.graphTop - model.graph.top})`}>
        <GraphLayers model={model.graph} lit={null} />
      </g>
      <Labels labels={sheet.labels} />
      <Lines sheet={sheet} />
      {sheet.swatches.map((swatch) => (
        <SheetSwatch key={swatch.index} swatch={swatch} />
      ))}
    </>
  );
}

function Lines({ sheet: { rule, bars } }: { readonly sheet: ReturnType<typeof pathsSheet> }) {
  const { paint } = useTheme();
  return (
    <>
      <path d={rule} stroke-width={1} {...paint({ fill: "none", stroke: "ink" })} />
      {bars !== "" && <path d={bars} {...paint({ fill: "backward" })} />}
    </>
  );
}

function SheetSwatch({ swatch: { index, x, y } }: { readonly swatch: Swatch }) {
  const paint = usePathPaint();
  const { dashes } = pathStyle(index);
  return (
    <>
      <path
        d={`M${x + 15},${y}h27`}
        stroke-width={2.6}
        {...(dashes ? { "stroke-dasharray": dashes } : {})}
        {...paint(index)}
      />
      <PathBadge index={index} badge={{ x: x + 7, y }} />
    </>
  );
}
