/** The network under the paths in grey: here colours tell paths apart, and blue would be taken for one of them. */
import type { Paint, Theme } from "../theme.js";

const quiet = (paint: Paint): Paint => (paint === "forward" ? "faint" : paint);

/** The same theme with the forward pass in grey. */
export const quietTheme = (theme: Theme): Theme => ({
  ...theme,
  paint: (colours) =>
    theme.paint(Object.fromEntries(Object.entries(colours).map(([property, paint]) => [property, quiet(paint)]))),
});
