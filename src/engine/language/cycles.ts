import { EquationError } from "../errors.js";
import type { Statement } from "./ast.js";
import { type NameNode, namesIn } from "./reads.js";
import { offsetText } from "./timeIndex.js";

/** A statement at one time step, reached from `previous` through `read`. */
interface Visit {
  readonly statement: Statement;
  readonly time: number;
  readonly read?: NameNode;
  readonly previous?: Visit;
}

/**
 * Refuses equations in which a value needs itself, at any number of time steps.
 * @throws EquationError that tells the shortest cycle, at the read that closes it
 */
export function refuseCycles(source: string, statements: readonly Statement[]): void {
  const shortest = shortestOf(circles(statements).map((circle) => new CycleSearch(circle).shortest()));
  if (shortest) throw cycleError(source, shortest);
}

/** Groups of statements that need each other at whatever times: a cycle stays within one of them. */
function circles(statements: readonly Statement[]): Statement[][] {
  const byName = new Map(statements.map((s) => [s.name, s]));
  const reads = ({ expression }: Statement): Statement[] =>
    namesIn(expression).flatMap(({ name }) => byName.get(name) ?? []);
  const reached = new Map(statements.map((s) => [s, reachable(s, reads)]));
  const inCircle = statements.filter((s) => reached.get(s)!.has(s));
  const first = (s: Statement): Statement =>
    inCircle.find((o) => reached.get(o)!.has(s) && reached.get(s)!.has(o)) ?? s;
  return inCircle.filter((s) => first(s) === s).map((s) => inCircle.filter((o) => first(o) === s));
}

function reachable(start: Statement, reads: (s: Statement) => Statement[]): Set<Statement> {
  const found = new Set<Statement>();
  const open = reads(start);
  for (let next = open.pop(); next; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...reads(next));
  }
  return found;
}

/** Searches the statements of one circle, unrolled over a number of time steps that shows every cycle. */
class CycleSearch {
  readonly #byName: ReadonlyMap<string, Statement>;
  readonly #reads: readonly NameNode[];
  readonly #steps: number;

  constructor(private readonly circle: readonly Statement[]) {
    this.#byName = new Map(circle.map((s) => [s.name, s]));
    this.#reads = circle.flatMap((s) => this.#readsOf(s));
    this.#steps = this.#enoughSteps();
  }

  /**
   * With lags alone, or leads alone, only reads within one step can close a cycle: one step shows it. Otherwise let no
   * index reach farther than m, in n statements. A way from one statement to another, or once round, then takes at most
   * n·m steps of time. Where one can get both later and earlier, one can alternate so that time never leaves a
   * window of 6·n·m; in it only finitely many statements stand, so one is met again: a cycle, within the window.
   */
  #enoughSteps(): number {
    const offsets = this.#reads.map(({ time }) => time?.offset ?? 0);
    const isOneWay = offsets.every((o) => o <= 0) || offsets.every((o) => o >= 0);
    const isAnchored = this.#reads.some(({ time }) => time?.base === "T");
    if (isOneWay && !isAnchored) return 1;
    return 1 + 6 * this.circle.length * Math.max(...offsets.map(Math.abs));
  }

  /** @returns the visits of the shortest cycle, its start at both ends; undefined when there is none */
  shortest(): Visit[] | undefined {
    return shortestOf(this.#starts().map((start) => this.#cycleThrough(start)));
  }

  /** Every statement in the middle, where neither end of time hides a cycle, and wherever an index of T leads. */
  #starts(): Visit[] {
    const middle = Math.ceil(this.#steps / 2);
    const ends = this.#reads.filter(({ time }) => time?.base === "T");
    return [
      ...this.circle.map((statement) => ({ statement, time: statement.time === "t" ? middle : this.#steps })),
      ...ends.map(({ name, time }) => ({ statement: this.#byName.get(name)!, time: this.#steps + time!.offset })),
    ];
  }

  /** Breadth first, so that the cycle found is the shortest one through its start. */
  #cycleThrough(start: Visit): Visit[] | undefined {
    const seen = new Set<string>();
    const queue: Visit[] = [start];
    for (let i = 0; i < queue.length; i++) {
      for (const next of this.#needed(queue[i]!)) {
        const key = `${next.statement.name}@${next.time}`;
        if (next.statement === start.statement && next.time === start.time) return pathTo(next);
        if (!seen.has(key)) queue.push(next);
        seen.add(key);
      }
    }
    return undefined;
  }

  #needed(visit: Visit): Visit[] {
    return this.#readsOf(visit.statement).flatMap((read) => {
      const statement = this.#byName.get(read.name)!;
      const time = (read.time?.base === "t" ? visit.time : this.#steps) + (read.time?.offset ?? 0);
      return time >= 1 && time <= this.#steps ? [{ statement, time, read, previous: visit }] : [];
    });
  }

  #readsOf({ expression }: Statement): NameNode[] {
    return namesIn(expression).filter(({ name }) => this.#byName.has(name));
  }
}

/** The first of the shortest paths. */
function shortestOf(paths: readonly (Visit[] | undefined)[]): Visit[] | undefined {
  return paths.filter((path) => path !== undefined).sort((a, b) => a.length - b.length)[0];
}

function pathTo(end: Visit): Visit[] {
  const path: Visit[] = [];
  for (let visit: Visit | undefined = end; visit; visit = visit.previous) path.unshift(visit);
  return path;
}

function cycleError(source: string, path: readonly Visit[]): EquationError {
  const reads = path.flatMap(({ read }) => read ?? []);
  const closing = reads.find(isLead) ?? reads.findLast(({ time }) => (time?.offset ?? 0) === 0) ?? reads.at(-1)!;
  const [first, ...others] = path.map(naming(path));
  return new EquationError({
    source,
    span: closing.span,
    problem: `${first} needs ${others.join(", which needs ")}: a cycle`,
    hint: hintFor(closing, reads),
  });
}

const isLead = ({ time }: NameNode): boolean => (time?.offset ?? 0) > 0;

/** How the visits of a cycle are written: relative to t, or to T where the last step plays a part. */
function naming(path: readonly Visit[]): (visit: Visit) => string {
  const anchor = path.find(({ statement, read }) => statement.time === "T" || read?.time?.base === "T");
  const [base, origin] = anchor ? ["T", anchor.time - (anchor.read?.time?.offset ?? 0)] : ["t", path[0]!.time];
  return ({ statement: { name, time }, time: at }) =>
    time === "none" ? name : `${name}[${base}${offsetText(at - origin)}]`;
}

function hintFor({ name, time }: NameNode, reads: readonly NameNode[]): string {
  if (!time) return "A value cannot depend on itself, unless it is its own value of one step before: s[t] = … s[t-1] …";
  if (reads.some(isLead))
    return `A layer runs either forward ([t-1]) or backward ([t+1]), not both: give the backward layer a name of its own.`;
  if (time.base === "T") return `${name}[T] is known after the last step only, so no step can use it.`;
  return `To use its value of one step before, write ${name}[t-1].`;
}
