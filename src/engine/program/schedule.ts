import { type CheckedEquations, namesIn, type Statement, type TimeIndex } from "../language/index.js";

/** A statement at one time step. Statements outside time have time T when they read a sequence, else 0. */
export interface Instance {
  readonly statement: Statement;
  readonly time: number;
}

/** The time step that an index means for a reader at `time`. */
export function resolveTime(index: TimeIndex, time: number, timeSteps: number): number {
  return (index.base === "T" ? timeSteps : time) + index.offset;
}

/**
 * Puts all instances of all statements in an order in which each comes after what it reads: statement by statement,
 * left to right in time, except where something later is needed first (a layer that runs backward).
 */
export function schedule(checked: CheckedEquations, timeSteps: number): Instance[] {
  const instances = instancesOf(checked, timeSteps);
  // read once, not at each time step; a name that no statement assigns is not waited for
  const reads = new Map(
    checked.statements.map((statement) => [
      statement,
      namesIn(statement.expression).flatMap(({ name, time }) => {
        const at = instances.get(name);
        return at ? [{ at, index: time }] : [];
      }),
    ]),
  );
  const needed = ({ statement, time }: Instance): Instance[] => {
    const found: Instance[] = [];
    for (const { at, index } of reads.get(statement)!) {
      const instance = index ? at[resolveTime(index, time, timeSteps)] : (at[0] ?? at[timeSteps]);
      if (instance) found.push(instance);
    }
    return found;
  };
  const times = Array.from({ length: timeSteps + 1 }, (_, time) => time);
  const inTime = times.flatMap((time) => checked.statements.flatMap(({ name }) => instances.get(name)![time] ?? []));
  return topologicalOrder(inTime, needed);
}

/** The instances of each statement, by name and time. */
function instancesOf(
  checked: CheckedEquations,
  timeSteps: number,
): ReadonlyMap<string, readonly (Instance | undefined)[]> {
  const shared = sharedStatements(checked);
  const isAt = ({ name, time: at }: Statement, time: number): boolean =>
    at === "t" ? time > 0 : time === (at === "none" && shared.has(name) ? 0 : timeSteps);
  return new Map(
    checked.statements.map((statement) => [
      statement.name,
      Array.from({ length: timeSteps + 1 }, (_, time) => (isAt(statement, time) ? { statement, time } : undefined)),
    ]),
  );
}

/** Depth first without recursion: a layer that runs backward is T deep. The text is checked to have no cycle. */
function topologicalOrder<Node>(nodes: readonly Node[], needed: (node: Node) => Node[]): Node[] {
  const order: Node[] = [];
  const done = new Set<Node>();
  for (const root of nodes) {
    const stack: { node: Node; pending: Node[] }[] = done.has(root) ? [] : [{ node: root, pending: needed(root) }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const next = top.pending.pop();
      if (next === undefined) {
        if (!done.has(top.node)) order.push(top.node);
        done.add(top.node);
        stack.pop();
      } else if (!done.has(next)) stack.push({ node: next, pending: needed(next) });
    }
  }
  return order;
}

/**
 * Statements outside time that are made of parameters alone: the whole batch shares them. A loss is none of them (what
 * large weights cost): it adds to the loss of the last time step, as every loss outside time does.
 */
export function sharedStatements({ statements, inputs, losses, timeless }: CheckedEquations): ReadonlySet<string> {
  const shared = new Set<string>();
  const given = new Set(inputs.map(({ name }) => name));
  const isShared = (s: Statement): boolean =>
    s.time === "none" &&
    !losses.includes(s.name) &&
    namesIn(s.expression).every(({ name, time }) => !time && !given.has(name) && isKnown(name));
  const assigned = new Set(statements.map(({ name }) => name));
  const isKnown = (name: string): boolean => !assigned.has(name) || shared.has(name);
  if (timeless) return shared;
  for (let grown = true; grown; ) {
    const found = statements.filter((s) => !shared.has(s.name) && isShared(s));
    for (const s of found) shared.add(s.name);
    grown = found.length > 0;
  }
  return shared;
}
