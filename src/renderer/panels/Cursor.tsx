/** The cross-hair: what of it lies behind the panels, and what lies over them. Pointer and keys move it. */
import type { SVGAttributes } from "preact";
import { useMemo } from "preact/hooks";
import { useView } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import { px } from "./arrowPath.js";
import { cursorColumnPath, pointedAt, scrubberModel } from "./cursorModel.js";
import { Labels } from "./Labels.js";
import { numberText } from "./number.js";
import { sliderAttributes } from "./slider.js";
import { extentOf } from "./text.js";
import { timeAxisModel } from "./timeAxisModel.js";
import { lossAtFrame } from "./totalLossModel.js";
import type { PanelProps } from "./UnrolledGraph.js";

/** The column behind all panels; it takes the pointer wherever no node does. */
export function CursorColumn({ decoded, layout }: PanelProps) {
  const { view } = useView();
  const { paint, mode } = useTheme();
  const path = layout.columns === 1 ? "" : cursorColumnPath(layout, view.column, view.folded);
  if (path === "") return null;
  return (
    <g data-panel="cursor">
      <path d={path} {...paint({ fill: "cursorColumn" })} />
      {mode === "live" && <PointerArea decoded={decoded} layout={layout} />}
    </g>
  );
}

function PointerArea({ decoded, layout }: PanelProps) {
  const { view, dispatch } = useView();
  const point = (event: PointerEvent) => {
    const { x, y } = positionIn(event, layout);
    const { column, frame } = pointedAt(decoded, layout, x, y, view.column);
    dispatch(frame === null ? { type: "column", column } : { type: "point", column, frame });
  };
  const area = { x: px(layout.band.x), y: 0, width: px(layout.band.width), height: px(layout.height) };
  return <rect {...area} fill="none" pointer-events="all" style="touch-action:pan-y" {...dragging(point)} />;
}

/** px of the picture, whatever size it is shown in. */
function positionIn(event: PointerEvent, { width, height }: Layout): { x: number; y: number } {
  const svg = (event.currentTarget as SVGElement).ownerSVGElement;
  const box = svg?.getBoundingClientRect();
  if (!box) return { x: 0, y: 0 };
  return { x: ((event.clientX - box.left) * width) / box.width, y: ((event.clientY - box.top) * height) / box.height };
}

function dragging(move: (event: PointerEvent) => void): SVGAttributes<SVGRectElement> {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      move(event);
    },
    onPointerMove: (event: PointerEvent) => {
      if (event.buttons & 1) move(event);
    },
  };
}

/** Time labels, and the cursor's time as a slider. */
export function TimeAxis({ decoded, layout }: PanelProps) {
  const { view, dispatch } = useView();
  const words = useStrings().panels;
  const { paint, mode } = useTheme();
  const model = useMemo(
    () => timeAxisModel(decoded, layout, view.column, words),
    [decoded, layout, words, view.column],
  );
  if (!model) return null;
  const [left, right] = extentOf(model.cursor);
  const handle = { x: px(left - 5), y: px(model.cursor.y - 13), width: px(right - left + 10), height: 18, rx: 4 };
  const last = layout.columns - 1;
  const name = words.atTime(decoded.frames.times[view.column] ?? 1);
  const slider = sliderAttributes({
    label: words.timeStep,
    text: name,
    value: view.column,
    last,
    move: (column) => dispatch({ type: "column", column }),
  });
  return (
    <g data-panel="timeAxis">
      <g pointer-events="none">
        <Labels labels={model.labels} />
      </g>
      <g {...(mode === "live" && last > 0 ? slider : {})} data-slider="column">
        <rect {...handle} stroke-width={1} {...paint({ fill: "background", stroke: "rule" })} />
        <Labels labels={[model.cursor]} />
      </g>
    </g>
  );
}

/** The line of one training step through the heatmap and the total loss, with its handle, a slider. */
export function Scrubber({ decoded, layout }: PanelProps) {
  const { view, dispatch } = useView();
  const words = useStrings().panels;
  const { paint, mode } = useTheme();
  const model = useMemo(() => scrubberModel(decoded, layout, view.frame), [decoded, layout, view.frame]);
  if (!model) return null;
  const { y, x1, x2, label, ticks } = model;
  const last = decoded.frames.steps.length - 1;
  const slider = sliderAttributes({
    label: words.trainingStep,
    text: nameOfFrame(decoded, view.frame, words.frame),
    value: view.frame,
    last,
    vertical: true,
    move: (frame) => dispatch({ type: "frame", frame }),
  });
  return (
    <g data-panel="scrubber">
      <g pointer-events="none">
        <ColumnEdges layout={layout} column={view.column} />
        <path d={`M${px(x1)},${y}H${x2}`} stroke-width={1.2} {...paint({ fill: "none", stroke: "ink" })} />
        <Labels labels={[...ticks, label]} />
      </g>
      <g {...(mode === "live" ? slider : {})} data-slider="frame">
        <circle cx={px(x1)} cy={y} r={5} stroke-width={1.5} {...paint({ fill: "ink", stroke: "background" })} />
        {mode === "live" && <FrameHandle decoded={decoded} layout={layout} />}
      </g>
    </g>
  );
}

/** The cursor's column over the heatmap's colours, which hide the band behind. */
function ColumnEdges({ layout, column }: { readonly layout: Layout; readonly column: number }) {
  const { paint } = useTheme();
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  const half = Math.max(layout.columnWidth, 4) / 2;
  const [left, right] = [px(layout.xOf(column) - half), px(layout.xOf(column) + half)];
  const edges = `M${left},${px(plotTop)}V${px(plotBottom)}M${right},${px(plotTop)}V${px(plotBottom)}`;
  return <path d={edges} stroke-width={1} stroke-opacity={0.55} {...paint({ fill: "none", stroke: "ink" })} />;
}

/** The left edge of the heatmap: dragging along it moves the training step alone. */
function FrameHandle({ decoded, layout }: PanelProps) {
  const { view, dispatch } = useView();
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  const drag = (event: PointerEvent) => {
    const { y } = positionIn(event, layout);
    const { frame } = pointedAt(
      decoded,
      layout,
      layout.xOf(view.column),
      Math.min(Math.max(y, plotTop), plotBottom),
      view.column,
    );
    if (frame !== null) dispatch({ type: "frame", frame });
  };
  const area = { x: px(layout.band.x - 44), y: px(plotTop - 6), width: 50, height: px(plotBottom - plotTop + 12) };
  return (
    <rect {...area} fill="none" pointer-events="all" style="cursor:ns-resize;touch-action:none" {...dragging(drag)} />
  );
}

function nameOfFrame(
  decoded: DecodedRecording,
  frame: number,
  name: (step: string, loss: string | null) => string,
): string {
  const loss = lossAtFrame(decoded, frame);
  return name(String(decoded.frames.steps[frame]), loss === null ? null : numberText(loss));
}
