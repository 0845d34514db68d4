/** The table of time forms against the parser, the checker and the typesetter. */
import { describe, expect, it } from "vitest";
import { EquationError } from "../../../src/engine/errors.js";
import {
  check,
  FARTHEST,
  parse,
  type StatementTime,
  TIME_FORMS,
  type TimeForm,
  type TimeFormRow,
  texOf,
  timeFormOf,
} from "../../../src/engine/language/index.js";

const forms = Object.entries(TIME_FORMS) as [TimeForm, TimeFormRow][];
const STATEMENTS: readonly StatementTime[] = ["t", "T", "none"];
const indexed = (name: string, { written }: TimeFormRow, k = 2): string => name + written.replace("k", String(k));
const isLegal = (text: string): boolean => {
  try {
    check(text);
    return true;
  } catch (error) {
    if (error instanceof EquationError) return false;
    throw error;
  }
};

describe.each(forms)("%s", (form, row) => {
  it("is read as such", () => {
    const { expression } = parse(`y[t] = ${indexed("x", row)}`)[0]!;
    expect(expression.kind).toBe("name");
    if (expression.kind === "name") expect(timeFormOf(expression.time)).toBe(form);
  });

  it.each(STATEMENTS)("is read by a statement at %s when it may be", (time) => {
    const left = time === "none" ? "y" : `y[${time}]`;
    // a given sequence beside it, so that the text has time steps; the name itself is a parameter when it has no index
    expect(isLegal(`z[t] = u[t]\n${left} = ${indexed("x", row)}`)).toBe(row.readIn.includes(time));
  });

  it("is assigned when it may be", () => {
    expect(isLegal(`${indexed("y", row)} = 2 w`)).toBe(row.isAssigned);
  });

  it("is typeset by its TeX", () => {
    const pieces = texOf(parse(`y[t] = ${indexed("x", row)}`)[0]!).map(({ tex }) => tex);
    expect(pieces.join("")).toBe(`y_{t} = x${row.tex.replace("k", "2")}`);
  });

  it("reaches as far as the language lets it", () => {
    if (row.shift === 0) return;
    expect(isLegal(`y[t] = ${indexed("x", row, FARTHEST)}`)).toBe(true);
    expect(isLegal(`y[t] = ${indexed("x", row, FARTHEST + 1)}`)).toBe(false);
  });
});

it("nothing stands after the last time step", () => {
  expect(timeFormOf({ base: "T", offset: 1 })).toBeUndefined();
  expect(isLegal("y[t] = x[T+1]")).toBe(false);
});
