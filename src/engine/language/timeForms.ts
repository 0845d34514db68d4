import type { StatementTime, TimeIndex } from "./ast.js";

/** The farthest that an index may look back or ahead, in time steps. */
export const FARTHEST = 1000;

/** What the language knows of a way to say when. */
export interface TimeFormRow {
  /** As typed, k standing for a whole number of steps from 1 to {@link FARTHEST}; `""` for no index. */
  readonly written: string;
  /** What an index counts from; null for no index. */
  readonly base: TimeIndex["base"] | null;
  /** The sign of what is added to the base: -1, 0 or 1. */
  readonly shift: -1 | 0 | 1;
  /** The times of the statements that may read a name so. */
  readonly readIn: readonly StatementTime[];
  /** Whether a statement may assign a name so. */
  readonly isAssigned: boolean;
  /** As typeset below a name. */
  readonly tex: string;
}

const EVERY: readonly StatementTime[] = ["t", "T", "none"];

/** Every time form of the language. */
export const TIME_FORMS = {
  none: {
    written: "",
    base: null,
    shift: 0,
    readIn: EVERY,
    isAssigned: true,
    tex: "",
  },
  now: {
    written: "[t]",
    base: "t",
    shift: 0,
    readIn: ["t"],
    isAssigned: true,
    tex: "_{t}",
  },
  before: {
    written: "[t-k]",
    base: "t",
    shift: -1,
    readIn: ["t"],
    isAssigned: false,
    tex: "_{t-k}",
  },
  ahead: {
    written: "[t+k]",
    base: "t",
    shift: 1,
    readIn: ["t"],
    isAssigned: false,
    tex: "_{t+k}",
  },
  last: {
    written: "[T]",
    base: "T",
    shift: 0,
    readIn: EVERY,
    isAssigned: true,
    tex: "_{T}",
  },
  beforeLast: {
    written: "[T-k]",
    base: "T",
    shift: -1,
    readIn: EVERY,
    isAssigned: false,
    tex: "_{T-k}",
  },
} as const satisfies { readonly [name: string]: TimeFormRow };

export type TimeForm = keyof typeof TIME_FORMS;

const NAMES = Object.keys(TIME_FORMS) as TimeForm[];

/** @returns undefined for an index that the language does not have: `[T+1]` */
export function timeFormOf(time: TimeIndex | null): TimeForm | undefined {
  const [base, shift] = [time?.base ?? null, Math.sign(time?.offset ?? 0)];
  return NAMES.find((name) => TIME_FORMS[name].base === base && TIME_FORMS[name].shift === shift);
}

/** Whether a statement may assign a name at such a time. */
export function isAssigned(time: TimeIndex | null): boolean {
  const form = timeFormOf(time);
  return form !== undefined && TIME_FORMS[form].isAssigned;
}
