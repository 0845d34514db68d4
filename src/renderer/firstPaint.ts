/** An output's first picture holds what stands on top; the panels below it follow once that is on the screen. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Layout, PanelName } from "./layout.js";

/** Whether panels below the first one wait. Their places are kept: nothing moves when they come. */
export const PanelsWaitContext = createContext(false);

/** @returns whether a panel is to be drawn now; the time axis below all panels is one, too */
export function useIsDrawn({ panels }: Layout): (panel: PanelName | "timeAxis") => boolean {
  const [first] = Object.keys(panels);
  const wait = useContext(PanelsWaitContext) && first !== undefined;
  return (panel) => panel === first || (!wait && (panel === "timeAxis" || panels[panel] !== undefined));
}

/**
 * Calls back when the picture that is drawn now is on the screen; where nothing reaches a screen, once it does again.
 * @returns what calls it off
 */
export function afterPaint(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(listener, 0);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
