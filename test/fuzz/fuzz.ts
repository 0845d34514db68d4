/** Draws networks and holds each to the laws. */
import { Coverage } from "./coverage.js";
import { drawNetwork } from "./draw/generate.js";
import type { Law, Verdict } from "./laws/law.js";
import type { Network } from "./network.js";
import { expectPlans, PlanWatch } from "./plans.js";
import { countProductions, expectProductions } from "./productions.js";
import { shrink } from "./shrink.js";
import { Subject, Unfit } from "./subject.js";

/** A network that breaks a law. */
export interface Failure {
  /** Its number among those of the seed. */
  readonly index: number;
  readonly law: string;
  readonly network: Network;
  readonly wrong: readonly string[];
}

/** Counts by reason or by name. */
type Tally = Map<string, number>;
const add = (tally: Tally, name: string): void => void tally.set(name, (tally.get(name) ?? 0) + 1);

export class Fuzz {
  readonly coverage = new Coverage();
  readonly failures: Failure[] = [];
  /** Networks drawn, and those that were refused or say nothing, by reason. */
  drawn = 0;
  readonly refused: Tally = new Map();
  /** Networks that each law was tried on, and those that it left out, by reason. */
  readonly held: Tally = new Map();
  readonly leftOut: Tally = new Map();
  readonly #plans = new PlanWatch();

  constructor(
    private readonly laws: readonly Law[],
    private readonly seed: number,
  ) {
    expectProductions(this.coverage);
    expectPlans(this.coverage);
  }

  /** Draws network number `index` and holds it to all laws. @returns what it breaks */
  run(index: number): readonly Failure[] {
    this.drawn++;
    const subject = this.#subjectOf(drawNetwork(this.seed, index));
    if (!subject) return [];
    const found = this.laws.flatMap((law) => (index % (law.every ?? 1) === 0 ? this.#hold(law, subject, index) : []));
    countProductions(this.coverage, subject.network, subject.reference.model);
    this.#plans.count(this.coverage);
    this.failures.push(...found);
    return found;
  }

  #subjectOf(network: Network): Subject | undefined {
    try {
      return new Subject(network);
    } catch (error) {
      add(this.refused, reasonOf(error));
      return undefined;
    }
  }

  #hold(law: Law, subject: Subject, index: number): Failure[] {
    const { wrong, leftOut } = verdictOf(law, subject);
    add(leftOut ? this.leftOut : this.held, leftOut ? `${law.name}: ${leftOut}` : law.name);
    return wrong.length > 0 ? [{ index, law: law.name, network: subject.network, wrong }] : [];
  }
}

/** What a law says; where it throws, that is what is wrong. */
function verdictOf(law: Law, subject: Subject): Verdict {
  try {
    return law.check(subject);
  } catch (error) {
    return { wrong: [`${CRASH}${(error as Error).name}: ${(error as Error).message}`] };
  }
}

const CRASH = "threw ";

/** The failure of a shorter network that breaks the same law in the same way. */
export function shortened(failure: Failure, law: Law): Failure {
  const kindOf = (wrong: readonly string[]): string => (wrong[0]?.startsWith(CRASH) ? wrong[0] : "wrong");
  const wrongOf = (network: Network): readonly string[] => {
    try {
      return verdictOf(law, new Subject(network)).wrong;
    } catch {
      return [];
    }
  };
  const fails = (network: Network): boolean => {
    const wrong = wrongOf(network);
    return wrong.length > 0 && kindOf(wrong) === kindOf(failure.wrong);
  };
  const network = shrink(failure.network, fails);
  return { ...failure, network, wrong: wrongOf(network) };
}

/** The language's refusal without what differs from network to network. */
function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  if (error instanceof Unfit) return message;
  const problem = message.split("\n")[0]!.replace(/^line \d+, column \d+: /u, "");
  return `${name}: ${problem.replace(/\S*\d+×\d+\S*|\S*\[\S*|\d+/gu, "…").slice(0, 70)}`;
}
