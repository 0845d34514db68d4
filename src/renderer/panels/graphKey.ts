/** The key beside the graph: what blue, red, thickness and the rails mean. */
import type { View } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";
import type { BackwardEdge } from "./graphEdges.js";
import { type Label, mathName, normOf, plain, TEXT, textWidth, wrap } from "./text.js";
import type { PanelWords } from "./words.js";

export interface KeyLine {
  readonly role: "forward" | "backward" | "zero";
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

export interface GraphKey {
  readonly lines: readonly KeyLine[];
  readonly labels: readonly Label[];
}

export interface KeyInput {
  readonly decoded: DecodedRecording;
  readonly view: Pick<View, "source">;
  readonly layout: Layout;
  readonly words: PanelWords;
}

const SAMPLE = 26;
const LINE = 18;

/** @param backward the drawn gradients, to name what only some pictures have */
export function graphKey(input: KeyInput, backward: readonly BackwardEdge[]): GraphKey {
  const hasBackward = backward.length > 0;
  const hasZero = backward.some(({ kind }) => kind === "zero");
  const entries: [KeyLine["role"], string][] = [["forward", input.words.forward]];
  if (hasBackward) entries.push(["backward", input.words.backward]);
  if (hasZero) entries.push(["zero", input.words.exactlyZero]);
  return input.layout.narrow ? keyAbove(entries, input) : keyBeside(entries, input, hasBackward);
}

const COLOURS = { forward: "forward", backward: "backward", zero: "backward" } as const;

function keyBeside(entries: readonly [KeyLine["role"], string][], input: KeyInput, hasBackward: boolean): GraphKey {
  const { right, panels } = input.layout;
  const top = panels.unrolled!.plotTop + 15;
  const lines = entries.map(([role], i) => ({ role, x1: right.x, x2: right.x + SAMPLE, y: top + i * LINE - 4 }));
  const labels = entries.map(([role, text], i) => entryLabel(role, text, right.x + SAMPLE + 8, top + i * LINE));
  const y = top + entries.length * LINE;
  const meaning: Label[] = hasBackward
    ? [{ x: right.x, y, anchor: "start", size: TEXT.small, colour: "faint", runs: thicknessRuns(input) }]
    : [];
  return { lines, labels: [...labels, ...meaning, ...sharedLabels(input, y + (hasBackward ? LINE + 6 : 6))] };
}

/** "one set of parameters, used at every step", where time steps share any. */
function sharedLabels({ layout: { right }, words, decoded }: KeyInput, y: number): Label[] {
  if (decoded.frames.times.length < 2) return [];
  return wrap(words.shared, right.width, TEXT.small).map((text, i) => ({
    x: right.x,
    y: y + i * 15,
    anchor: "start",
    size: TEXT.small,
    colour: "faint",
    runs: plain(text),
  }));
}

function keyAbove(entries: readonly [KeyLine["role"], string][], { layout }: KeyInput): GraphKey {
  const y = layout.panels.unrolled!.top + 12;
  let x = layout.left.x;
  const lines: KeyLine[] = [];
  const labels: Label[] = [];
  for (const [role, text] of entries) {
    lines.push({ role, x1: x, x2: x + SAMPLE, y: y - 4 });
    labels.push(entryLabel(role, text, x + SAMPLE + 6, y));
    x += SAMPLE + 24 + textWidth(plain(text), TEXT.small);
  }
  return { lines, labels };
}

const entryLabel = (role: KeyLine["role"], text: string, x: number, y: number): Label => ({
  x,
  y,
  anchor: "start",
  size: TEXT.small,
  colour: COLOURS[role],
  runs: plain(text),
});

/** `thickness: log ‖∂E/∂s‖`, of all losses or of the last. */
function thicknessRuns({ decoded, view, words }: KeyInput) {
  const { sequences } = decoded.recording.network;
  const loss = sequences.find(({ role }) => role === "loss")?.name ?? "E";
  const state =
    sequences.find(({ role }) => role === "state")?.name ??
    sequences.find(({ role }) => role === "output")?.name ??
    "s";
  const last = decoded.frames.times.at(-1) ?? 1;
  const source = view.source === "last" && last > 1 ? mathName(loss, last) : mathName(loss);
  return [...plain(`${words.thickness} `), ...normOf(source, mathName(state, last > 1 ? "t" : undefined))];
}
