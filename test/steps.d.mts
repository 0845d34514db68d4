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
}
export const root: string;
export function ensurePackages(): void;
/** @throws Error where a step needs one that does not stand before it */
export function resultsOf(steps: readonly Step[], runStep?: (step: Step) => Result): Result[];
export function summaryOf(results: readonly Result[]): string;
export function runSteps(steps: readonly Step[]): never;
