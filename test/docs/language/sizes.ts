/** How the shapes of all names follow from a few sizes. */
import type { SizeOrigin } from "../../../src/engine/index.js";
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

const RULES: readonly (readonly [rule: string, example: string])[] = [
  [
    "A number *n* is a vector of *n* rows and one column, `[m, n]` a matrix of *m* rows and *n* columns.",
    "build({ x: 3, W: [4, 4] })",
  ],
  ["Inputs, targets and states are column vectors: a matrix stands to their left.", "W s[t-1]"],
  [
    "The two sides of `=`, `+` and `-`, what is multiplied element by element, and the two arguments of a loss have one shape.",
    "a[t] .* b[t]",
  ],
  ["The columns of a matrix are the rows of what it is multiplied with; its rows are those of the product.", "U x[t]"],
  [
    "One number meets every element: a literal, a `sum`, a `mean`, a loss, an inner product, a name whose given size is 1.",
    "1 - z[t]",
  ],
  [
    "The rows of a `concat` are the rows of its parts together; one that is missing follows from the others.",
    "concat(s[t-1], x[t])",
  ],
  ["A loss is one number.", "E[t] = …"],
  ["What is still open has one column.", "b"],
];

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
    table(
      ["rule", "for example"],
      RULES.map(([rule, example]) => [rule, code(example)]),
    ),
    "### A number or a matrix?",
    `A small or Greek letter without a size that multiplies a sequence may be one number or a square matrix, and both would train. \`build\` asks; capital letters are matrices. With ${code("α: 1")} it is a number:`,
    fence(NUMBERS.text),
    fence(built(NUMBERS).model.roles.text()),
  );
}
