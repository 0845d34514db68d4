/** The graph: the same network once for each time step, and the gradient's way back. */
import type { SVGAttributes } from "preact";
import { useMemo } from "preact/hooks";
import { useView, type View } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import { foldedGraphModel } from "./foldedGraphModel.js";
import { Backward, Forward, Gaps, Key, Rails, Starts } from "./GraphLines.js";
import type { GraphNode } from "./graphNodes.js";
import { Labels, Text } from "./Labels.js";
import { type UnrolledGraphModel, unrolledGraphModel } from "./unrolledGraphModel.js";

export interface PanelProps {
  readonly decoded: DecodedRecording;
  readonly layout: Layout;
}

export function UnrolledGraph({ decoded, layout }: PanelProps) {
  const { view } = useView();
  const words = useStrings().panels;
  const model = useMemo(
    () => (view.folded ? foldedGraphModel : unrolledGraphModel)({ decoded, view, layout, words }),
    [decoded, layout, words, view.folded, view.column, view.frame, view.source, view.playing, view.selected],
  );
  return (
    <g data-panel="unrolled">
      <Fan model={model} />
      <Rails rails={model.rails} />
      <Starts starts={model.starts} />
      <Forward edges={model.forward} view={view} />
      <Backward edges={model.backward} />
      <Gaps gaps={model.gaps} />
      <Key graphKey={model.key} />
      <g pointer-events="none">
        <Labels labels={model.labels} />
      </g>
      {model.nodes.map((node) => (
        <Node key={`${node.id.sequence} ${node.id.column}`} node={node} />
      ))}
    </g>
  );
}

function Fan({ model: { fan } }: { readonly model: Pick<UnrolledGraphModel, "fan"> }) {
  const { paint } = useTheme();
  return fan.map((path) => (
    <path key={path} d={path} fill-opacity={0.35} stroke-width={1} {...paint({ fill: "rule", stroke: "none" })} />
  ));
}

/** A node is a button: it selects itself. */
function Node({ node }: { readonly node: GraphNode }) {
  const { mode } = useTheme();
  const { dispatch, view } = useView();
  const select = () => dispatch({ type: "select", node: node.selected ? null : node.id });
  const button = mode === "static" ? {} : buttonAttributes(node, select);
  return (
    <g data-node={`${node.id.sequence}@${node.id.column}`} {...button} opacity={opacityOf(node, view)}>
      <Outline node={node} />
      {node.runs.length > 0 && <NodeText node={node} />}
    </g>
  );
}

const opacityOf = ({ lit }: GraphNode, { playing }: View) => (playing && !lit ? 0.3 : 1);

function buttonAttributes(node: GraphNode, select: () => void): SVGAttributes<SVGGElement> {
  return {
    role: "button",
    tabindex: 0,
    class: "unroll-node",
    "aria-label": node.name,
    "aria-pressed": node.selected,
    onClick: select,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      select();
    },
  };
}

/** What stands around a node. */
export function Outline({ node }: { readonly node: GraphNode }) {
  const { paint } = useTheme();
  const { x, y, radius, halfWidth, shape } = node;
  const marked = node.selected || node.current;
  const stroke = node.selected ? "accent" : node.current ? "forward" : node.role === "state" ? "ink" : "faint";
  const width = marked ? 2.2 : node.role === "state" ? 1.1 : 0.8;
  if (shape === "dot") return <LossDot node={node} marked={marked} />;
  if (shape === "circle") {
    return (
      <circle cx={px(x)} cy={px(y)} r={px(radius)} stroke-width={width} {...paint({ fill: "background", stroke })} />
    );
  }
  const half = { x: shape === "bare" ? halfWidth - 1 : halfWidth, y: shape === "bare" ? 7 : radius - 1 };
  const box = {
    x: px(x - half.x),
    y: px(y - half.y),
    width: px(2 * half.x),
    height: px(2 * half.y),
    rx: shape === "bare" ? 2 : 4,
  };
  const outline = shape === "bare" && !marked ? "none" : stroke;
  return <rect {...box} stroke-width={width} {...paint({ fill: "background", stroke: outline })} />;
}

function LossDot({ node, marked }: { readonly node: GraphNode; readonly marked: boolean }) {
  const { paint } = useTheme();
  const stroke = node.selected ? "accent" : node.nonFinite ? "purple" : marked ? "ink" : "none";
  const fill = node.nonFinite ? "background" : "loss";
  return (
    <>
      <circle
        cx={px(node.x)}
        cy={px(node.y)}
        r={px(Math.max(node.radius + 3, 9))}
        fill-opacity={0}
        {...paint({ fill: "background" })}
      />
      <circle cx={px(node.x)} cy={px(node.y)} r={px(node.radius)} stroke-width={1.8} {...paint({ fill, stroke })} />
    </>
  );
}

/** What stands in a node. */
export function NodeText({ node }: { readonly node: GraphNode }) {
  const { x, y, runs, textSize, textColour, bold } = node;
  const hasIndex = runs.some(({ shift }) => shift === "sub");
  const label = {
    x,
    y: y + textSize * (hasIndex ? 0.24 : 0.36),
    anchor: "middle",
    size: textSize,
    colour: textColour,
    bold,
    runs,
  } as const;
  return <Text label={label} />;
}
