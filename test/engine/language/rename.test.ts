import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, type Statement } from "../../../src/engine/language/index.js";
import { type NewNames, newNames, rename } from "../../../src/engine/language/rename.js";
import { namesOf } from "../../../src/engine/language/sizes.js";
import { holds } from "../../support/property.js";
import { randomNetwork } from "../randomNetwork.js";
import { bare } from "./arbitrary.js";

const renamed = (text: string, names: Record<string, string>): string => rename(check(text), newNames(names));
const inverse = (names: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([old, name]) => [name, old]));

const ELMAN = "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

describe("the text in other names", () => {
  it("keeps comments, blank lines and layout", () => {
    const text = "# the state s\n\ns[t]  = tanh( U x[t]\n   + W s[ t - 1 ] )   # W of s\n\tE[T] = sum(s[T]'s[T])  \n";
    expect(renamed(text, { s: "a", W: "W_aa" })).toBe(
      "# the state s\n\na[t]  = tanh( U x[t]\n   + W_aa a[ t - 1 ] )   # W of s\n\tE[T] = sum(a[T]'a[T])  \n",
    );
  });

  it("changes all names at once", () => {
    expect(renamed(ELMAN, { U: "V", V: "U", y: "ŷ", target: "y" })).toBe(
      "s[t] = tanh(V x[t] + W s[t-1] + b)\nŷ[t] = softmax(U s[t] + c)\nE[t] = crossEntropy(y[t], ŷ[t])",
    );
  });

  it("leaves names that merely contain one, the time and the functions", () => {
    expect(renamed("s[t] = tanh(s_1 W_s x[t] + t1 s[t-1])", { s: "h", t1: "W" })).toBe(
      "h[t] = tanh(s_1 W_s x[t] + W h[t-1])",
    );
  });

  it("is the same when nothing changes", () => {
    expect(renamed(ELMAN, {})).toBe(ELMAN);
    expect(renamed(ELMAN, { s: "s", W: "W" })).toBe(ELMAN);
  });

  it("knows a name by its letters, however they are encoded", () => {
    expect(renamed("y\u0302[t] = ｗ x[t]", { ŷ: "p", w: "V" })).toBe("p[t] = V x[t]");
    expect(renamed("ŷ[t] = w x[t]", { "y\u0302": "p", ｗ: "Ｖ" })).toBe("p[t] = V x[t]");
  });

  it.each([
    ["e3", "e3[t] = 2 e3[t-1] + 3 e3[t-2]'"],
    ["e_1", "e_1[t] = 2e_1[t-1] + 3 e_1[t-2]'"],
    ["a", "a[t] = 2a[t-1] + 3 a[t-2]'"],
  ])("does not read %s behind a number as its exponent", (name, expected) => {
    expect(renamed("s[t] = 2s[t-1] + 3 s[t-2]'", { s: name })).toBe(expected);
  });
});

/** New names that are not old ones: `n1`, `n2`, … */
const fresh = (text: string): Record<string, string> =>
  Object.fromEntries(
    namesOf(check(text)).map((name, i) => [name, /^[EL]/u.test(name) ? `L_${i}` : `${i % 2 ? "e" : "n_"}${i}`]),
  );
/** The tree with names exchanged; what `bare` makes of it. */
const exchanged = ({ expression }: Statement, names: NewNames): unknown =>
  JSON.parse(JSON.stringify(bare(expression)), (_, value) =>
    Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && names.has(value[0])
      ? [names.get(value[0]), value[1]]
      : value,
  );

describe("for every network", () => {
  it("a renamed text is the same tree with other names, and the inverse renaming gives the text back", () => {
    const law = fc.property(randomNetwork, ({ text }) => {
      const names = fresh(text);
      const other = renamed(text, names);
      expect(renamed(other, inverse(names))).toBe(text);
      const [before, after] = [check(text), check(other)];
      before.statements.forEach((statement, i) => {
        expect(after.statements[i]!.name).toBe(names[statement.name]);
        expect(bare(after.statements[i]!.expression)).toEqual(exchanged(statement, newNames(names)));
      });
    });
    holds(law, 80);
  });

  it("keeps every role", () => {
    const rolesOf = (text: string) => {
      const { inputs, parameters, losses, states } = check(text);
      return [inputs.map((i) => i.name), parameters.map((p) => p.name), losses, states.map((s) => s.name)];
    };
    const law = fc.property(randomNetwork, ({ text }) => {
      const names = fresh(text);
      expect(rolesOf(renamed(text, names))).toEqual(rolesOf(text).map((list) => list.map((name) => names[name])));
    });
    holds(law, 80);
  });
});

it("reads the same behind any number, before anything that may follow", () => {
  const numbers = ["2", "10", ".5", "2.", "1e3"];
  const ends = ["", "-3", "+3", " - 3", " 3", "'", "^2", " x[t]", " (q + 1)"];
  const names = ["e", "E", "e1", "E12", "e_", "ê2", "n"];
  for (const number of numbers)
    for (const end of ends)
      for (const name of names) {
        const text = `z[t] = ${number}s[t]${end}`;
        const [before] = check(text).statements;
        const [after] = check(renamed(text, { s: name })).statements;
        expect(bare(after!.expression), text).toEqual(exchanged(before!, newNames({ s: name })));
      }
});

describe("refuses", () => {
  const messageOf = (names: Record<string, unknown>, text = ELMAN): string => {
    try {
      return renamed(text, names as Record<string, string>);
    } catch (error) {
      return String(error);
    }
  };

  it.each<[string, Record<string, unknown>, string]>([
    ["a misspelt name", { traget: "y" }, "nothing in these equations is called traget. Did you mean target?"],
    ["a name with its time index", { "s[t]": "a" }, "nothing in these equations is called s[t]. Did you mean s?"],
    [
      "an unknown name",
      { gate: "g" },
      "nothing in these equations is called gate. There are x, target, U, W, b, V, c, s, y, E.",
    ],
    ["a function to rename", { tanh: "f" }, "nothing in these equations is called tanh. There are x, target,"],
    ["the time to rename", { t: "k" }, "nothing in these equations is called t."],
    [
      "a name that stays",
      { s: "x" },
      's cannot become x: x stands in these equations already. Give it another name too: { s: "x", x: … }',
    ],
    ["two names for one", { U: "A", V: "A" }, "U and V both become A: two quantities need two names"],
    [
      "two names that look alike for one",
      { U: "ŷ", V: "y\u0302" },
      "U and V both become ŷ: two quantities need two names",
    ],
    ["a function", { s: "tanh" }, "s cannot become tanh: that is a function of the language"],
    ["the time", { s: "t" }, "s cannot become t: t is the time itself and stands only in an index"],
    ["the last time", { s: "T" }, "s cannot become T: T is the time itself and stands only in an index"],
    ["two words", { s: "a b" }, 's cannot become "a b": expected one name of letters, digits and _'],
    ["blanks around", { s: " a" }, 's cannot become " a": expected one name'],
    ["a comment behind", { s: "a#b" }, 's cannot become "a#b": expected one name'],
    ["a transpose", { W: "A'" }, `W cannot become "A'": expected one name`],
    ["a time index", { s: "a[t]" }, 's cannot become "a[t]": expected one name'],
    ["a digit in front", { s: "2a" }, 's cannot become "2a": expected one name'],
    ["nothing", { s: "" }, 's cannot become "": expected one name'],
    ["a stray character", { s: "a$" }, 's cannot become "a$": expected one name'],
    ["a line", { s: "a\n" }, 's cannot become "a\\n": expected one name'],
    ["what is no text", { s: 3 }, "s cannot become 3: expected one name"],
    ["undefined", { s: undefined }, "s cannot become undefined: expected one name"],
  ])("%s", (_, names, message) => {
    expect(messageOf(names)).toContain(`OptionError: ${message}`);
  });

  it("a loss that would be none", () => {
    const text = "s[t] = U x[t]\nE[t] = s[t]' s[t]";
    expect(messageOf({ E: "cost" }, text)).toContain("E cannot become cost: it is a loss by its name alone");
    expect(messageOf({ E: "L_2" }, text)).toBe("s[t] = U x[t]\nL_2[t] = s[t]' s[t]");
  });

  it("a loss that was none", () => {
    const text = "s[t] = U x[t]\ny[t] = V s[t]\nE[t] = squaredError(d[t], s[t])";
    expect(messageOf({ y: "J" }, text)).toContain("y cannot become J: a statement with that name is a loss");
    expect(messageOf({ s: "J" }, text)).toBe("J[t] = U x[t]\ny[t] = V J[t]\nE[t] = squaredError(d[t], J[t])");
  });

  it("no other name for a loss that calls a loss function", () => {
    expect(messageOf({ E: "cost" })).toContain("cost[t] = crossEntropy");
  });

  it("names that the language takes for a slip, and shows where", () => {
    expect(messageOf({ U: "U_t" })).toMatchInlineSnapshot(`
      "OptionError: with these names the equations do not read as they did: line 1, column 13: U_t is one name, not U at time t

      1 | s[t] = tanh(U_t x[t] + W s[t-1] + b)
                      ^^^

      A time index stands in square brackets: U[t]."
    `);
    expect(messageOf({ U: "tahn" }, "s[t] = U (x[t] + b)")).toMatchInlineSnapshot(`
      "OptionError: with these names the equations do not read as they did: line 1, column 8: there is no function tahn

      1 | s[t] = tahn (x[t] + b)
                 ^^^^

      Did you mean tanh?"
    `);
  });
});
