/** Where the signs of a claim's time steps stand. */

/** px; cells of a long sequence are narrower, so that forty fit into a narrow output. */
const CELL = { wide: 18, narrow: 12 };
const FEW = 20;
/** Of one row. */
export const STRIP_HEIGHT = 20;
/** Of the row of time steps above. */
export const AXIS_HEIGHT = 18;

export interface StripCell {
  /** px of the cell's middle. */
  readonly x: number;
  readonly time: number;
  /** Whether the time step is written above. */
  readonly isLabelled: boolean;
}

export interface StripLayout {
  readonly cells: readonly StripCell[];
  /** px */
  readonly cell: number;
  readonly width: number;
}

/** @param timeSteps T */
export function stripLayout(timeSteps: number): StripLayout {
  const cell = timeSteps <= FEW ? CELL.wide : CELL.narrow;
  const every = timeSteps <= FEW ? 1 : 5;
  const cells = Array.from({ length: timeSteps }, (_, i) => {
    const time = i + 1;
    const isNearLast = timeSteps - time < every / 2;
    return {
      x: (i + 0.5) * cell,
      time,
      isLabelled: time === 1 || time === timeSteps || (time % every === 0 && !isNearLast),
    };
  });
  return { cells, cell, width: timeSteps * cell };
}
