export interface Step {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The step whose result it works on: it is not run when that one failed. */
  readonly needs?: string;
}
export interface Result {
  readonly name: string;
  readonly outcome: "passed" | "FAILED" | "not run";
  readonly seconds: number;
  readonly why?: string;
  /** Of a step that failed: the lines that name what did. */
  readonly said?: readonly string[];
}
export const root: string;
export function ensurePackages(): Promise<void>;
/** @throws Error where a step needs one that does not stand before it */
export function resultsOf(
  steps: readonly Step[],
  runStep?: (step: Step) => Result | Promise<Result>,
): Promise<Result[]>;
/** @returns the lines of an output that name failures, or its last ones where none does */
export function failuresIn(output: string): string[];
export function summaryOf(results: readonly Result[]): string;
export function runSteps(steps: readonly Step[]): Promise<never>;
