/** Lets a play go on by itself. */
import { useEffect } from "preact/hooks";
import { useView } from "./cursor.js";

/** ms for the forward and the backward pass together; a step takes its share, between these bounds. */
const WHOLE = 9000;
const FASTEST = 40;
const SLOWEST = 550;

/** ms between two columns of the play. */
export const playInterval = (columns: number): number =>
  Math.min(Math.max(WHOLE / (2 * Math.max(1, columns)), FASTEST), SLOWEST);

/** Advances the play while the view runs. @param columns T */
export function usePlay(columns: number): void {
  const { view, dispatch } = useView();
  useEffect(() => {
    if (!view.running) return;
    const timer = setInterval(() => dispatch({ type: "advance", by: 1 }), playInterval(columns));
    return () => clearInterval(timer);
  }, [view.running, columns, dispatch]);
}
