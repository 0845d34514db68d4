/** The lines of the graph. Forward lines are one path for all that look alike: a long graph stays small. */
import type { View } from "../cursor.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import type { BackwardEdge, ForwardEdge } from "./graphEdges.js";
import type { GraphKey } from "./graphKey.js";
import type { Rail } from "./graphRails.js";
import { Labels, Text } from "./Labels.js";
import { TEXT } from "./text.js";
import type { UnrolledGraphModel } from "./unrolledGraphModel.js";

/** Blue lines; those that a play has not reached are pale, and all are while the gradient goes back. */
export function Forward({
  edges,
  view,
}: {
  readonly edges: readonly ForwardEdge[];
  readonly view: Pick<View, "playing">;
}) {
  const isDense = edges.length > DENSE;
  const lit = view.playing?.phase === "backward" || isDense ? 0.5 : 0.9;
  const groups = [
    { edges: edges.filter((edge) => edge.lit && !edge.dashed), opacity: lit },
    { edges: edges.filter((edge) => edge.lit && edge.dashed), opacity: lit, dash: "3 3" },
    { edges: edges.filter((edge) => !edge.lit), opacity: 0.16 },
  ].filter((group) => group.edges.length > 0);
  return groups.map(({ edges, opacity, dash }) => (
    <ForwardGroup key={`${opacity} ${dash}`} edges={edges} opacity={opacity} {...(dash ? { dash } : {})} />
  ));
}

/** So many lines would drown everything else. */
const DENSE = 120;

interface ForwardGroupProps {
  readonly edges: readonly ForwardEdge[];
  readonly opacity: number;
  readonly dash?: string;
}

function ForwardGroup({ edges, opacity, dash }: ForwardGroupProps) {
  const { paint } = useTheme();
  const heads = edges.map(({ head }) => head).join("");
  const dashes = dash ? { "stroke-dasharray": dash } : {};
  return (
    <g opacity={opacity} pointer-events="none">
      <path
        d={edges.map(({ path }) => path).join("")}
        stroke-width={1.3}
        {...dashes}
        {...paint({ fill: "none", stroke: "forward" })}
      />
      {heads !== "" && <path d={heads} {...paint({ fill: "forward" })} />}
    </g>
  );
}

/**
 * Red lines: as thick as the log of their norm, dotted where it is exactly 0, of another colour where it is no number.
 * Each stays the same element from frame to frame, though its path moves with its thickness.
 */
export function Backward({ edges }: { readonly edges: readonly BackwardEdge[] }) {
  return (
    <g pointer-events="none">
      {edges.map((edge, i) => (
        <BackwardLine key={i} edge={edge} />
      ))}
    </g>
  );
}

const DASHES = { finite: {}, zero: { "stroke-dasharray": "1.2 3.2" }, nonFinite: { "stroke-dasharray": "4 2" } };

function BackwardLine({ edge }: { readonly edge: BackwardEdge }) {
  const { paint } = useTheme();
  const { path, head, width, kind, lit, name, middle } = edge;
  if (!lit) return null;
  const role = kind === "nonFinite" ? "purple" : "backward";
  return (
    <>
      <path d={path} stroke-width={px(width)} {...DASHES[kind]} {...paint({ fill: "none", stroke: role })} />
      {head !== "" && <path d={head} {...paint({ fill: role })} />}
      {name && (
        <Text
          label={{
            x: middle.x,
            y: middle.y + 16,
            anchor: "middle",
            size: TEXT.tiny,
            colour: "purple",
            bold: true,
            runs: [{ text: name }],
          }}
        />
      )}
    </>
  );
}

/** One thin line for a parameter, touching every arrow on which it acts. */
export function Rails({ rails }: { readonly rails: readonly Rail[] }) {
  const { paint } = useTheme();
  return (
    <g pointer-events="none">
      {rails.map(({ y, x1, x2, touches, label, parameters }) => (
        <g key={`${parameters} ${y}`} data-rail={parameters.join(" ")}>
          <path
            d={`M${x1},${y}H${x2}${ticksOf(touches, y)}`}
            stroke-width={1}
            stroke-opacity={0.45}
            {...paint({ fill: "none", stroke: "faint" })}
          />
          <path d={dotsOf(touches, y)} {...paint({ fill: "faint" })} />
          <Text label={label} />
        </g>
      ))}
    </g>
  );
}

const ticksOf = (touches: Rail["touches"], y: number) =>
  touches
    .filter((touch) => touch.y !== y)
    .map((touch) => `M${touch.x},${y}V${touch.y}`)
    .join("");

const DOT = 1.4;
const dotsOf = (touches: Rail["touches"], y: number) =>
  touches
    .map(({ x }) => `M${px(x - DOT)},${y}a${DOT},${DOT} 0 1 0 ${2 * DOT},0a${DOT},${DOT} 0 1 0 ${-2 * DOT},0`)
    .join("");

/** Short lines from a state's initial value. */
export function Starts({ starts }: Pick<UnrolledGraphModel, "starts">) {
  const { paint } = useTheme();
  return starts.map(({ x1, x2, y }) => (
    <path
      key={`${x1} ${y}`}
      d={`M${x1},${y}H${x2}`}
      stroke-width={1}
      stroke-dasharray="2 2"
      pointer-events="none"
      {...paint({ fill: "none", stroke: "forward" })}
    />
  ));
}

/** Three dots for columns that are left out. */
export function Gaps({ gaps }: Pick<UnrolledGraphModel, "gaps">) {
  const { paint } = useTheme();
  const dots = gaps.flatMap(({ x, y }) =>
    [-5, 0, 5].map((by) => `M${px(x + by - 1.2)},${y}a1.2,1.2 0 1 0 2.4,0a1.2,1.2 0 1 0 -2.4,0`),
  );
  return dots.length > 0 ? <path d={dots.join("")} pointer-events="none" {...paint({ fill: "faint" })} /> : null;
}

const KEY_WIDTHS = { forward: 1.3, backward: 5, zero: 1.2 };

/** What the colours mean. */
export function Key({ graphKey }: { readonly graphKey: GraphKey }) {
  const { paint } = useTheme();
  return (
    <g pointer-events="none">
      {graphKey.lines.map(({ role, x1, x2, y }) => (
        <path
          key={role}
          d={`M${px(x1)},${px(y)}H${px(x2)}`}
          stroke-width={KEY_WIDTHS[role]}
          {...(role === "zero" ? DASHES.zero : {})}
          {...paint({ fill: "none", stroke: role === "forward" ? "forward" : "backward" })}
        />
      ))}
      <Labels labels={graphKey.labels} />
    </g>
  );
}
