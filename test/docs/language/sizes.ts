/** How the shapes of all names follow from a few sizes. */
import type { Shape, SizeOrigin } from "../../../src/engine/index.js";
import { built, type Example } from "./example.js";
import { code, fence, parts, table } from "./markdown.js";

const ORIGINS: Readonly<Record<SizeOrigin["kind"], string>> = {
  given: "`build` was given it",
  inferred: "a line of the text told it, from the given sizes of other names",
};

const INFERRED: Example = {
  text: "a[t] = concat(s[t-1], x[t])\ns[t] = tanh(W a[t] + b)\ny[t] = V s[t]\nE[t] = squaredError(target[t], y[t])",
  given: {},
  sizes: { x: 3, s: 4, y: 2 },
};

interface Rule {
  readonly rule: string;
  readonly text: string;
  readonly sizes: Readonly<Record<string, number | [number, number]>>;
  /** Names whose sizes show it. */
  readonly tells: readonly string[];
}

const RULES: readonly Rule[] = [
  {
    rule: "*n* is a vector of *n* rows and one column, `[m, n]` a matrix of *m* rows and *n* columns",
    text: "s[t] = W x[t]",
    sizes: { W: [4, 3] },
    tells: ["s", "x"],
  },
  {
    rule: "the columns of a matrix are the rows of what it is multiplied with",
    text: "s[t] = tanh(U x[t] + W s[t-1])",
    sizes: { x: 3, s: 4 },
    tells: ["U", "W"],
  },
  {
    rule: "the two sides of `=`, `+` and `-`, and what is multiplied or divided element by element, have one shape",
    text: "s[t] = (a[t] + b) .* x[t]",
    sizes: { x: 3 },
    tells: ["s", "a", "b"],
  },
  {
    rule: "so do the target and the prediction of a loss, which is one number",
    text: "s[t] = W s[t-1]\nE[t] = squaredError(d[t], s[t])",
    sizes: { s: 3 },
    tells: ["d", "E"],
  },
  {
    rule: "one number meets every element: a literal, a `sum`, a `mean`, a loss, a name of the given size 1, and what is made of these alone",
    text: "s[t] = (1 - α) * s[t-1] + x[t]",
    sizes: { x: 3, α: 1 },
    tells: ["s"],
  },
  {
    rule: "the rows of a `concat` are those of its parts together",
    text: "s[t] = concat(x[t], z[t])",
    sizes: { x: 2, s: 5 },
    tells: ["z"],
  },
  {
    rule: "an outer product is a matrix, and a state may be one",
    text: "C[t] = 0.9 * C[t-1] + v[t] k[t]'",
    sizes: { v: 2, k: 3 },
    tells: ["C"],
  },
  {
    rule: "what nothing else tells has one column, and so has an input",
    text: "y = V x + b",
    sizes: { V: [2, 3] },
    tells: ["x", "b"],
  },
];

const sizeText = ({ rows, columns }: Shape): string => (columns === 1 ? String(rows) : `${rows}×${columns}`);

function ruleRow({ rule, text, sizes, tells }: Rule): string[] {
  const { model } = built({ text, given: {}, sizes });
  const given = Object.entries(sizes).map(([name, size]) => `${name}: ${JSON.stringify(size).replace(",", ", ")}`);
  const found = tells.map((name) => code(`${name}: ${sizeText(model.shapeOf(name))}`));
  return [rule, text.split("\n").map(code).join("<br>"), given.map(code).join(", "), found.join(", ")];
}

const NUMBERS: Example = {
  text: "s[t] = (1 - α) * s[t-1] + α * tanh(U x[t])",
  given: {},
  sizes: { x: 3, s: 4, α: 1 },
};

export function sizes(): string {
  return parts(
    "`build` is given the sizes of the sequences; those of the parameters follow, each line joining lengths that must be equal. Where a size came from, `model.roles` tells:",
    fence(INFERRED.text),
    fence(built(INFERRED).model.roles.text()),
    table(["size", "when"], Object.entries(ORIGINS)),
    "### The rules",
    table(["rule", "for example", "given", "found"], RULES.map(ruleRow)),
    "Vectors are columns, so a matrix stands to the left of what it multiplies: `W x[t]`, not `x[t] W`.",
    "### A number or a matrix?",
    `A small or Greek letter without a size that multiplies a sequence may be one number or a square matrix, and both would train. \`build\` asks; capital letters are matrices. With ${code("α: 1")} it is a number:`,
    fence(NUMBERS.text),
    fence(built(NUMBERS).model.roles.text()),
  );
}
