/** The live graph with the paths on it; its nodes and arrows say which paths pass. */
import type { SVGAttributes } from "preact";
import { useRef } from "preact/hooks";
import { px } from "../panels/arrowPath.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { type GraphLayerProps, GraphLayers } from "./GraphLayers.js";
import { nearestStop } from "./nearestStop.js";
import { litAt, type Pointed } from "./pathFocus.js";
import type { Stop } from "./stops.js";
import type { FocusControl } from "./usePathFocus.js";

interface PathsGraphProps extends GraphLayerProps, FocusControl {
  readonly count: number;
  readonly isAll: boolean;
}

/** One tab stop leads into it; arrow keys go from stop to stop. */
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
