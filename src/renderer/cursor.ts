/** What the reader is looking at in one output: the cross-hair (time, training step), the mode of each panel, the play. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { nearestIndex } from "./decode.js";

/** A node of the unrolled graph. */
export interface NodeId {
  readonly sequence: string;
  /** Index into the kept times. */
  readonly column: number;
}

/** How far the play of one training step is: the forward pass lights columns 0…position, the backward pass position…last. */
export interface Playing {
  readonly phase: "forward" | "backward";
  readonly position: number;
}

export interface View {
  /** Index into the kept times. */
  readonly column: number;
  /** Index into the kept frames. */
  readonly frame: number;
  readonly folded: boolean;
  /** null: nothing is being played, everything is lit. */
  readonly playing: Playing | null;
  /** Whether the play goes on by itself. */
  readonly running: boolean;
  readonly selected: NodeId | null;
  /** Whether losses stand on a log axis; default linear. */
  readonly logLoss: boolean;
  /** Which gradient the norms show: from all losses, or from the last one alone (default). */
  readonly source: "all" | "last";
  /** The state whose norms the heatmap and the diagnosis show; "" in a network without states. */
  readonly focusState: string;
  /** Whether the newest frame is shown as it comes in: until the reader moves the scrubber. */
  readonly following: boolean;
}

/** What a view can point at. */
export interface Extent {
  /** Training step of each frame. [K] */
  readonly steps: ArrayLike<number>;
  /** Time of each column. [T] */
  readonly times: ArrayLike<number>;
  readonly states: readonly string[];
}

export type Action =
  | { readonly type: "column"; readonly column: number }
  | { readonly type: "frame"; readonly frame: number }
  /** Both at once: a point of the heatmap. */
  | { readonly type: "point"; readonly column: number; readonly frame: number }
  | { readonly type: "fold"; readonly folded: boolean }
  | { readonly type: "select"; readonly node: NodeId | null }
  | { readonly type: "logLoss"; readonly logLoss: boolean }
  | { readonly type: "source"; readonly source: View["source"] }
  | { readonly type: "focusState"; readonly name: string }
  | { readonly type: "play" }
  | { readonly type: "pause" }
  /** One column on in the play (`by` 1) or back (-1). */
  | { readonly type: "advance"; readonly by: 1 | -1 }
  | { readonly type: "endPlay" };

/** The view of a freshly drawn output: the last column of the newest frame, unrolled. */
export function initialView(extent: Extent): View {
  return {
    column: Math.max(0, extent.times.length - 1),
    frame: Math.max(0, extent.steps.length - 1),
    folded: false,
    playing: null,
    running: false,
    selected: null,
    logLoss: false,
    source: "last",
    focusState: extent.states[0] ?? "",
    following: true,
  };
}

const clamp = (index: number, length: number) => Math.min(Math.max(0, Math.round(index)), Math.max(0, length - 1));

/** The view after an action; indices are clamped to the extent. */
export function reduce(view: View, action: Action, extent: Extent): View {
  const column = (index: number) => clamp(index, extent.times.length);
  const frame = (index: number) => clamp(index, extent.steps.length);
  switch (action.type) {
    case "column":
      return { ...view, column: column(action.column) };
    case "frame":
      return { ...view, frame: frame(action.frame), following: frame(action.frame) === extent.steps.length - 1 };
    case "point":
      return {
        ...reduce(view, { type: "frame", frame: action.frame }, extent),
        column: column(action.column),
      };
    case "fold":
      return { ...view, folded: action.folded };
    case "select":
      return action.node
        ? { ...view, selected: action.node, column: column(action.node.column) }
        : { ...view, selected: null };
    case "logLoss":
      return { ...view, logLoss: action.logLoss };
    case "source":
      return { ...view, source: action.source };
    case "focusState":
      return extent.states.includes(action.name) ? { ...view, focusState: action.name } : view;
    default:
      return reducePlay(view, action, extent.times.length);
  }
}

type PlayAction = Extract<Action, { type: "play" | "pause" | "advance" | "endPlay" }>;

function reducePlay(view: View, action: PlayAction, columns: number): View {
  switch (action.type) {
    case "play":
      return view.playing ? { ...view, running: true } : { ...place(view, 0, columns), folded: false, running: true };
    case "pause":
      return { ...view, running: false };
    case "advance":
      return place(view, playIndex(view.playing, columns) + action.by, columns);
    case "endPlay":
      return { ...view, playing: null, running: false };
  }
}

/** Where a play stands on its way: 0…T-1 forward, T…2T-1 backward; before the start -1. */
function playIndex(playing: Playing | null, columns: number): number {
  if (!playing) return -1;
  return playing.phase === "forward" ? playing.position : 2 * columns - 1 - playing.position;
}

/** The view with its play at `index` of the way; past either end the play is over. The cursor column goes along. */
function place(view: View, index: number, columns: number): View {
  if (index < 0 || index >= 2 * columns) return { ...view, playing: null, running: false };
  const playing: Playing =
    index < columns ? { phase: "forward", position: index } : { phase: "backward", position: 2 * columns - 1 - index };
  return { ...view, playing, column: playing.position };
}

/**
 * The same view over new data: the cross-hair keeps its time and training step, not its indices; a view that follows
 * goes on to the newest frame.
 */
export function rebase(view: View, before: Extent, after: Extent): View {
  const column = nearestIndex(after.times, before.times[view.column] ?? 1);
  const step = before.steps[view.frame] ?? 0;
  const frame = view.following ? after.steps.length - 1 : nearestIndex(after.steps, step);
  const sameColumns = after.times.length === before.times.length;
  return {
    ...view,
    column: Math.max(0, column),
    frame: Math.max(0, frame),
    playing: sameColumns ? view.playing : null,
    running: sameColumns && view.running,
    selected: view.selected && { ...view.selected, column: rebaseColumn(view.selected.column, before, after) },
    focusState: after.states.includes(view.focusState) ? view.focusState : (after.states[0] ?? ""),
  };
}

const rebaseColumn = (column: number, before: Extent, after: Extent) =>
  Math.max(0, nearestIndex(after.times, before.times[column] ?? 1));

/** The view of one output with its listeners; it outlives each new payload of that output. */
export class ViewStore {
  #view: View;
  readonly #listeners = new Set<() => void>();

  constructor(private extent: Extent) {
    this.#view = initialView(extent);
  }

  get view(): View {
    return this.#view;
  }

  readonly dispatch = (action: Action): void => {
    const next = reduce(this.#view, action, this.extent);
    if (next === this.#view) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  };

  /** Goes over to new data; the caller draws anew. */
  update(extent: Extent): void {
    this.#view = rebase(this.#view, this.extent, extent);
    this.extent = extent;
  }

  /** @returns the function that ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A view and how to change it, as panels see it. */
export interface ViewContextValue {
  readonly view: View;
  readonly dispatch: (action: Action) => void;
}

const NOWHERE: Extent = { steps: [], times: [], states: [] };

/** Provides the view to panels; a static picture provides a fixed view whose `dispatch` does nothing. */
export const ViewContext = createContext<ViewContextValue>({ view: initialView(NOWHERE), dispatch: () => {} });

/** The view of the output that this component is drawn in. */
export const useView = (): ViewContextValue => useContext(ViewContext);
