/** How a text is made of lines, names, numbers and brackets. */
import { check, formatExpression, parse } from "../../../src/engine/language/index.js";
import { LIMITS } from "../../../src/engine/language/limits.js";
import { SIGNS } from "../../../src/engine/language/signs.js";
import { results } from "./example.js";
import { code, fence, parts, table } from "./markdown.js";

/** What a text holds, as the language reads it: comments and layout are gone. */
const readAs = (text: string): string[] =>
  parse(text).map(({ name, time, expression }) => {
    const index = time === "none" ? "" : `[${time}]`;
    return code(`${name}${index} = ${formatExpression(expression)}`);
  });

const LAYOUT: Readonly<Record<string, string>> = {
  "a comment goes to the end of its line": "s[t] = U x[t]  # the state",
  "many blanks are one, and beside a sign none is needed": "s[t]=U   x[t]+b",
  "without a blank, two names are one": "s[t] = Ux[t]",
  "in round brackets a line may go on in the next": "s[t] = tanh(U x[t]\n  + W s[t-1])",
  "brackets group": "s[t] = U (x[t] + z[t])",
  "full-width signs are read as the plain ones": "s[t] ＝ tanh（U x【t】）",
};

const NAMES: Readonly<Record<string, string>> = {
  "letters of any alphabet": "状态[t] = 权重 输入[t]",
  "digits and subscripts behind the first letter": "h1[t] = W₁ x[t] + b_h",
  "an accent belongs to its letter": "ŷ[t] = V s[t]",
  "capital and small letters differ": "H[t] = h x[t]",
};

const NUMBERS = ["2", "0.5", ".5", "2.", "1e-3", "1.5E2"];

const LIMIT_TEXTS: Readonly<Record<keyof typeof LIMITS, string>> = {
  levels: "levels of brackets, signs, factors and summands in one statement",
  statements: "statements in a text",
  characters: "characters in a text, comments included",
};

const readTable = (rows: Readonly<Record<string, string>>): string =>
  table(
    ["rule", "written", "read as"],
    Object.entries(rows).map(([rule, text]) => [
      rule,
      text.split("\n").map(code).join("<br>"),
      readAs(text).join("<br>"),
    ]),
  );

export function writing(): string {
  const signs = [...SIGNS].map(
    ([sign, name]) =>
      `${code(`${sign}(…)`)} is the function ${code(name)} (${readAs(`s[t] = ${sign}(x[t])`)}), and ${code(sign)} without a bracket a name like any other (${readAs(`s[t] = ${sign} x[t]`)}).`,
  );
  return parts(
    "A text is a list of statements, one a line, each `name = expression` or `name[time] = expression`. Their order does not matter; each name is assigned once.",
    readTable(LAYOUT),
    "### Names",
    readTable(NAMES),
    `${code("t")} and ${code("T")} are the time, and the names of functions are functions: no quantity may be called so. ${code("s_t")} without an index is refused, since ${code("s[t]")} is meant.`,
    signs,
    `A name before a bracket is a product, ${code("U (a + b)")}, unless it is a function's. A word in small letters before a bracket, and a name that other libraries know as a function, is taken for a function and refused, unless ${code("build")} gives it a size; ${code("gain * (a + b)")} is always a product.`,
    "### Numbers",
    table(
      ["written", "is"],
      NUMBERS.map((text) => [code(text), results({ text: `y = ${text}`, given: {} })[0]!.replace("y = ", "")]),
    ),
    "A number is written with a point, never with a comma. Beside a name it stands with a blank, `2 a`, but for `2x[t]` and `2tanh(…)`; between two numbers stands a sign, `2 * 3`. Vectors and matrices of numbers do not stand in the equations: they have names, and are given to `build`, to `set` or in the batch.",
    "### Limits",
    table(
      ["at most", ""],
      Object.entries(LIMITS).map(([limit, most]) => [
        most.toLocaleString("en-US"),
        LIMIT_TEXTS[limit as keyof typeof LIMITS],
      ]),
    ),
    "### In any order",
    "A value is computed when all that it needs is there, wherever its line stands:",
    fence(orderText()),
  );
}

/** Two orders of the same statements, which are the same network. */
function orderText(): string {
  const lines = ["E[t] = squaredError(target[t], s[t])", "s[t] = tanh(W s[t-1] + x[t])"];
  const losses = [lines, lines.toReversed()].map((order) => check(order.join("\n")).losses.join());
  if (new Set(losses).size !== 1) throw new Error("the order of statements matters");
  return lines.join("\n");
}
