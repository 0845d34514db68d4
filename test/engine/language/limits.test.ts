/** What a text may hold, and that all of it is quick and safe up to there: no stack overflows, nothing takes a second. */
import { describe, expect, it } from "vitest";
import {
  checkByHand,
  Definition,
  Derivation,
  EquationError,
  findPaths,
  newNames,
  rename,
} from "../../../src/engine/index.js";
import { check, formatExpression, parse } from "../../../src/engine/language/index.js";
import { LIMITS } from "../../../src/engine/language/limits.js";
import { backward } from "../../../src/lab/index.js";

/** A right side over x[t] with n of a kind in one another. */
const DEEP: Readonly<Record<string, (n: number) => string>> = {
  "functions in functions": (n) => `${"tanh(".repeat(n)}x[t]${")".repeat(n)}`,
  "minus signs": (n) => `${"- ".repeat(n)}x[t]`,
  "minus signs in brackets": (n) => `${"(-".repeat(n)}x[t]${")".repeat(n)}`,
  "factors side by side": (n) => `${"A ".repeat(n)}x[t]`,
  "factors with a sign": (n) => `A${" * A".repeat(n)} * x[t]`,
  summands: (n) => `x[t]${" + x[t]".repeat(n)}`,
  "summands in brackets": (n) => `${"(x[t] - ".repeat(n)}x[t]${")".repeat(n)}`,
  "element by element": (n) => `x[t]${" .* x[t]".repeat(n)}`,
  quotients: (n) => `x[t]${" / 2".repeat(n)}`,
  "quotients in brackets": (n) => `${"(1 / ".repeat(n)}(2 + x[t]^2)${")".repeat(n)}`,
  primes: (n) => `(x[t] + 1)${"''".repeat(n)}`,
  powers: (n) => `${"(".repeat(n)}x[t]${")^1".repeat(n)}`,
  concats: (n) => `C ${"concat(".repeat(n)}x[t]${", x[t])".repeat(n)}`,
  "an exponent": (n) => `x[t]^(1${"+1".repeat(n)})`,
};

/** Past any limit, as whoever wants to break it would type. */
const ENDLESS: Readonly<Record<string, string>> = {
  "2,000 nested functions": `y[t] = ${"tanh(".repeat(2000)}x[t]${")".repeat(2000)}`,
  "5,000 brackets": `y[t] = ${"(".repeat(5000)}x[t]${")".repeat(5000)}`,
  "5,000 opening brackets": `y[t] = ${"(".repeat(5000)}`,
  "5,000 minus signs": `y[t] = ${"- ".repeat(5000)}x[t]`,
  "5,000 factors": `y[t] = ${"A ".repeat(5000)}x[t]`,
  "5,000 products": `y[t] = A${" * A".repeat(5000)} x[t]`,
  "5,000 summands": `y[t] = x[t]${" + x[t]".repeat(5000)}`,
  "5,000 primes": `y[t] = x[t]${"'".repeat(5000)}`,
  "5,000 exponents": `y[t] = ${"(".repeat(5000)}x[t]${")^2".repeat(5000)}`,
  "5,000 functions by name": `y[t] = ${"tanh ".repeat(5000)}`,
  "5,000 unknown functions": `y[t] = ${"gelu(".repeat(5000)}x[t]`,
  "1,000 factors": `y[t] = ${"A ".repeat(1000)}x[t]`,
  "2,000 summands": `y[t] = x[t]${" + x[t]".repeat(2000)}`,
  "5,000 statements": Array.from({ length: 5000 }, (_, i) => `a_${i}[t] = W_${i} x[t]`).join("\n"),
  "a million blanks": " ".repeat(1_000_000),
};

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(Object.entries(ENDLESS))("%s", (_, text) => {
  it("is refused with the limit, at a span in the text", () => {
    const error = errorOf(() => new Definition(text));
    expect(error).toBeInstanceOf(EquationError);
    const { span, message } = error as EquationError;
    expect(message).toMatch(
      /nested deeper than 200 levels|at most 1000 statements|at most 200000 characters|is a function|no function/u,
    );
    expect(text.slice(span.start, span.end).length).toBeGreaterThan(0);
  });
});

const isRead = (text: string): boolean => errorOf(() => check(text)) === undefined;

describe.each(Object.entries(DEEP))("%s as deep as they may be", (kind, at) => {
  const text = (n: number): string => `y[t] = ${at(n)}\nE[t] = squaredError(target[t], P y[t])`;
  const most = Array.from({ length: LIMITS.levels }, (_, n) => n).findLast((n) => isRead(text(n)))!;
  const sizes = kind === "concats" ? { x: 2, y: 2, target: 1 } : { x: 1, y: 1, target: 1 };

  it("are read, and one more is not", () => {
    expect(most).toBeGreaterThan(LIMITS.levels / 2 - 5);
    expect(() => check(text(most + 1))).toThrow("nested deeper than 200 levels");
  });

  it("are written, built, differentiated, derived, renamed and searched for paths", () => {
    const definition = new Definition(text(most));
    const { expression } = definition.checked.statements[0]!;
    const written = formatExpression(expression);
    expect(formatExpression(parse(`y[t] = ${written}`)[0]!.expression)).toBe(written);
    expect(definition.tex().length).toBeGreaterThan(most);
    expect(new Definition(rename(definition.checked, newNames({ x: "z" }))).inputs).toContain("z");
    const model = definition.build(sizes, { seed: 1 });
    const trace = backward(model, { x: [Array(sizes.x).fill(0.5)], target: [[0.25]] });
    expect(findPaths(trace, "E", "P").count).toBe(1n);
    expect(new Derivation(model, null, trace).lines.length).toBeGreaterThan(0);
    expect(checkByHand(trace, "dE_dP[t] = 2 (P y[t] - target[t]) y[t]'").passed).toBe(true);
  });
});

describe("as many statements as there may be", () => {
  const names = Array.from({ length: LIMITS.statements - 1 }, (_, i) => `a_${i}`);
  const text = (line: (i: number, before: string) => string, last: string): string =>
    [...names.map((name, i) => `${name}${line(i, names[i - 1] ?? "")}`), last].join("\n");

  // each doubles what the one before reads: whatever is walked through again for each read would never end
  it.each([
    ["without time", text((i, before) => (i === 0 ? " = W + W" : ` = ${before} + ${before}`), "E[t] = sum(a_20 x[t])")],
    [
      "in time",
      text(
        (i, before) => (i === 0 ? "[t] = W x[t]" : `[t] = 0.25 * (${before}[t] + ${before}[t])`),
        "E[t] = sum(a_20[t])",
      ),
    ],
    [
      "each with its state",
      text(
        (i, before) => (i === 0 ? "[t] = W x[t]" : `[t] = 0.25 * (${before}[t] + a_${i}[t-1])`),
        "E[t] = sum(a_20[t])",
      ),
    ],
    [
      "in one circle",
      text(
        (i, before) => (i === 0 ? `[t] = W x[t] + 0.1 * ${names.at(-1)}[t-1]` : `[t] = 0.5 * ${before}[t]`),
        "E[t] = sum(a_20[t])",
      ),
    ],
    ["losses", text((i) => `[t] = squaredError(x[t], W_${i} x[t])`, "E[t] = sum(W x[t])")],
  ])("%s are read, and built", (_, lines) => {
    const definition = new Definition(lines);
    expect(definition.equations.length).toBe(LIMITS.statements);
    const sizes = Object.fromEntries(definition.parameters.map((name) => [name, [2, 2] as const]));
    expect(definition.build(sizes).parameterCount).toBe(4 * definition.parameters.length);
    expect(() => check(`${lines}\nb = 1`)).toThrow("at most 1000 statements");
  });

  it("find a cycle through all of them", () => {
    const circle = text(
      (i, before) => (i === 0 ? `[t] = ${names.at(-1)}[t]` : `[t] = ${before}[t]`),
      "E[t] = sum(a_0[t])",
    );
    expect(() => check(circle)).toThrow(/needs a_\d+\[t\], which needs .*, which needs …, which needs .*: a cycle/u);
  });

  it.each([1, 2])("refuse a circle that looks both ways, where a way round takes no time (%i)", (start) => {
    const circle = (lag: number): string =>
      text(
        (i, before) => (i === 0 ? `[t] = ${names.at(-1)}[t-${lag}]` : `[t] = ${before}[t+${i >= start ? 1 : 0}]`),
        "E[t] = sum(a_0[t])",
      );
    const leads = LIMITS.statements - 1 - start;
    expect(() => check(circle(leads))).toThrow("need each other at both earlier and later time steps: a cycle");
    expect(() => check(circle(leads + 1))).not.toThrow();
  });
});
