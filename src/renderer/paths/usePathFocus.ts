/** The state of what is lit, and the walk that goes on by itself. */
import { useEffect, useReducer } from "preact/hooks";
import { initialFocus, type PathAction, type PathFocus, reduceFocus } from "./pathFocus.js";

/** ms for which a walk stays with a path. */
const INTERVAL = 1800;

export interface FocusControl {
  readonly focus: PathFocus;
  readonly dispatch: (action: PathAction) => void;
}

/** @param count of listed paths */
export function usePathFocus(count: number): FocusControl {
  const [focus, dispatch] = useReducer(
    (state: PathFocus, action: PathAction) => reduceFocus(state, action, count),
    initialFocus,
  );
  useEffect(() => {
    if (!focus.walking) return;
    const timer = setTimeout(() => dispatch({ type: "tick" }), INTERVAL);
    return () => clearTimeout(timer);
  }, [focus.walking, focus.pinned]);
  return { focus, dispatch };
}
