/** What the unrolled graph draws: nodes, arrows both ways, rails of shared parameters, and the words beside them. */
import type { View } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import type { Layout, PanelBox } from "../layout.js";
import { FAN_HEIGHT } from "../layout.js";
import { px } from "./arrowPath.js";
import { type BackwardEdge, type ForwardEdge, graphEdges } from "./graphEdges.js";
import { type GraphKey, graphKey } from "./graphKey.js";
import { type GraphNode, graphNodes, targetAt } from "./graphNodes.js";
import { type GraphOutline, graphOutline } from "./graphOutline.js";
import { type GraphPlaces, graphPlaces } from "./graphPlaces.js";
import { graphRails, type Rail } from "./graphRails.js";
import { normAt, stateNorms, thicknessOf } from "./norms.js";
import { playOrder } from "./playOrder.js";
import { fitted, type Label, mathName, plain, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

export interface UnrolledGraphModel {
  readonly nodes: readonly GraphNode[];
  readonly forward: readonly ForwardEdge[];
  readonly backward: readonly BackwardEdge[];
  readonly rails: readonly Rail[];
  readonly labels: readonly Label[];
  /** Dots for columns that are left out: one for each row and gap. */
  readonly gaps: readonly { readonly x: number; readonly y: number }[];
  /** Quadrilaterals from a collapsed graph's columns to those of the panels below, as SVG path data. */
  readonly fan: readonly string[];
  /** Where a state's first value comes from: lines into the first column. */
  readonly starts: readonly { readonly x1: number; readonly x2: number; readonly y: number }[];
  readonly key: GraphKey;
}

export interface GraphInput {
  readonly decoded: DecodedRecording;
  readonly view: View;
  readonly layout: Layout;
  readonly words: PanelWords;
}

export function unrolledGraphModel(input: GraphInput): UnrolledGraphModel {
  const { decoded, view, layout, words } = input;
  const box = layout.panels.unrolled!;
  const outline = graphOutline(decoded.recording.network);
  const places = graphPlaces(outline, layout, box, decoded, view);
  const order = playOrder(outline, layout.columns);
  const norm = normAt(decoded, view.frame, view.source);
  const thickness = thicknessOf(stateNorms(decoded, view.source), view.frame);
  const { times } = decoded.frames;
  const { forward, backward } = graphEdges({ outline, places, times, view, order, normAt: norm, thickness });
  return {
    nodes: graphNodes({ decoded, outline, places, view, order, normAt: norm, words }),
    forward,
    backward: view.playing?.phase === "forward" ? [] : backward,
    rails: graphRails(outline, places, forward, layout),
    labels: [...rowLabels(outline, places, input), ...targetLabels(places, input), ...gapLabels(places, input)],
    gaps: gapDots(outline, places),
    fan: fanOf(places, layout, box),
    starts: startsOf(outline, places, decoded),
    key: graphKey(input, backward),
  };
}

/** `state sₜ` in the left gutter; in a narrow picture only sₜ. */
function rowLabels({ rows }: GraphOutline, { yOf }: GraphPlaces, { layout, words, decoded }: GraphInput): Label[] {
  const isTimeless = decoded.recording.network.sequences.every(({ time }) => time === "none");
  return rows.map(({ role, names, atLast }, row) => {
    const time = isTimeless ? undefined : atLast ? "T" : "t";
    const formula = names.flatMap((name, i) => [...(i > 0 ? plain(", ") : []), ...mathName(name, time)]);
    const runs = layout.narrow ? formula : [...plain(`${words[role]} `), ...formula];
    return { x: layout.left.x, y: yOf(row) + 4, anchor: "start", size: TEXT.body, colour: "ink", runs };
  });
}

const TARGET_BASELINE = 15;

/** Targets stand above the losses. */
function targetLabels({ slots, spacing, detailed }: GraphPlaces, { decoded, layout, words }: GraphInput): Label[] {
  const y = layout.panels.unrolled!.plotTop + TARGET_BASELINE;
  const size = detailed ? TEXT.body : TEXT.tiny;
  const tokens = slots.flatMap((slot): Label[] => {
    const token = slot.kind === "column" ? targetAt(decoded, slot.column) : undefined;
    const text = token === undefined ? "" : detailed ? fitted(token, spacing - 4, size) : token;
    const fits = text !== "" && textWidth(plain(text), size) <= spacing;
    return fits ? [{ x: px(slot.x), y, anchor: "middle", size, colour: "ink", runs: plain(text) }] : [];
  });
  const title: Label = {
    x: layout.left.x,
    y,
    anchor: "start",
    size: TEXT.body,
    colour: "faint",
    runs: plain(words.target),
  };
  return tokens.length > 0 && !layout.narrow ? [title, ...tokens] : tokens;
}

/** Which time steps a gap leaves out. */
function gapLabels({ slots, yOf, radius, spacing }: GraphPlaces, { decoded, words }: GraphInput): Label[] {
  const { times } = decoded.frames;
  return slots.flatMap((slot): Label[] => {
    if (slot.kind === "column") return [];
    const runs = plain(words.leftOut(times[slot.from]!, times[slot.to]!));
    const size = Math.min(TEXT.tiny, (TEXT.tiny * (spacing + 12)) / textWidth(runs, TEXT.tiny));
    return [{ x: px(slot.x), y: yOf(0) + radius + 4, anchor: "middle", size, colour: "faint", runs }];
  });
}

const gapDots = ({ rows }: GraphOutline, { slots, yOf }: GraphPlaces) =>
  slots.flatMap((slot) => (slot.kind === "gap" ? rows.map((_, row) => ({ x: px(slot.x), y: px(yOf(row)) })) : []));

/** Each run of neighbouring columns fans out to its true place below. */
function fanOf({ slots, spacing }: GraphPlaces, layout: Layout, { plotBottom }: PanelBox): string[] {
  if (layout.graphMode !== "collapsed") return [];
  const shown = slots.flatMap((slot) => (slot.kind === "column" ? [slot] : []));
  const starts = shown.filter((slot, i) => shown[i - 1]?.column !== slot.column - 1);
  return starts.map((first) => {
    let last = first;
    for (const slot of shown) if (slot.column === last.column + 1) last = slot;
    const top = plotBottom - FAN_HEIGHT;
    const below = [layout.xOf(first.column) - layout.columnWidth / 2, layout.xOf(last.column) + layout.columnWidth / 2];
    return `M${px(first.x - spacing / 2)},${px(top)}L${px(last.x + spacing / 2)},${px(top)}L${px(below[1]!)},${px(plotBottom)}L${px(below[0]!)},${px(plotBottom)}Z`;
  });
}

/** A state's first step reads its initial value: a short line from the band's edge. */
function startsOf({ rows, arrows }: GraphOutline, places: GraphPlaces, { frames }: DecodedRecording) {
  const last = frames.times.length - 1;
  return rows.flatMap(({ role }, row) => {
    const own = arrows.find(({ from, to, offset }) => from === row && to === row && offset !== 0);
    const column = own && own.offset > 0 ? last : 0;
    const place = places.at(row, column);
    if (!own || !place || role !== "state") return [];
    const away = Math.sign(own.offset) * Math.min(places.spacing / 2, 30);
    return [{ x1: px(place.x + away), x2: px(place.x + Math.sign(own.offset) * place.radius), y: px(place.y) }];
  });
}
