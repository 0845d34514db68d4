import { EquationError, type Suggestion } from "../errors.js";
import type { Statement } from "./ast.js";
import { circlesOf } from "./circles.js";
import { type NameNode, namesIn } from "./reads.js";
import { offsetText } from "./timeIndex.js";

/** A statement at one time step, reached from `previous` through `read`. */
interface Visit {
  readonly statement: Statement;
  readonly time: number;
  readonly read?: NameNode;
  readonly previous?: Visit;
}

/** More visits than this take too long; then fewer statements are begun with, see {@link CycleSearch}. */
const MOST_VISITS = 300_000;
/** Of a large cycle within one time step, so many statements are begun with: any shows it, though perhaps not the shortest. */
const MOST_STARTS = 20;
/** So many of a long cycle's values are named at its beginning and at its end. */
const SHOWN_AT_END = 4;

/**
 * Refuses equations in which a value needs itself, at any number of time steps.
 * @throws EquationError that tells the shortest cycle, at the read that closes it
 */
export function refuseCycles(source: string, statements: readonly Statement[]): void {
  const byName = new Map(statements.map((s) => [s.name, s]));
  const reads = ({ expression }: Statement): Statement[] =>
    namesIn(expression).flatMap(({ name }) => byName.get(name) ?? []);
  const searches = circlesOf(statements, reads).map((circle) => new CycleSearch(source, circle));
  const shortest = shortestOf(searches.map((search) => search.shortest()));
  if (shortest) throw cycleError(source, shortest);
}

/**
 * Searches statements that need each other at whatever times (a cycle stays within such a circle), unrolled over a number
 * of time steps that shows every cycle.
 */
class CycleSearch {
  readonly #reads: ReadonlyMap<Statement, readonly { readonly read: NameNode; readonly of: Statement }[]>;
  readonly #all: readonly NameNode[];
  readonly #isOneWay: boolean;
  readonly #steps: number;

  constructor(
    private readonly source: string,
    private readonly circle: readonly Statement[],
  ) {
    const byName = new Map(circle.map((s) => [s.name, s]));
    const readsOf = ({ expression }: Statement) =>
      namesIn(expression).flatMap((read) => (byName.has(read.name) ? [{ read, of: byName.get(read.name)! }] : []));
    this.#reads = new Map(circle.map((s) => [s, readsOf(s)]));
    this.#all = [...this.#reads.values()].flat().map(({ read }) => read);
    const offsets = this.#all.map(offsetOf);
    this.#isOneWay = !this.#all.some(isAnchored) && (offsets.every((o) => o <= 0) || offsets.every((o) => o >= 0));
    this.#steps = this.#isOneWay ? 1 : this.#enoughSteps();
  }

  /**
   * Let no index reach farther than m, in n statements. A way from one statement to another, or once round, then takes at
   * most n·m steps of time. Where one can get both later and earlier, one can alternate so that time never leaves a
   * window of 6·n·m; in it only finitely many statements stand, so one is met again: a cycle, within the window. (With
   * lags alone, or leads alone, only reads within one step can close a cycle: one step shows it.)
   */
  #enoughSteps(): number {
    const farthest = this.#all.reduce((most, read) => Math.max(most, Math.abs(offsetOf(read))), 0);
    return 1 + 6 * this.circle.length * farthest;
  }

  /**
   * @returns the visits of the shortest cycle, its start at both ends; undefined when there is none
   * @throws EquationError when the circle is too large to be searched
   */
  shortest(): Visit[] | undefined {
    const withinStep = this.#circlesWithinStep();
    if (this.#isOneWay && withinStep.length === 0) return undefined;
    const everywhere = this.#startsAt(this.circle);
    const starts = this.#isQuick(everywhere) ? everywhere : this.#startsAt(this.#decisive(withinStep));
    if (!this.#isOneWay && !this.#isQuick(starts)) throw this.#tooLarge();
    return shortestOf(starts.map((start) => this.#cycleThrough(start)));
  }

  #isQuick(starts: readonly Visit[]): boolean {
    return starts.length * this.#steps * this.circle.length <= MOST_VISITS;
  }

  #circlesWithinStep(): Statement[][] {
    const isWithin = (s: Statement, read: NameNode): boolean =>
      !isAnchored(read) && offsetOf(read) === 0 && (read.time !== null || s.time !== "t");
    return circlesOf(this.circle, (s) =>
      this.#reads.get(s)!.flatMap(({ read, of }) => (isWithin(s, read) ? [of] : [])),
    );
  }

  /** Some statement of every cycle: one that stays within a step, or one that looks ahead where others look back. */
  #decisive(withinStep: readonly (readonly Statement[])[]): Statement[] {
    const ahead = this.circle.filter((s) => this.#reads.get(s)!.some(({ read }) => isLead(read)));
    return [...new Set([...withinStep.flatMap((circle) => circle.slice(0, MOST_STARTS)), ...ahead])];
  }

  /** In the middle, where neither end of time hides a cycle, and wherever an index of T leads. */
  #startsAt(statements: readonly Statement[]): Visit[] {
    const middle = Math.ceil(this.#steps / 2);
    const ends = [...this.#reads.values()].flat().filter(({ read }) => isAnchored(read));
    return [
      ...statements.map((statement) => ({ statement, time: statement.time === "t" ? middle : this.#steps })),
      ...ends.map(({ read, of }) => ({ statement: of, time: this.#steps + offsetOf(read) })),
    ];
  }

  /** Breadth first, so that the cycle found is the shortest one through its start. */
  #cycleThrough(start: Visit): Visit[] | undefined {
    const seen = new Map<Statement, Set<number>>(this.circle.map((s) => [s, new Set()]));
    const queue: Visit[] = [start];
    for (let i = 0; i < queue.length; i++) {
      for (const next of this.#needed(queue[i]!)) {
        if (next.statement === start.statement && next.time === start.time) return pathTo(next);
        const times = seen.get(next.statement)!;
        if (!times.has(next.time)) queue.push(next);
        times.add(next.time);
      }
    }
    return undefined;
  }

  #needed(visit: Visit): Visit[] {
    return this.#reads.get(visit.statement)!.flatMap(({ read, of }) => {
      const time = (read.time?.base === "t" ? visit.time : this.#steps) + offsetOf(read);
      return time >= 1 && time <= this.#steps ? [{ statement: of, time, read, previous: visit }] : [];
    });
  }

  #tooLarge(): EquationError {
    const read = this.#all.find(isLead) ?? this.#all.find(isAnchored) ?? this.#all[0]!;
    return new EquationError({
      source: this.source,
      span: read.span,
      problem: `${this.circle.length} statements, this one among them, need each other at both earlier and later time steps, more than can be followed`,
      hint: BOTH_WAYS,
    });
  }
}

const offsetOf = ({ time }: NameNode): number => time?.offset ?? 0;
const isLead = (read: NameNode): boolean => offsetOf(read) > 0;
/** Read at the last time step, whatever the step of the reader. */
const isAnchored = ({ time }: NameNode): boolean => time?.base === "T";
const BOTH_WAYS =
  "A layer runs either forward ([t-1]) or backward ([t+1]), not both: give the backward layer a name of its own.";

/** The first of the shortest paths. */
function shortestOf(paths: readonly (Visit[] | undefined)[]): Visit[] | undefined {
  return paths.filter((path) => path !== undefined).sort((a, b) => a.length - b.length)[0];
}

function pathTo(end: Visit): Visit[] {
  const path: Visit[] = [];
  for (let visit: Visit | undefined = end; visit; visit = visit.previous) path.push(visit);
  return path.reverse();
}

function cycleError(source: string, path: readonly Visit[]): EquationError {
  const reads = path.flatMap(({ read }) => read ?? []);
  const closing = reads.find(isLead) ?? reads.findLast((read) => offsetOf(read) === 0) ?? reads.at(-1)!;
  const [first, ...others] = shortened(path.map(naming(path)));
  const suggestions = isWithinStep(reads) ? stepsBefore(reads) : [];
  return new EquationError({
    source,
    span: closing.span,
    problem: `${first} needs ${others.join(", which needs ")}: a cycle`,
    hint: hintFor(closing, reads, suggestions),
    suggestions,
  });
}

/** All of it happens at one time step. */
const isWithinStep = (reads: readonly NameNode[]): boolean =>
  reads.every((read) => read.time?.base === "t" && offsetOf(read) === 0);

/** Each of the reads as one of the step before; of a long cycle the first few. */
function stepsBefore(reads: readonly NameNode[]): Suggestion[] {
  return reads.slice(-SHOWN_AT_END).map(({ name, span }) => ({ text: `${name}[t-1]`, replaces: span }));
}

/** Of a long cycle both ends. */
function shortened(names: readonly string[]): readonly string[] {
  if (names.length <= 2 * SHOWN_AT_END) return names;
  return [...names.slice(0, SHOWN_AT_END), "…", ...names.slice(-SHOWN_AT_END)];
}

/** How the visits of a cycle are written: relative to t, or to T where the last step plays a part. */
function naming(path: readonly Visit[]): (visit: Visit) => string {
  const anchor = path.find(({ statement, read }) => statement.time === "T" || read?.time?.base === "T");
  const [base, origin] = anchor ? ["T", anchor.time - (anchor.read?.time?.offset ?? 0)] : ["t", path[0]!.time];
  return ({ statement: { name, time }, time: at }) =>
    time === "none" ? name : `${name}[${base}${offsetText(at - origin)}]`;
}

function hintFor({ name, time }: NameNode, reads: readonly NameNode[], suggestions: readonly Suggestion[]): string {
  if (!time) return "A value cannot depend on itself, unless it is its own value of one step before: s[t] = … s[t-1] …";
  if (reads.some(isLead)) return BOTH_WAYS;
  if (time.base === "T") return `${name}[T] is known after the last step only, so no step can use it.`;
  const texts = suggestions.map(({ text, replaces }) => `${text} on line ${replaces.line}`);
  return texts.length === 1
    ? `To use its value of one step before, write ${suggestions[0]!.text}.`
    : `One of them must be its value of one step before: ${texts.join(", or ")}.`;
}
