/** The unrolled graph with the paths on it; its nodes and arrows say which paths pass. */
import type { SVGAttributes } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { px } from "../panels/arrowPath.js";
import { Forward, Gaps, Rails, Starts } from "../panels/GraphLines.js";
import type { GraphNode } from "../panels/graphNodes.js";
import { Labels } from "../panels/Labels.js";
import { NodeText, Outline } from "../panels/UnrolledGraph.js";
import { useStrings } from "../strings.js";
import { type PaintAttributes, ThemeContext, useTheme } from "../theme.js";
import { nearestStop } from "./nearestStop.js";
import { PathBadges, PathLines } from "./PathLines.js";
import { litAt, type Pointed } from "./pathFocus.js";
import { usePathPaint } from "./pathStyle.js";
import type { PathsGraphModel, Stop } from "./pathsGraphModel.js";
import { quietTheme } from "./quietTheme.js";
import type { FocusControl } from "./usePathFocus.js";

interface GraphLayerProps {
  readonly model: PathsGraphModel;
  /** The lit paths; null when none is singled out. */
  readonly lit: ReadonlySet<number> | null;
  /** Whether the lit path is drawn from its loss on. */
  readonly isDrawn?: boolean;
}

const STILL = { playing: null };

/** The drawing itself, alike in the live and the static picture. */
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

interface PathsGraphProps extends GraphLayerProps, FocusControl {
  readonly count: number;
  readonly isAll: boolean;
}

/** The live graph. One tab stop leads into it; arrow keys go from stop to stop. */
export function PathsGraph({ model, lit, ...asked }: PathsGraphProps) {
  const { paths: words } = useStrings();
  const { layout, top, height } = model;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with buttons in it is a group, and an SVG cannot be a fieldset
    <svg
      class="unroll-picture"
      data-panel="unrolled"
      width={layout.width}
      height={height}
      viewBox={`0 ${px(top)} ${layout.width} ${px(height)}`}
      role="group"
      aria-label={words.graph}
    >
      <GraphLayers model={model} lit={lit} isDrawn={asked.focus.walking} />
      <Stops model={model} {...asked} />
    </svg>
  );
}

type StopsProps = Omit<PathsGraphProps, "lit">;

/** Unseen areas over the nodes and arrows; nodes lie over arrows. */
function Stops({ model: { stops }, count, isAll, focus, dispatch }: StopsProps) {
  const { paths: words } = useStrings();
  const group = useRef<SVGGElement>(null);
  const lit = litAt(focus);
  const current = lit?.kind === "stop" ? lit.key : stops[0]?.key;
  const focusOn = (stop: Stop) =>
    group.current?.querySelector<SVGElement>(`[data-stop="${CSS.escape(stop.key)}"]`)?.focus();
  const ordered = [...stops.filter(({ d }) => d !== null), ...stops.filter(({ d }) => d === null)];
  return (
    <g ref={group}>
      {ordered.map((stop) => (
        <g
          key={stop.key}
          data-stop={stop.key}
          class="unroll-stop"
          {...buttonAttributes(stop, stops, { focus, dispatch }, focusOn)}
          aria-label={`${stop.text}: ${words.passHere(stop.paths.length, count, isAll)}`}
          tabindex={stop.key === current ? 0 : -1}
        >
          <StopArea stop={stop} />
        </g>
      ))}
    </g>
  );
}

function buttonAttributes(
  stop: Stop,
  stops: readonly Stop[],
  { focus: { pinned }, dispatch }: FocusControl,
  focusOn: (stop: Stop) => void,
): SVGAttributes<SVGGElement> {
  const here: Pointed = { kind: "stop", key: stop.key };
  const point = () => dispatch({ type: "point", at: here });
  const leave = () => dispatch({ type: "point", at: null });
  const pin = () => dispatch({ type: "pin", at: here });
  return {
    role: "button",
    "aria-pressed": pinned?.kind === "stop" && pinned.key === stop.key,
    onPointerEnter: point,
    onPointerLeave: leave,
    onFocus: point,
    onBlur: leave,
    onClick: pin,
    onKeyDown: (event: KeyboardEvent) => {
      const next = nearestStop(stops, stop, event.key);
      if (next) focusOn(next);
      else if (event.key === "Enter" || event.key === " ") pin();
      else if (event.key === "Escape") dispatch({ type: "clear" });
      else if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** px: as wide as a finger or a shaky hand needs. */
const ARROW_AREA = 16;
const NODE_AREA = 14;

function StopArea({ stop: { x, y, d } }: { readonly stop: Stop }) {
  const { paint } = useTheme();
  if (d === null) return <circle cx={px(x)} cy={px(y)} r={NODE_AREA} fill="none" pointer-events="all" />;
  return (
    <path
      d={d}
      stroke-width={ARROW_AREA}
      stroke-opacity={0}
      pointer-events="stroke"
      {...paint({ fill: "none", stroke: "ink" })}
    />
  );
}
