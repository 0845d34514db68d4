/** Holds a law against drawn values for a share of time: more of them on a fast machine and in a long run, never too few. */
import fc from "fast-check";
import { expect } from "vitest";

/** What a run of the tests may ask of every property. */
export interface PropertyRun {
  /** Wall-clock time for each property, in seconds, once `least` draws are done. Default: 0.3. */
  readonly seconds: number;
  /** The only seed to draw with: one batch of `least`, as in the run that failed. Default: a new one each time. */
  readonly seed?: number;
  /** fast-check's path to the one counterexample of that seed. Default: all its draws. */
  readonly path?: string;
}

const VARIABLES = { seconds: "UNROLL_TEST_SECONDS", seed: "UNROLL_TEST_SEED", path: "UNROLL_TEST_PATH" } as const;

/** @throws Error where a variable is no number */
export function propertyRun(environment: Readonly<Record<string, string | undefined>>): PropertyRun {
  const numberOf = (name: string): number | undefined => {
    const text = environment[name];
    if (text === undefined || text === "") return undefined;
    const number = Number(text);
    if (Number.isFinite(number)) return number;
    throw new Error(`$${name} is ${JSON.stringify(text)}; write a number, such as 5.`);
  };
  return {
    seconds: numberOf(VARIABLES.seconds) ?? 0.3,
    seed: numberOf(VARIABLES.seed),
    path: environment[VARIABLES.path] ?? "",
  };
}

/**
 * Draws `least` values whatever the time, so that a slow machine tests as much as the law needs; then batches of as many
 * more until this property's time is over. Batches shrink without a limit: no counterexample is cut short by the clock.
 *
 * @param property a synchronous `fc.property`
 * @param least draws that make the law mean something
 * @throws what fast-check reports of the first counterexample, and how to see it again
 */
export function holds<Values extends [unknown, ...unknown[]]>(
  property: fc.IProperty<Values>,
  least: number,
  { seconds, seed, path }: PropertyRun = propertyRun(process.env),
): void {
  const end = Date.now() + seconds * 1000;
  let next = seed ?? newSeed();
  do {
    check(property, { seed: next, path, numRuns: least });
    next = (next + 1) | 0;
  } while (seed === undefined && Date.now() < end);
}

/** Any 32-bit number. */
const newSeed = (): number => Math.floor(Math.random() * 2 ** 32) | 0;

function check<Values extends [unknown, ...unknown[]]>(
  property: fc.IProperty<Values>,
  parameters: fc.Parameters<Values>,
): void {
  const details = fc.check(property, { ...parameters, includeErrorInReport: true });
  if (!details.failed) return;
  throw new Error(`${fc.defaultReportMessage(details)}\n\n${again(details)}`, { cause: details.errorInstance });
}

/** The command that draws the counterexample again. */
function again({
  seed,
  counterexamplePath,
}: {
  readonly seed: number;
  readonly counterexamplePath: string | null;
}): string {
  const { testPath, currentTestName } = expect.getState();
  const file = testPath?.slice(testPath.lastIndexOf("/test/") + 1) ?? "";
  const name = currentTestName?.replaceAll(" > ", " ").replace(/["$`\\]/gu, ".");
  return `Again: ${VARIABLES.seed}=${seed} ${VARIABLES.path}=${counterexamplePath ?? ""} npx vitest run --project unit ${file} -t "${name}"`;
}
