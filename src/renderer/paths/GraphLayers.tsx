/** The unrolled graph with the lines of the paths on it, alike in the live and the static picture. */
import { useMemo } from "preact/hooks";
import { px } from "../panels/arrowPath.js";
import { Forward, Gaps, Rails, Starts } from "../panels/GraphLines.js";
import type { GraphNode } from "../panels/graphNodes.js";
import { Labels } from "../panels/Labels.js";
import { NodeText, Outline } from "../panels/UnrolledGraph.js";
import { type PaintAttributes, ThemeContext, useTheme } from "../theme.js";
import { PathBadges, PathLines } from "./PathLines.js";
import { usePathPaint } from "./pathStyle.js";
import type { PathsGraphModel } from "./pathsGraphModel.js";
import { quietTheme } from "./quietTheme.js";
import type { Stop } from "./stops.js";

export interface GraphLayerProps {
  readonly model: PathsGraphModel;
  /** The lit paths; null when none is singled out. */
  readonly lit: ReadonlySet<number> | null;
  /** Whether the lit path is drawn from its loss on. */
  readonly isDrawn?: boolean;
}

const STILL = { playing: null };

export function GraphLayers({ model, lit, isDrawn = false }: GraphLayerProps) {
  const { graph } = model;
  const theme = useTheme();
  const quiet = useMemo(() => quietTheme(theme), [theme]);
  return (
    <>
      <Rails rails={graph.rails} />
      <ThemeContext.Provider value={quiet}>
        <g opacity={0.42}>
          <Starts starts={graph.starts} />
          <Forward edges={graph.forward} view={STILL} />
        </g>
      </ThemeContext.Provider>
      <PathLines model={model} lit={lit} isDrawn={isDrawn} />
      <Gaps gaps={graph.gaps} />
      <g pointer-events="none">
        <Labels labels={graph.labels} />
        <Labels labels={model.axis} />
        {graph.nodes.map((node) => (
          <Station key={keyOf(node)} node={node} stop={stopAt(model, node)} lit={lit} />
        ))}
      </g>
      <PathBadges model={model} lit={lit} />
    </>
  );
}

const keyOf = ({ id }: GraphNode) => `${id.sequence}@${id.column}`;

const stopAt = ({ stops }: PathsGraphModel, { x, y }: GraphNode) =>
  stops.find((stop) => stop.d === null && stop.x === x && stop.y === y);

interface StationProps {
  readonly node: GraphNode;
  readonly stop: Stop | undefined;
  readonly lit: ReadonlySet<number> | null;
}

/** A node; on lit paths it has a ring in their colour, off them it is pale. */
function Station({ node, stop, lit }: StationProps) {
  const paint = usePathPaint();
  const theme = useTheme();
  const litHere = lit && stop ? stop.paths.filter((path) => lit.has(path)) : [];
  const isPale = lit ? litHere.length === 0 : !stop;
  const ring = litHere.length > 0 && lit?.size === 1;
  return (
    <>
      {isPale && <Shape node={node} {...theme.paint({ fill: "background" })} />}
      <g data-node={keyOf(node)} {...(isPale ? { opacity: lit ? 0.3 : 0.6 } : {})}>
        <Outline node={node} />
        {node.runs.length > 0 && <NodeText node={node} />}
        {ring && <Shape node={node} margin={2} {...paint(litHere[0]!)} />}
      </g>
    </>
  );
}

interface ShapeProps extends PaintAttributes {
  readonly node: GraphNode;
  /** Added to the radius of a dot, px. Default 0. */
  readonly margin?: number;
}

/** A node's outline: as a ring around it, or to hide the lines under it. */
function Shape({ node: { x, y, shape, radius, halfWidth }, margin = 0, ...colour }: ShapeProps) {
  if (shape === "square") {
    const box = { x: px(x - halfWidth), y: px(y - radius + 1), width: px(2 * halfWidth), height: px(2 * radius - 2) };
    return <rect {...box} rx={4} stroke-width={2.4} {...colour} />;
  }
  return (
    <circle cx={px(x)} cy={px(y)} r={px(shape === "dot" ? radius + margin : radius)} stroke-width={2.4} {...colour} />
  );
}
