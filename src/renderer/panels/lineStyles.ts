/** Lines of a comparison: each run has its own colour and its own dashes, so that it can be told without colour too. */
import type { ColourRole } from "../theme.js";

export interface LineStyle {
  readonly colour: ColourRole;
  /** As of `stroke-dasharray`; "" for a solid line. */
  readonly dashes: string;
}

const COLOURS: readonly ColourRole[] = ["forward", "loss", "green", "purple", "ink"];
const DASHES = ["", "7 3", "2 2.5", "9 3 2 3", "4 2 1 2 1 2", "12 4"];

/** The style of run number `index`; thirty runs until one is used again. */
export const lineStyle = (index: number): LineStyle => ({
  colour: COLOURS[index % COLOURS.length]!,
  dashes: DASHES[index % DASHES.length]!,
});
