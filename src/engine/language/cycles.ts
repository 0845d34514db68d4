import { EquationError } from "../errors.js";
import type { Statement } from "./ast.js";
import { circlesOf } from "./circles.js";
import { type NameNode, namesIn } from "./reads.js";
import { offsetText } from "./timeIndex.js";

/** One statement reads another. */
interface Need {
  readonly reader: Statement;
  readonly read: NameNode;
  readonly of: Statement;
}

/** So many of a long cycle's values are named at its beginning and at its end. */
const SHOWN_AT_END = 4;

/**
 * Refuses equations in which a value needs itself, at any number of time steps.
 * @throws EquationError that tells one such cycle
 */
export function refuseCycles(source: string, statements: readonly Statement[]): void {
  const needs = needsOf(statements);
  for (const circle of circlesThrough(statements, needs)) {
    const inside = within(circle, needs);
    // what every step needs at one fixed time needs a step in turn
    const fixed = inside.find(({ read }) => read.time?.base !== "t");
    if (fixed) throw cycleError(source, [...wayFrom(fixed.of, fixed.reader, inside), fixed]);
    refuseWithinStep(source, circle, inside);
    if (isRound(circle, inside, -1) && isRound(circle, inside, 1)) throw bothWays(source, circle, inside);
  }
}

/** Names of what needs its own later values: of layers that run backward. Equations with a cycle are refused before. */
export function namesRunningBackward(statements: readonly Statement[]): ReadonlySet<string> {
  const needs = needsOf(statements);
  const circles = circlesThrough(statements, needs).filter((circle) => isRound(circle, within(circle, needs), 1));
  return new Set(circles.flat().map(({ name }) => name));
}

function needsOf(statements: readonly Statement[]): Need[] {
  const byName = new Map(statements.map((s) => [s.name, s]));
  return statements.flatMap((reader) =>
    namesIn(reader.expression).flatMap((read) => {
      const of = byName.get(read.name);
      return of ? [{ reader, read, of }] : [];
    }),
  );
}

/** The groups of statements that need each other through these reads. */
function circlesThrough(statements: readonly Statement[], needs: readonly Need[]): Statement[][] {
  const neededBy = new Map(statements.map((s) => [s, [] as Statement[]]));
  for (const { reader, of } of needs) neededBy.get(reader)!.push(of);
  return circlesOf(statements, (s) => neededBy.get(s)!);
}

function within(circle: readonly Statement[], needs: readonly Need[]): Need[] {
  const members = new Set(circle);
  return needs.filter(({ reader, of }) => members.has(reader) && members.has(of));
}

function refuseWithinStep(source: string, statements: readonly Statement[], needs: readonly Need[]): void {
  const now = needs.filter(({ read }) => offsetOf(read) === 0);
  const [circle] = circlesThrough(statements, now);
  if (!circle) return;
  const inside = within(circle, now);
  const last = inside.find(({ of }) => of === circle[0])!;
  throw cycleError(source, [...wayFrom(last.of, last.reader, inside), last]);
}

/**
 * Whether some way round leads back to where it began at the same time step or at one on this side. Two ways round, one to
 * each side, can be gone in turn until both are back at their beginning: a cycle.
 *
 * The longest ways are looked for (Bellman and Ford). A step of time is longer than all reads of a way round together, and
 * a read is longer than nothing: only ways round which lead to this side, or nowhere, can be gone for ever.
 * @param side 1 for later, -1 for earlier
 */
function isRound(circle: readonly Statement[], needs: readonly Need[], side: 1 | -1): boolean {
  if (!needs.some(({ read }) => side * offsetOf(read) > 0)) return false;
  const longest = new Map(circle.map((s) => [s, 0]));
  for (let rounds = 0; rounds <= circle.length; rounds++) {
    let isSettled = true;
    for (const { reader, read, of } of needs) {
      const length = longest.get(reader)! + side * offsetOf(read) * (circle.length + 1) + 1;
      if (length <= longest.get(of)!) continue;
      longest.set(of, length);
      isSettled = false;
    }
    if (isSettled) return false;
  }
  return true;
}

/** The shortest way of reads from one statement to another; none where they are the same. */
function wayFrom(start: Statement, end: Statement, needs: readonly Need[]): Need[] {
  const before = new Map<Statement, Need | undefined>([[start, undefined]]);
  // a map's iteration meets what is added on the way
  for (const [reached] of before)
    for (const need of needs) if (need.reader === reached && !before.has(need.of)) before.set(need.of, need);
  const way: Need[] = [];
  for (let need = before.get(end); need; need = before.get(need.reader)) way.unshift(need);
  return way;
}

const offsetOf = ({ time }: NameNode): number => time?.offset ?? 0;

/** @param way reads that lead from the first one's reader back to it */
function cycleError(source: string, way: readonly Need[]): EquationError {
  const last = way.at(-1)!;
  const [first, ...others] = shortened(namesOf(way));
  const { span } = last.read;
  const problem = `${first} needs ${others.join(", which needs ")}: a cycle`;
  return new EquationError({ source, span, problem, ...cure(last.read, way.length) });
}

/** The values of a cycle: of one step t, or counted from the last step where that plays a part. */
function namesOf(way: readonly Need[]): string[] {
  const last = way.at(-1)!;
  const base = last.read.time?.base ?? "T";
  let at = offsetOf(last.read);
  return [last, ...way].map(({ read, of: { name, time } }, i) => {
    if (i > 0) at = (read.time?.base === "t" ? at : 0) + offsetOf(read);
    return time === "none" ? name : `${name}[${base}${offsetText(at)}]`;
  });
}

/** Of a long cycle both ends. */
function shortened(names: readonly string[]): readonly string[] {
  if (names.length <= 2 * SHOWN_AT_END) return names;
  return [...names.slice(0, SHOWN_AT_END), "…", ...names.slice(-SHOWN_AT_END)];
}

function cure({ name, time, span }: NameNode, length: number) {
  if (!time)
    return {
      hint: "A value cannot depend on itself, unless it is its own value of one step before: s[t] = … s[t-1] …",
    };
  if (time.base === "T") return { hint: `${name}[T] is known after the last step only, so no step can use it.` };
  const text = `${name}[t-1]`;
  const hint =
    length === 1
      ? `To use its value of one step before, write ${text}.`
      : `One of them must be its value of one step before: on line ${span.line} that is ${text}.`;
  return { hint, suggestions: [{ text, replaces: span }] };
}

function bothWays(source: string, circle: readonly Statement[], needs: readonly Need[]): EquationError {
  const names = shortened(circle.map(({ name }) => `${name}[t]`));
  const need = names.length === 1 ? "needs itself" : "need each other";
  return new EquationError({
    source,
    span: needs.find(({ read }) => offsetOf(read) > 0)!.read.span,
    problem: `${names.join(", ")} ${need} at both earlier and later time steps: a cycle`,
    hint: "A layer runs either forward ([t-1]) or backward ([t+1]), not both: give the backward layer a name of its own.",
  });
}
