/** The network folded: one column, with an arrow from a state to itself for every step that it looks back. */
import type { View } from "../cursor.js";
import { GRAPH_TOP } from "../layout.js";
import { type Arrow, arrowBetween, px } from "./arrowPath.js";
import { type BackwardEdge, type ForwardEdge, kindOf } from "./graphEdges.js";
import { graphKey } from "./graphKey.js";
import type { GraphNode } from "./graphNodes.js";
import { type GraphArrow, type GraphOutline, graphOutline } from "./graphOutline.js";
import { normAt, stateNorms, thicknessOf } from "./norms.js";
import { type Label, mathName, plain, type Run, spoken, TEXT } from "./text.js";
import type { GraphInput, UnrolledGraphModel } from "./unrolledGraphModel.js";

const RADIUS = 14;
/** From the nodes to the outermost point of a loop. */
const LOOP = 50;
/** The same for an arrow through time between two rows. */
const CROSSING = 30;
const HEAD = 7;

export function foldedGraphModel(input: GraphInput): UnrolledGraphModel {
  const { decoded, layout, view } = input;
  const outline = graphOutline(decoded.recording.network);
  const places = placesOf(outline, input);
  const arrows = outline.arrows.map((arrow, index) => ({ arrow, index, ...drawn(arrow, index, outline, places) }));
  const backward = arrows.flatMap(({ arrow, ...rest }) => backwardOf(arrow, rest.back, input, outline));
  return {
    nodes: places.map((place, row) => nodeOf(row, place, outline, input)),
    forward: arrows.map(
      ({ index, front }) => ({ ...front, arrow: index, lit: true, dashed: false }) satisfies ForwardEdge,
    ),
    backward,
    rails: [],
    labels: [...rowLabels(outline, places, layout.left.x, input), ...arrows.map(({ label }) => label)].filter(
      ({ runs }) => runs.length > 0,
    ),
    gaps: [],
    fan: [],
    starts: [],
    key: graphKey({ ...input, view: view as Pick<View, "source"> }, backward),
  };
}

interface FoldedPlace {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function placesOf({ rows }: GraphOutline, { layout }: GraphInput): FoldedPlace[] {
  const x = layout.band.x + layout.band.width / 2;
  const top = layout.panels.unrolled!.plotTop + GRAPH_TOP;
  const { offsets } = layout.graph;
  const lowest = top + (offsets.at(-1) ?? 0);
  return rows.map(({ role }, row) => ({ x, y: lowest - (offsets[row] ?? 0), radius: role === "loss" ? 6 : RADIUS }));
}

interface DrawnArrow {
  readonly front: Arrow;
  readonly back: Arrow;
  readonly label: Label;
}

function drawn(arrow: GraphArrow, index: number, outline: GraphOutline, places: readonly FoldedPlace[]): DrawnArrow {
  const from = places[arrow.from]!;
  const to = places[arrow.to]!;
  if (isLoop(arrow)) return loop(arrow, from, to, outline, index);
  const bow = arrow.to - arrow.from > 1 ? 2 * RADIUS + 24 + 14 * (arrow.to - arrow.from) : 0;
  const front = arrowBetween(from, to, { shift: 2.5, bow, head: 6 });
  const back = arrowBetween(to, from, { shift: 4, bow: -bow, head: 6 });
  const place =
    bow > 0 ? { x: front.middle.x - 8, anchor: "end" as const } : { x: from.x + 14, anchor: "start" as const };
  const runs = names(arrow.parameters);
  return { front, back, label: { ...place, y: front.middle.y + 5, size: TEXT.body, colour: "faint", runs } };
}

const isLoop = ({ offset, fromLast }: GraphArrow) => offset !== 0 || fromLast;

/** An arrow through time, to the right, labelled with its lag: `W, t−1`. Several between the same rows nest. */
function loop(arrow: GraphArrow, from: FoldedPlace, to: FoldedPlace, outline: GraphOutline, index: number): DrawnArrow {
  const before = outline.arrows.filter(
    (other, i) => i < index && isLoop(other) && other.from === arrow.from && other.to === arrow.to,
  ).length;
  const reach = (from === to ? LOOP : CROSSING) + 26 * before;
  const front = loopPath(from, to, reach, 0);
  const back = loopPath(to, from, reach + (from === to ? 7 : 5), from === to ? 3.5 : -3.5);
  const lag = arrow.fromLast ? "T" : arrow.offset < 0 ? `t−${-arrow.offset}` : `t+${arrow.offset}`;
  const runs: Run[] = [
    ...names(arrow.parameters),
    ...(arrow.parameters.length > 0 ? plain(",  ") : []),
    { text: lag, math: true },
  ];
  const y = (from.y + to.y) / 2 + 4;
  return { front, back, label: { x: from.x + reach + 14, y, anchor: "start", size: TEXT.body, colour: "faint", runs } };
}

/** Around the right of a node, or from one row to another; `outward` moves the way back away from the way there. */
function loopPath(from: FoldedPlace, to: FoldedPlace, reach: number, outward: number): Arrow {
  const isSelf = from === to;
  const down = isSelf ? 1 : -Math.sign(to.y - from.y);
  const dy = (isSelf ? 7 : 10) + outward;
  const start = { x: from.x + across(dy), y: from.y - down * dy };
  const end = { x: to.x + across(dy) + HEAD, y: to.y + down * dy };
  const out = from.x + (reach * 4) / 3 - (isSelf ? 4 : 8);
  const bulge = isSelf ? 24 : 0;
  const path = `M${px(start.x)},${px(start.y)}C${px(out)},${px(start.y - bulge)} ${px(out)},${px(end.y + bulge)} ${px(end.x)},${px(end.y)}`;
  const head = `M${px(end.x - HEAD)},${px(end.y)}L${px(end.x)},${px(end.y - 3.6)}L${px(end.x)},${px(end.y + 3.6)}Z`;
  const middle = { x: from.x + reach, y: (from.y + to.y) / 2 };
  return {
    path,
    head,
    middle,
    curve: [
      [start.x, start.y],
      [out, middle.y],
      [end.x, end.y],
    ],
  };
}

const across = (dy: number) => Math.sqrt(Math.max(0, RADIUS ** 2 - dy ** 2));

const names = (parameters: readonly string[]): Run[] =>
  parameters.flatMap((name, i) => [...(i > 0 ? plain(", ") : []), ...mathName(name)]);

/** The gradient at the cursor's time step. */
function backwardOf(
  arrow: GraphArrow,
  back: Arrow,
  { decoded, view }: GraphInput,
  { rows }: GraphOutline,
): BackwardEdge[] {
  const from = rows[arrow.from]!;
  const to = rows[arrow.to]!;
  const of = from.role === "input" ? undefined : isLoop(arrow) || to.role === "loss" ? from : to;
  const norm = of ? normAt(decoded, view.frame, view.source)(of.names[0]!, view.column) : null;
  if (norm === null) return [];
  const kind = kindOf(norm);
  const width =
    kind === "finite" ? Math.min(3.5, thicknessOf(stateNorms(decoded, view.source), view.frame).of(norm)) : 1.2;
  return [{ ...back, norm, kind, width, lit: true }];
}

function nodeOf(
  row: number,
  place: FoldedPlace,
  { rows }: GraphOutline,
  { view, words, decoded }: GraphInput,
): GraphNode {
  const { role, names: sequences } = rows[row]!;
  const sequence = sequences[0]!;
  const isTimeless =
    decoded.frames.times.length === 1 && decoded.recording.network.sequences.every(({ time }) => time === "none");
  const runs = mathName(sequence, isTimeless ? undefined : "t");
  return {
    ...place,
    id: { sequence, column: view.column },
    role,
    shape: role === "loss" ? "dot" : role === "state" || role === "hidden" ? "circle" : "square",
    halfWidth: RADIUS,
    runs: role === "loss" ? [] : runs,
    textSize: TEXT.body,
    textColour: "ink",
    bold: false,
    lit: true,
    current: false,
    selected: view.selected?.sequence === sequence,
    nonFinite: false,
    name: `${words[role]} ${spoken(runs)}`,
  };
}

function rowLabels(
  { rows }: GraphOutline,
  places: readonly FoldedPlace[],
  x: number,
  { layout, words }: GraphInput,
): Label[] {
  return rows.map(({ role, names: sequences }, row) => {
    const formula = sequences.flatMap((name) => mathName(name, "t"));
    const runs = layout.narrow ? formula : [...plain(`${words[role]} `), ...formula];
    return { x, y: places[row]!.y + 4, anchor: "start", size: TEXT.body, colour: "ink", runs };
  });
}
