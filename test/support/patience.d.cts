/** How long one wait goes on, ms: an end to what hangs, never a measure of speed. */
export const PATIENCE: number;
/** How long a test goes on, ms. */
export const HANG: number;
