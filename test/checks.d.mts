import type { Step } from "./steps.mjs";
export const CHECKS: readonly Step[];
export const IN_PLACE: readonly Step[];
