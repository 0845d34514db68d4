/** The table of operators against the parser and the typesetter. */
import { describe, expect, it } from "vitest";
import { EquationError } from "../../../src/engine/errors.js";
import {
  BINDING,
  type Expression,
  formatExpression,
  GROUPING,
  type Level,
  OPERATORS,
  type OperatorRow,
  parse,
  texOf,
} from "../../../src/engine/language/index.js";
import { bare } from "./arbitrary.js";

const rows = Object.entries(OPERATORS) as [keyof typeof OPERATORS, OperatorRow][];
const between = rows.filter(([, { place }]) => place === "between");
const read = (right: string): Expression => parse(`y = ${right}`)[0]!.expression;
const kindOf = (e: Expression): string => (e.kind === "binary" ? e.operator : e.kind);

/** An operator between, before or behind its operands; an exponent is a number. */
function written({ place }: OperatorRow, symbol: string, left = "a", right = "b"): string {
  if (place === "before") return `${symbol}${left}`;
  return place === "behind" ? `${left}${symbol}` : `${left} ${symbol} ${right}`;
}
const operandOf = (name: string): string => (name === "power" ? "2" : "b");

describe.each(rows)("%s", (name, row) => {
  it("is read from each of its symbols, and from what typography gives for them", () => {
    for (const { symbol, twins = "" } of row.spellings)
      for (const typed of [symbol, ...twins]) {
        const e = read(written(row, typed, "a", operandOf(name)));
        expect(kindOf(e), typed).toBe(name);
        if (e.kind === "binary") expect(e.symbol).toBe(symbol);
      }
  });

  it("is written by one of its symbols, which is read again", () => {
    const e = read(written(row, row.spellings[0]!.symbol, "a", operandOf(name)));
    const text = row.place === "between" ? `a${row.written}${operandOf(name)}` : written(row, row.written);
    expect(formatExpression(e)).toBe(text);
    expect(bare(read(text))).toEqual(bare(e));
    const own = row.spellings.filter(({ symbol }) => symbol === row.written.trim());
    expect(own.map(({ level }) => level)).toEqual([row.level]);
  });

  it("is typeset by its TeX", () => {
    const [statement] = parse(`y = ${written(row, row.spellings[0]!.symbol, "a", operandOf(name))}`);
    const tex = texOf(statement!).map((piece) => piece.tex);
    const operands = row.place === "between" ? ["a", operandOf(name)] : ["a"];
    const expected = row.tex.map((piece, i) => piece + (operands[i] ?? "")).join("");
    expect(tex.join("")).toBe(`y = ${expected}`);
  });
});

/** One operator as it is typed. */
interface Typed {
  readonly name: string;
  readonly symbol: string;
  readonly level: Level;
}
const typed: readonly Typed[] = between.flatMap(([name, { spellings }]) =>
  spellings.map(({ symbol, level }) => ({ name, symbol, level })),
);
const pairs = typed.flatMap((p) => typed.map((q) => [p, q] as const));

/** `a p b q c` with the brackets that levels and grouping put there; undefined where they ask for brackets. */
function bracketed(p: Typed, q: Typed): string | undefined {
  const [first, second] = [p.name === "power" ? "2" : "b", q.name === "power" ? "2" : "c"];
  const isSame = p.level === q.level;
  if (isSame && GROUPING[p.level] === "none") return undefined;
  const isLeft = BINDING[p.level] > BINDING[q.level] || (isSame && GROUPING[p.level] === "left");
  return isLeft ? `(a ${p.symbol} ${first}) ${q.symbol} ${second}` : `a ${p.symbol} (${first} ${q.symbol} ${second})`;
}

describe("two operators in a row", () => {
  it.each(pairs.map(([p, q]) => [`${p.name} "${p.symbol}"`, `${q.name} "${q.symbol}"`, p, q] as const))(
    "%s, %s",
    (_p, _q, p, q) => {
      const [first, second] = [p.name === "power" ? "2" : "b", q.name === "power" ? "2" : "c"];
      const text = `a ${p.symbol} ${first} ${q.symbol} ${second}`;
      const expected = bracketed(p, q);
      // a division by two factors side by side is refused: it could be read in two ways
      if (expected === undefined || (p.symbol === "/" && q.symbol === ""))
        expect(() => read(text)).toThrow(EquationError);
      else expect(bare(read(text))).toEqual(bare(read(expected)));
    },
  );

  it("a minus in front binds looser than a power and a transpose, tighter than a product", () => {
    expect(bare(read("-a .^ 2"))).toEqual(bare(read("-(a .^ 2)")));
    expect(bare(read("-a'"))).toEqual(bare(read("-(a')")));
    expect(bare(read("-a b"))).toEqual(bare(read("(-a) b")));
    expect(bare(read("a' .^ 2"))).toEqual(bare(read("(a') .^ 2")));
  });
});

it("a character without a meaning is answered with every operator of a plain keyboard", () => {
  const symbols = rows.flatMap(([, { spellings }]) => spellings.map(({ symbol }) => symbol));
  const plain = symbols.filter((symbol) => /^[\x21-\x7e]+$/u.test(symbol));
  expect(plain.length).toBeGreaterThan(8);
  let hint = "";
  try {
    parse("y = a ~ b");
  } catch (error) {
    hint = (error as EquationError).hint ?? "";
  }
  for (const symbol of plain) expect(hint.split(" ")).toContain(symbol);
});
