/** Which paths are lit: by the pointer, by the keyboard's focus, by a click that stays, or by a walk through all of them. */
import type { Stop } from "./stops.js";

export type Pointed =
  | { readonly kind: "path"; readonly index: number }
  | { readonly kind: "stop"; readonly key: string };

export interface PathFocus {
  /** What is pointed at or focused; it goes before what is pinned. */
  readonly pointed: Pointed | null;
  readonly pinned: Pointed | null;
  /** The row that the tab key leads to. */
  readonly active: number;
  /** Whether the walk goes on by itself. */
  readonly walking: boolean;
  /** Whether all rows are shown. */
  readonly expanded: boolean;
}

export type PathAction =
  | { readonly type: "point"; readonly at: Pointed | null }
  /** A click: pins a path, a node or an arrow, or lets it go. */
  | { readonly type: "pin"; readonly at: Pointed }
  | { readonly type: "activate"; readonly index: number }
  /** To the next path, or to the one before. */
  | { readonly type: "step"; readonly by: 1 | -1 }
  | { readonly type: "walk" }
  /** The walk's own step; after the last path all are lit again. */
  | { readonly type: "tick" }
  | { readonly type: "pause" }
  | { readonly type: "clear" }
  | { readonly type: "expand"; readonly expanded: boolean };

export const initialFocus: PathFocus = { pointed: null, pinned: null, active: 0, walking: false, expanded: false };

/** Rows that are shown before one asks for all. */
export const SHORT_LIST = 12;

/** @param count of listed paths */
export function reduceFocus(focus: PathFocus, action: PathAction, count: number): PathFocus {
  const path = pinnedPath(focus);
  switch (action.type) {
    case "point":
      return { ...focus, pointed: action.at };
    case "pin":
      return pinned(isSame(focus.pinned, action.at) ? null : action.at, { ...focus, walking: false });
    case "activate":
      return { ...focus, active: action.index, pointed: pathAt(action.index) };
    case "step":
      return pinned(pathAt(stepped(path, action.by, count)), { ...focus, walking: false });
    case "walk":
      return { ...pinned(pathAt(path ?? 0), focus), walking: true };
    case "tick":
      return path === null || path + 1 >= count
        ? { ...focus, pinned: null, walking: false }
        : pinned(pathAt(path + 1), focus);
    case "pause":
      return { ...focus, walking: false };
    case "clear":
      return { ...focus, pinned: null, pointed: null, walking: false };
    case "expand":
      return { ...focus, expanded: action.expanded, active: 0 };
  }
}

const pathAt = (index: number): Pointed => ({ kind: "path", index });

/** The pinned path; null when a node or an arrow is pinned, or nothing. */
export const pinnedPath = ({ pinned: at }: PathFocus): number | null => (at?.kind === "path" ? at.index : null);

const isSame = (a: Pointed | null, b: Pointed) =>
  a?.kind === "path" ? b.kind === "path" && a.index === b.index : b.kind === "stop" && a?.key === b.key;

/** What is pinned is seen: the row is there, and nothing that is pointed at hides it. */
function pinned(at: Pointed | null, focus: PathFocus): PathFocus {
  if (at?.kind !== "path") return { ...focus, pinned: at, pointed: null };
  const expanded = focus.expanded || at.index >= SHORT_LIST;
  return { ...focus, pinned: at, pointed: null, active: at.index, expanded };
}

function stepped(from: number | null, by: 1 | -1, count: number): number {
  if (from === null) return by > 0 ? 0 : count - 1;
  return (from + by + count) % count;
}

/** What is lit: what is pointed at, else what is pinned. */
export const litAt = ({ pointed, pinned: at }: PathFocus): Pointed | null => pointed ?? at;

/** The lit paths; null when none is singled out. */
export function litPaths(focus: PathFocus, stops: readonly Stop[]): ReadonlySet<number> | null {
  const at = litAt(focus);
  if (!at) return null;
  return new Set(at.kind === "path" ? [at.index] : stops.find(({ key }) => key === at.key)?.paths);
}
