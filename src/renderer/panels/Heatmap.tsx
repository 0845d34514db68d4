/** The gradient's norm over time and training, as colour. A large one is a single picture, a small one a few paths. */
import { useMemo } from "preact/hooks";
import { useView } from "../cursor.js";
import { useStrings } from "../strings.js";
import { livePalette, useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import { type HeatmapCells, heatmapCells } from "./heatmapCells.js";
import { heatmapImage, resolveColour } from "./heatmapImage.js";
import { diagonals, type HeatmapModel, hatching, heatmapLayers, heatmapModel, type Swatch } from "./heatmapModel.js";
import { Labels } from "./Labels.js";
import { focusNorms } from "./norms.js";
import type { PanelProps } from "./UnrolledGraph.js";

/** More cells than this are drawn as one picture where there is a canvas. */
const MOST_PATHS = 1500;
/** A static picture must stay small. */
const MOST_STATIC = 800;

/** Nothing here depends on the cursor, so that scrubbing draws none of it again. */
export function Heatmap({ decoded, layout }: PanelProps) {
  const { source, focusState } = useView().view;
  const words = useStrings().panels;
  const cells = useMemo(() => {
    const norms = focusNorms(decoded, { source, focusState });
    return norms ? heatmapCells(norms.series) : null;
  }, [decoded, source, focusState]);
  const model = useMemo(
    () => cells && heatmapModel(cells, { decoded, view: { source, focusState }, layout, words }),
    [cells, decoded, layout, words, source, focusState],
  );
  if (!cells || !model) return null;
  return (
    <g data-panel="heatmap" pointer-events="none">
      <Frame layout={layout} />
      <Cells cells={cells} model={model} decoded={decoded} layout={layout} />
      <Legend legend={model.legend} />
      <Labels labels={model.labels} />
    </g>
  );
}

interface CellsProps extends PanelProps {
  readonly cells: HeatmapCells;
  readonly model: HeatmapModel;
}

function Cells(props: CellsProps) {
  const { mode } = useTheme();
  const isLarge = props.cells.codes.length > MOST_PATHS;
  return mode === "live" && isLarge && typeof document !== "undefined" ? (
    <CellImage {...props} />
  ) : (
    <CellPaths {...props} />
  );
}

function CellImage(props: CellsProps) {
  const { cells, model, layout } = props;
  const theme = themeKey();
  const url = useMemo(() => {
    const colours = {
      backward: resolveColour(livePalette.backward, document),
      nonFinite: resolveColour(livePalette.purple, document),
    };
    return heatmapImage(cells, model.axis, layout, colours, document);
  }, [cells, model, layout, theme]);
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  const { x, width } = layout.band;
  if (url === null) return <CellPaths {...props} />;
  return (
    <image
      href={url}
      x={x}
      y={plotTop}
      width={width}
      height={plotBottom - plotTop}
      preserveAspectRatio="none"
      style="image-rendering:pixelated"
    />
  );
}

/** Changes with the editor's theme. */
const themeKey = () => `${document.body.className} ${document.body.dataset.vscodeThemeId ?? ""}`;

function CellPaths({ cells, decoded, layout }: CellsProps) {
  const { paint, mode } = useTheme();
  const most = mode === "static" ? MOST_STATIC : MOST_PATHS;
  const layers = useMemo(() => heatmapLayers(cells, { decoded, layout }, most), [cells, decoded, layout, most]);
  const hatch = useMemo(() => hatching(cells, { decoded, layout }, most), [cells, decoded, layout, most]);
  return (
    <g shape-rendering="crispEdges">
      {layers.map(({ code, colour, opacity, path }) => (
        <path key={code} d={path} fill-opacity={Math.round(opacity * 1000) / 1000} {...paint({ fill: colour })} />
      ))}
      {hatch && <path d={hatch} stroke-width={1} {...paint({ fill: "none", stroke: "background" })} />}
    </g>
  );
}

/** The cells are translucent: they must not let the cursor's column through. */
function Frame({ layout }: Pick<PanelProps, "layout">) {
  const { paint } = useTheme();
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  return (
    <rect
      x={px(layout.band.x)}
      y={px(plotTop)}
      width={px(layout.band.width)}
      height={px(plotBottom - plotTop)}
      stroke-width={1}
      {...paint({ fill: "background", stroke: "rule" })}
    />
  );
}

function Legend({ legend }: { readonly legend: readonly Swatch[] }) {
  const { paint } = useTheme();
  return legend.map(({ x, y, width, height, colour, opacity, hatched }) => (
    <g key={x + 1e4 * y}>
      <rect
        x={px(x)}
        y={px(y)}
        width={px(width)}
        height={height}
        fill-opacity={Math.round(opacity * 1000) / 1000}
        {...paint({ fill: colour, stroke: colour === "background" ? "rule" : "none" })}
      />
      {hatched && (
        <path
          d={diagonals(x, y, x + width, y + height)}
          stroke-width={1}
          {...paint({ fill: "none", stroke: "background" })}
        />
      )}
    </g>
  ));
}
