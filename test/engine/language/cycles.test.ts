/** The search for cycles against an obvious oracle: unroll over many steps, and take away what needs nothing left. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { check, namesIn, parse, type Statement, type StatementTime } from "../../../src/engine/language/index.js";

/** More than any cycle of these small texts can span. */
const MANY_STEPS = 160;

function hasCycle(statements: readonly Statement[], steps: number): boolean {
  const needs = new Map<string, string[]>();
  const byName = new Map(statements.map((s) => [s.name, s]));
  for (const s of statements) {
    for (const at of s.time === "t" ? Array.from({ length: steps }, (_, i) => i + 1) : [steps])
      needs.set(`${s.name} ${at}`, instancesRead(s, at, steps, byName));
  }
  for (let removed = true; removed; ) {
    const free = [...needs].filter(([, read]) => read.every((key) => !needs.has(key)));
    for (const [key] of free) needs.delete(key);
    removed = free.length > 0;
  }
  return needs.size > 0;
}

function instancesRead(s: Statement, at: number, steps: number, byName: Map<string, Statement>): string[] {
  return namesIn(s.expression)
    .filter(({ name }) => byName.has(name))
    .map(({ name, time }) => `${name} ${(time?.base === "t" ? at : steps) + (time?.offset ?? 0)}`);
}

const NAMES = ["a", "b", "c", "d"];
const plan = fc
  .array(fc.constantFrom<StatementTime>("t", "t", "t", "T", "none"), { minLength: 1, maxLength: 4 })
  .chain((times) => fc.tuple(...times.map((time) => fc.tuple(fc.constant(time), readsBy(time, times)))));

/** Reads that are legal in a statement at `time`: `b[t-2]`, `c[T]`, `d`. */
function readsBy(time: StatementTime, times: readonly StatementTime[]): fc.Arbitrary<string[]> {
  const read = fc.integer({ min: 0, max: times.length - 1 }).chain((i) => {
    const name = NAMES[i]!;
    if (times[i] === "none") return fc.constant(name);
    if (times[i] === "T") return fc.constant(`${name}[T]`);
    const last = fc.integer({ min: 0, max: 2 }).map((k) => `${name}[T-${k}]`);
    const shifted = fc.integer({ min: -3, max: 3 }).map((k) => `${name}[t${k < 0 ? k : `+${k}`}]`);
    return time === "t" ? fc.oneof({ weight: 4, arbitrary: shifted }, { weight: 1, arbitrary: last }) : last;
  });
  return fc.array(read, { maxLength: 3 });
}

const textOf = (statements: readonly (readonly [StatementTime, string[]])[]): string =>
  statements
    .map(([time, reads], i) => `${NAMES[i]}${time === "none" ? "" : `[${time}]`} = ${["1", ...reads].join(" + ")}`)
    .join("\n");

function refusal(text: string): string | undefined {
  try {
    check(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

it("refuses the texts in which some value needs itself, and only those", () => {
  let refused = 0;
  fc.assert(
    fc.property(plan, (statements) => {
      const text = textOf(statements);
      const message = refusal(text);
      if (message) expect(message).toContain(": a cycle");
      const [isCycle, isAhead] = [hasCycle(parse(text), MANY_STEPS), text.includes("[T") && text.includes("[t+")];
      // a way that leads beyond the last step is refused too, though nothing stands there
      if (isCycle || !isAhead) expect(message !== undefined, text).toBe(isCycle);
      refused += message ? 1 : 0;
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(20);
});

it("accepts no text that has a cycle in a shorter sequence", () => {
  fc.assert(
    fc.property(plan, fc.integer({ min: 1, max: 12 }), (statements, steps) => {
      const text = textOf(statements);
      fc.pre(refusal(text) === undefined);
      expect(hasCycle(parse(text), steps)).toBe(false);
    }),
  );
});

/** The same network with its first read of a sequence led through many statements, which makes the circle a large one. */
function withDetour(text: string): string {
  const through = Array.from({ length: 90 }, (_, i) => `q${i + 1}[t] = q${i}[t]`);
  const [read, name] = /(?<=\+ )([a-d])\[t/u.exec(text) ?? [];
  if (!read) return text;
  const at = text.indexOf(`+ ${read}`) + 2;
  return `${text.slice(0, at)}q90[t${text.slice(at + read.length)}\nq0[t] = ${name}[t]\n${through.join("\n")}`;
}

it("does not depend on how many statements a cycle leads through", () => {
  const found = { cycle: 0, none: 0 };
  fc.assert(
    fc.property(plan, (statements) => {
      const text = textOf(statements);
      const [short, long] = [refusal(text), refusal(withDetour(text))];
      expect(long?.includes(": a cycle"), text).toBe(short?.includes(": a cycle"));
      found[long ? "cycle" : "none"]++;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(found.cycle, found.none)).toBeGreaterThan(20);
});

it.each([
  ["a forward and a backward layer", "f[t] = x[t] + f[t-1]\nr[t] = x[t] + r[t+1]\ny[t] = f[t] + r[t]"],
  ["an encoder and a decoder", "s[t] = x[t] + s[t-1]\nd[t] = s[T] + d[t-1]"],
  ["a deep lag beside a short lead of another", "a[t] = b[t+1]\nb[t] = a[t-3]"],
])("accepts %s", (_, text) => {
  expect(refusal(text)).toBeUndefined();
});

it.each([
  ["lags and leads that cancel after several rounds", "a[t] = a[t-2] + b[t]\nb[t] = a[t+3]"],
  ["a lead of one against a lag of 1000", "a[t] = a[t-1000] + a[t+1]"],
])("finds %s", (_, text) => {
  expect(refusal(text)).toContain(": a cycle");
});
