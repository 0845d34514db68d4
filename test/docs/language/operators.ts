/** Operators: how tightly they bind, and what they give. */
import {
  BINDING,
  formatExpression,
  GROUPING,
  type Level,
  OPERATOR_DESCRIPTIONS,
  OPERATORS,
  type Operator,
  type OperatorRow,
  parse,
} from "../../../src/engine/language/index.js";
import { type Example, givenText, results } from "./example.js";
import { code, parts, plain, table } from "./markdown.js";

const ROWS = Object.entries(OPERATORS) as [Operator, OperatorRow][];

/** What stands at a level, in words. */
const LEVELS: Readonly<Record<Level, string>> = {
  primary: "numbers, names, calls, brackets",
  postfix: "transpose",
  power: "powers",
  negate: "the sign in front",
  chain: "factors side by side",
  term: "products and quotients with a sign",
  sum: "sums and differences",
};

const GROUPED: Readonly<Record<(typeof GROUPING)[Level], string>> = {
  left: "from the left",
  right: "from the right",
  none: "not without brackets",
};

const a = [1, 2];
const b = [3, 5];
const A = [
  [1, 2],
  [3, 4],
];

const EXAMPLES: Readonly<Record<Operator, readonly Example[]>> = {
  add: [
    { text: "y = a + b", given: { a, b } },
    { text: "y = 1 + a", given: { a } },
  ],
  subtract: [
    { text: "y = a - b", given: { a, b } },
    { text: "y = 1 - a", given: { a } },
  ],
  product: [
    { text: "y = A x", given: { A, x: a } },
    { text: "y = A * x", given: { A, x: a } },
    { text: "y = A A", given: { A } },
    { text: "y = a' b", given: { a, b } },
    { text: "y = a b'", given: { a, b } },
    { text: "y = 3 a", given: { a } },
  ],
  times: [
    { text: "y = a .* b", given: { a, b } },
    { text: "y = A ⊙ A", given: { A } },
  ],
  divide: [
    { text: "y = a / 2", given: { a } },
    { text: "y = a ./ b", given: { a, b } },
    { text: "y = 1 / a", given: { a } },
  ],
  power: [
    { text: "y = a .^ 2", given: { a } },
    { text: "y = a^(-1)", given: { a } },
    { text: "y = a .^ (1/2)", given: { a } },
    { text: "y = A .^ 2", given: { A } },
  ],
  negate: [{ text: "y = -a", given: { a } }],
  transpose: [
    { text: "y = A'", given: { A } },
    { text: "y = a'", given: { a } },
  ],
};

const GROUPS: readonly string[] = [
  "a - b - c",
  "a - (b - c)",
  "A B x",
  "A * B * x",
  "a + A x",
  "a .* A x",
  "-a .^ 2",
  "-a b",
  "2 a .^ 3",
  "A' x",
  "A x'",
];

/** The expression with brackets around every operation inside it. */
function bracketed(text: string): string {
  const { expression } = parse(`y = ${text}`)[0]!;
  const inside = (e: typeof expression): string => {
    switch (e.kind) {
      case "negate":
        return `(-${inside(e.operand)})`;
      case "transpose":
        return `(${inside(e.operand)}')`;
      case "binary":
        return `(${inside(e.left)}${e.symbol === "" ? " " : ` ${e.symbol} `}${inside(e.right)})`;
      default:
        return formatExpression(e);
    }
  };
  return inside(expression).slice(1, -1);
}

const symbolText = (symbol: string): string => (symbol === "" ? "*side by side*" : code(symbol));

const levelRow = (level: Level): string[] => {
  const typed = ROWS.flatMap(([, { spellings }]) => spellings.filter((s) => s.level === level)).map(
    ({ symbol }) => symbol,
  );
  return [
    LEVELS[level],
    [...new Set(typed)].map(symbolText).join(" "),
    typed.length > 0 ? GROUPED[GROUPING[level]] : "",
  ];
};

function operatorRow([name, { spellings }]: [Operator, OperatorRow]): string[] {
  const twins = spellings.flatMap(({ twins = "" }) => [...twins]);
  return [symbolsOf(spellings), twins.map(code).join(" "), plain(OPERATOR_DESCRIPTIONS[name].doc)];
}

const symbolsOf = (spellings: OperatorRow["spellings"]): string =>
  spellings.map(({ symbol }) => symbolText(symbol)).join(" ");

function shapesText([name, { spellings }]: [Operator, OperatorRow]): string {
  const { meaning, shapes } = OPERATOR_DESCRIPTIONS[name];
  return `- ${symbolsOf(spellings)}: ${meaning}. ${shapes[0]!.toUpperCase()}${shapes.slice(1)}.`;
}

const exampleRows = ([name, { spellings }]: [Operator, OperatorRow]): string[][] =>
  EXAMPLES[name].map((example, i) => [
    i === 0 ? symbolsOf(spellings) : "",
    code(example.text),
    code(givenText(example)),
    code(results(example)[0]!),
  ]);

export function operators(): string {
  const levels = (Object.keys(BINDING) as Level[]).sort((p, q) => BINDING[q] - BINDING[p]);
  return parts(
    "Column vectors and matrices are added, multiplied and transposed as on paper. What acts element by element has a dot, as in MATLAB and Julia.",
    table(["typed", "read too", "does"], ROWS.map(operatorRow)),
    "What they mean, and for which shapes:",
    ROWS.map(shapesText).join("\n"),
    "### What each gives",
    table(["", "written", "with", "gives"], ROWS.flatMap(exampleRows)),
    "Between two vectors there is no plain product: `a * b` is refused, and `a .* b`, `a' b` or `a b'` say which one is meant. `/` and `^` always act element by element, and of a matrix a power is written `A .^ 2`, since `A^2` is refused; an exponent is made of numbers alone.",
    "### Which binds tighter",
    "From the tightest to the loosest:",
    table(["", "operators", "several in a row are grouped"], levels.map(levelRow)),
    table(
      ["written", "read as"],
      GROUPS.map((text) => [code(text), code(bracketed(text))]),
    ),
    "`1/2 x[t]` could be half of *x* or one over 2*x*: it is refused, and the answer shows both.",
  );
}
