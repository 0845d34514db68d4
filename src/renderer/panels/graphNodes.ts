/** The graph's nodes: what stands in them, how large they are, and their accessible names. */
import type { NodeId, View } from "../cursor.js";
import { at, type DecodedRecording } from "../decode.js";
import type { ColourRole } from "../theme.js";
import { kindOf } from "./graphEdges.js";
import type { GraphOutline, GraphRow } from "./graphOutline.js";
import { type GraphPlaces, LOSS_MARGIN, type Place } from "./graphPlaces.js";
import type { NormAt } from "./norms.js";
import { numberText } from "./number.js";
import { isComputed, type PlayOrder } from "./playOrder.js";
import { fitted, mathName, plain, type Run, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

export interface GraphNode extends Place {
  readonly id: NodeId;
  readonly role: GraphRow["role"];
  /** A bare text stands alone, without an outline. */
  readonly shape: "circle" | "square" | "dot" | "bare";
  /** Half the width of a square, px. */
  readonly halfWidth: number;
  readonly runs: readonly Run[];
  readonly textSize: number;
  readonly textColour: ColourRole;
  readonly bold: boolean;
  /** Whether its value is computed, when a play is on. */
  readonly lit: boolean;
  /** Whether the play stands here. */
  readonly current: boolean;
  readonly selected: boolean;
  /** A loss that is no number: drawn as a ring with its name. */
  readonly nonFinite: boolean;
  /** For screen readers. */
  readonly name: string;
}

export interface NodeContext {
  readonly decoded: DecodedRecording;
  readonly outline: GraphOutline;
  readonly places: GraphPlaces;
  readonly view: View;
  readonly order: PlayOrder;
  readonly normAt: NormAt;
  readonly words: PanelWords;
}

/** The nodes of every shown column, row by row. */
export function graphNodes(context: NodeContext): GraphNode[] {
  return context.outline.rows.flatMap((row, index) =>
    context.places.slots.flatMap((slot) => {
      const place = slot.kind === "column" ? context.places.at(index, slot.column) : undefined;
      return place && slot.kind === "column" ? [nodeOf(row, index, slot.column, place, context)] : [];
    }),
  );
}

function nodeOf(row: GraphRow, index: number, column: number, place: Place, context: NodeContext): GraphNode {
  const { view, order, decoded } = context;
  const { playing, selected } = view;
  const sequence = row.names[0]!;
  const when = order(index, column);
  const loss = row.role === "loss" ? at(decoded.frames.losses, view.frame, column) : 0;
  return {
    ...place,
    ...(row.role === "loss" ? lossLook(place) : textLook(row, column, place, context)),
    id: { sequence, column },
    role: row.role,
    lit: row.role === "input" || isComputed(playing, when),
    current: playing !== null && when === playing.position && row.role !== "input",
    selected: selected?.sequence === sequence && selected.column === column,
    nonFinite: !Number.isFinite(loss),
    name: accessibleName(row, column, loss, context),
  };
}

type Look = Pick<GraphNode, "shape" | "halfWidth" | "runs" | "textSize" | "textColour" | "bold">;

const PLAIN_LOOK = { runs: [], textSize: TEXT.small, textColour: "ink", bold: false } as const;

function lossLook({ radius }: Place): Look & { radius: number } {
  const dot = radius - LOSS_MARGIN;
  return { ...PLAIN_LOOK, shape: "dot", halfWidth: dot, radius: dot };
}

function textLook(row: GraphRow, column: number, { radius }: Place, context: NodeContext): Look {
  const { detailed, spacing } = context.places;
  const token = tokenOf(row, column, context);
  if (detailed) return detailedLook(row, column, radius, token, context);
  const fits = token !== undefined && textWidth(plain(token.text), TEXT.tiny) <= spacing;
  if (!fits)
    return {
      ...PLAIN_LOOK,
      shape: row.role === "state" || row.role === "hidden" ? "circle" : "square",
      halfWidth: radius,
    };
  return { ...look(token), shape: "bare", halfWidth: spacing / 2, textSize: TEXT.tiny };
}

function detailedLook(
  row: GraphRow,
  column: number,
  radius: number,
  token: Token | undefined,
  context: NodeContext,
): Look {
  const isRound = row.role === "state" || row.role === "hidden";
  const widest = context.places.spacing - 12;
  if (token && !isRound) {
    const text = fitted(token.text, widest - 8, TEXT.body);
    const halfWidth = Math.min(widest / 2, Math.max(radius, textWidth(plain(text), TEXT.body) / 2 + 4));
    return { ...look({ ...token, text }), shape: "square", halfWidth };
  }
  const { recording, frames } = context.decoded;
  const isTimeless = recording.network.sequences.every(({ time }) => time === "none");
  const runs = mathName(row.names[0]!, isTimeless ? undefined : frames.times[column]);
  const textSize = Math.min(TEXT.body, (TEXT.body * (2 * radius - 3)) / textWidth(runs, TEXT.body));
  return { ...PLAIN_LOOK, shape: isRound ? "circle" : "square", halfWidth: radius, runs, textSize };
}

const look = (token: Token) => ({
  ...PLAIN_LOOK,
  runs: plain(token.text),
  textSize: TEXT.body,
  textColour: token.colour,
  bold: token.bold,
});

/** What the number in a node stands for. */
interface Token {
  readonly text: string;
  readonly colour: ColourRole;
  readonly bold: boolean;
}

/** The task's token at a node; an output shows its prediction, faint when it is not the target. */
function tokenOf({ role, names }: GraphRow, column: number, { decoded, view }: NodeContext): Token | undefined {
  if (role === "output") return predictionOf(decoded, view.frame, column);
  const text = role === "input" ? decoded.recording.task?.tokens[names[0]!]?.[column] : undefined;
  return text === undefined ? undefined : { text, colour: "ink", bold: false };
}

function predictionOf(decoded: DecodedRecording, frame: number, column: number): Token | undefined {
  const { recording, frames } = decoded;
  const index = frames.predictions ? at(frames.predictions, frame, column) : Number.NaN;
  const text = recording.task?.vocabulary?.[index];
  if (text === undefined) return undefined;
  const target = targetAt(decoded, column);
  return target === undefined || target === text
    ? { text, colour: "ink", bold: target === text }
    : { text, colour: "faint", bold: false };
}

/** The token of the first target at a column. */
export function targetAt(
  { recording: { network, task }, frames }: DecodedRecording,
  column: number,
): string | undefined {
  const columns = frames.times.length;
  const targets = network.sequences.filter(
    ({ role, time }) => role === "target" && (time !== "T" || column === columns - 1),
  );
  return targets.map(({ name }) => task?.tokens[name]?.[column]).find((token) => token !== undefined && token !== "");
}

function accessibleName(row: GraphRow, column: number, loss: number, context: NodeContext): string {
  const { decoded, words } = context;
  const token = tokenOf(row, column, context);
  const parts = [words.node(words[row.role], row.names.join(", "), decoded.frames.times[column] ?? column + 1)];
  if (token) parts.push(words.tokenIs(token.text));
  if (row.role === "loss") parts.push(words.lossIs(numberText(loss)));
  return [...parts, ...normTexts(row, column, context)].join(", ");
}

function normTexts({ names, role }: GraphRow, column: number, { decoded, view, normAt, words }: NodeContext): string[] {
  if (role === "loss") return [];
  const value = valueNorm(decoded, names[0]!, column, view.frame);
  const gradient = role === "input" ? null : normAt(names[0]!, column);
  return [
    ...(value === undefined ? [] : [words.valueNorm(numberText(value))]),
    ...(gradient === null
      ? []
      : [words.gradientNorm(kindOf(gradient) === "zero" ? words.exactlyZero : numberText(gradient))]),
  ];
}

/** Norm of a node's value, when the frame kept its numbers. */
function valueNorm(
  { details, frames }: DecodedRecording,
  name: string,
  column: number,
  frame: number,
): number | undefined {
  const values = details.find(({ step }) => step === frames.steps[frame])?.values.get(name);
  if (!values) return undefined;
  const size = values.shape[1] ?? 1;
  return Math.hypot(...values.data.subarray(column * size, (column + 1) * size));
}
