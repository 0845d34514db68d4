import { EquationError } from "../errors.js";
import type { Statement } from "./ast.js";
import { type NameNode, namesIn } from "./reads.js";

/** A statement at one time step, and the read that led to it. */
interface Visit {
  readonly statement: Statement;
  readonly time: number;
  readonly read?: NameNode;
}

/**
 * Refuses equations in which a value needs itself. The statements are unrolled for a few time steps: a cycle's steps
 * forward and back in time cancel out, so the shortest one spans no more than the largest shift times the number of
 * statements.
 * @throws EquationError naming the cycle, at the read that closes it
 */
export function refuseCycles(source: string, statements: readonly Statement[]): void {
  const shifts = statements.flatMap((s) => namesIn(s.expression).map(({ time }) => Math.abs(time?.offset ?? 0)));
  const steps = Math.min(64, 2 + 2 * Math.max(0, ...shifts) * statements.length);
  const search = new CycleSearch(source, statements, steps);
  const middle = Math.ceil(steps / 2);
  // from the middle outward, where neither end hides a cycle, and the earliest statement first
  for (const statement of statements) search.from({ statement, time: statement.time === "t" ? middle : steps });
}

class CycleSearch {
  readonly #byName: ReadonlyMap<string, Statement>;

  constructor(
    private readonly source: string,
    statements: readonly Statement[],
    private readonly steps: number,
  ) {
    this.#byName = new Map(statements.map((s) => [s.name, s]));
  }

  /** Breadth first, so that the cycle reported is the shortest through its start. */
  from(start: Visit): void {
    const previous = new Map<string, Visit | undefined>([[this.#key(start), undefined]]);
    const queue: Visit[] = [start];
    for (let visit = queue.shift(); visit; visit = queue.shift()) {
      for (const next of this.#reads(visit)) {
        if (this.#key(next) === this.#key(start)) throw this.#error([...this.#path(visit, previous), next]);
        if (previous.has(this.#key(next))) continue;
        previous.set(this.#key(next), visit);
        queue.push(next);
      }
    }
  }

  #reads({ statement, time }: Visit): Visit[] {
    return namesIn(statement.expression).flatMap((read) => {
      const found = this.#byName.get(read.name);
      if (!found) return [];
      const at = read.time?.base === "t" ? time + read.time.offset : this.steps + (read.time?.offset ?? 0);
      return at >= 1 && at <= this.steps
        ? [{ statement: found, time: found.time === "t" ? at : this.steps, read }]
        : [];
    });
  }

  #path(end: Visit, previous: ReadonlyMap<string, Visit | undefined>): Visit[] {
    const path: Visit[] = [];
    for (let visit: Visit | undefined = end; visit; visit = previous.get(this.#key(visit))) path.unshift(visit);
    return path;
  }

  #key({ statement, time }: Visit): string {
    return `${statement.name}@${time}`;
  }

  #error(path: readonly Visit[]): EquationError {
    const start = path[0]!;
    const name = (visit: Visit): string => {
      if (visit.statement.time === "none") return visit.statement.name;
      if (visit.statement.time === "T") return `${visit.statement.name}[T]`;
      const shift = visit.time - start.time;
      return `${visit.statement.name}[t${shift === 0 ? "" : shift > 0 ? `+${shift}` : shift}]`;
    };
    const chain = path.slice(1).map(name).join(", which needs ");
    const closing =
      [...path].reverse().find(({ read }) => read && (read.time?.offset ?? 0) >= 0)?.read ??
      path[path.length - 1]!.read!;
    const hint = path.some(({ read }) => (read?.time?.offset ?? 0) > 0)
      ? `A layer runs either forward ([t-1]) or backward ([t+1]), not both: read ${closing.name}[t-1] here, or give the backward layer a name of its own.`
      : `To use its value of one step before, write ${closing.name}[t-1].`;
    return new EquationError({
      source: this.source,
      span: closing.span,
      problem: `${name(start)} needs ${chain}: a cycle`,
      hint,
    });
  }
}
