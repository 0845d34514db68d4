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
  const shared = sharedStatements(checked);
  const timesOf = (s: Statement): number[] => {
    if (s.time === "t") return Array.from({ length: timeSteps }, (_, i) => i + 1);
    return [s.time === "none" && shared.has(s.name) ? 0 : timeSteps];
  };
  const byKey = new Map<string, Instance>();
  for (const statement of checked.statements) {
    for (const time of timesOf(statement)) byKey.set(`${statement.name}@${time}`, { statement, time });
  }
  const needed = ({ statement, time }: Instance): Instance[] =>
    namesIn(statement.expression).flatMap(({ name, time: index }) => {
      const found = index
        ? byKey.get(`${name}@${resolveTime(index, time, timeSteps)}`)
        : (byKey.get(`${name}@0`) ?? byKey.get(`${name}@${timeSteps}`));
      return found ? [found] : [];
    });
  return topologicalOrder(inTime([...byKey.values()], checked), needed);
}

function inTime(instances: Instance[], { statements }: CheckedEquations): Instance[] {
  const rank = new Map(statements.map((s, i) => [s, i]));
  return instances.sort((a, b) => a.time - b.time || rank.get(a.statement)! - rank.get(b.statement)!);
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
