/** Functions, by the rows of their tables. */
import {
  ELEMENTWISE,
  type ElementwiseFunction,
  type ElementwiseRow,
  FUNCTIONS,
  type FunctionName,
  type Interval,
  type Kernel,
  LOSSES,
  type LossFunction,
  type LossRow,
  type SlopeAlgebra,
  VECTORS,
  type VectorFunction,
  type VectorRow,
} from "../../../src/engine/functions/index.js";
import { backward, Definition } from "../../../src/engine/index.js";
import { type Expression, formatExpression } from "../../../src/engine/language/index.js";
import { type Example, givenText, results, shownNumbers } from "./example.js";
import { code, listed, parts, plain, table } from "./markdown.js";

/** Three arguments that show what a function does. */
const AT: Readonly<Record<ElementwiseFunction, readonly [number, number, number]>> = {
  tanh: [-1, 0, 2],
  sigmoid: [-1, 0, 2],
  relu: [-1, 0, 2],
  softplus: [-1, 0, 2],
  exp: [-1, 0, 2],
  log: [0.5, 1, 2],
  identity: [-1, 0, 2],
};

const VECTOR_EXAMPLES: Readonly<Record<VectorFunction, Example>> = {
  softmax: { text: "y = softmax(a)", given: { a: [1, 2, 3] } },
  concat: { text: "y = concat(a, b)", given: { a: [1, 2], b: [3, 4, 5] } },
  sum: { text: "y = sum(a)", given: { a: [1, 2, 3] } },
  mean: { text: "y = mean(a)", given: { a: [1, 2, 3] } },
  diag: { text: "y = diag(a)", given: { a: [1, 2] } },
};

const SHAPES: Readonly<Record<VectorRow["kind"], string>> = {
  softmax: "m×n gives m×n",
  concat: "m×n, k×n, … give (m + k + …)×n",
  reduction: "m×n gives one number",
  diagonal: "n×1 gives n×n",
};

const target = [1, 0];
const probabilities = [0.8, 0.2];
const LOSS_EXAMPLES: Readonly<Record<LossFunction, Example>> = {
  crossEntropy: { text: "E = crossEntropy(target, p)", given: { target, p: probabilities } },
  binaryCrossEntropy: { text: "E = binaryCrossEntropy(target, p)", given: { target, p: probabilities } },
  squaredError: { text: "E = squaredError(target, y)", given: { target, y: [3, 1] } },
  halfSquaredError: { text: "E = halfSquaredError(target, y)", given: { target, y: [3, 1] } },
};

const TARGETS: Readonly<Record<LossRow["target"], string>> = {
  distribution: "probabilities that sum to 1, or the number of a class",
  probabilities: "numbers from 0 to 1",
  numbers: "any numbers",
};

const COMPUTED_BY: Readonly<Record<Kernel, string>> = {
  simd: "kernels in WebAssembly",
  reference: "the reference's rule, in the kernels' memory",
};

const interval = ({ above, below }: Interval = {}): string => {
  if (above === undefined && below === undefined) return "any number";
  if (below === undefined) return `above ${above}`;
  return above === undefined ? `below ${below}` : `between ${above} and ${below}`;
};

/** Where an argument is positive: no operation of the language, and written as the formulas by hand have it. */
const positiveOf = (e: Expression): string => `[${formatExpression(e)} > 0]`;

const span = { start: 0, end: 0, line: 1, column: 1 };
const binary = (operator: "add" | "subtract" | "times" | "divide" | "power", left: Expression, right: Expression) =>
  ({ kind: "binary", operator, symbol: "", left, right, span }) as const;
const number = (value: number): Expression => ({ kind: "number", value, span });

/** Slopes as text of the language. */
const TEXT: SlopeAlgebra<Expression> = {
  number,
  sum: ([first, ...others]) =>
    others.reduce<Expression>(
      (sum, term) => (term.kind === "negate" ? binary("subtract", sum, term.operand) : binary("add", sum, term)),
      first!,
    ),
  negate: (operand) => ({ kind: "negate", operand, span }),
  times: (left, right) => binary("times", left, right),
  divide: (left, right) => binary("divide", left, right),
  power: (operand, exponent) => binary("power", operand, number(exponent)),
  positive: (operand) => ({ kind: "name", name: positiveOf(operand), time: null, span }),
  call: (name, argument) => ({ kind: "call", function: name, arguments: [argument], span }),
};

/** `1 - y^2`, by the argument x or the result y. */
function slopeText({ slope }: ElementwiseRow): string {
  const name = slope.from === "result" ? "y" : "x";
  return formatExpression(slope.written(TEXT, { kind: "name", name, time: null, span }));
}

/** What the network `y = f(x)` gives, and how its sum changes with each x. */
function elementwiseNumbers(name: ElementwiseFunction): { readonly values: string; readonly slopes: string } {
  const model = new Definition(`y[t] = ${name}(x[t])\nE[t] = sum(y[t])`).build({ x: 3, y: 3 });
  const trace = backward(model, { x: [[...AT[name]]] });
  return {
    values: shownNumbers(trace.value("y", 1).toArray()),
    slopes: shownNumbers(trace.adjoint("x", 1).toArray()),
  };
}

function elementwiseRow([name, row]: [ElementwiseFunction, ElementwiseRow]): string[] {
  return [
    code(`${name}(x)`),
    plain(row.doc),
    code(slopeText(row)),
    interval(row.domain),
    row.steepest === undefined ? "no bound" : String(row.steepest),
  ];
}

function numbersRow(name: ElementwiseFunction): string[] {
  const { values, slopes } = elementwiseNumbers(name);
  return [code(`${name}(x)`), code(shownNumbers([...AT[name]])), code(values), code(slopes)];
}

const vectorRow = ([name, row]: [VectorFunction, VectorRow]): string[] => {
  const example = VECTOR_EXAMPLES[name];
  const { least, most } = row.arguments;
  const count = least === most ? String(least) : `${least} to ${most}`;
  return [
    code(name),
    plain(row.doc),
    count,
    SHAPES[row.kind],
    `${code(example.text)} with ${code(givenText(example))}: ${code(results(example)[0]!)}`,
  ];
};

const lossRow = ([name, row]: [LossFunction, LossRow]): string[] => [
  code(`${name}(target, y)`),
  plain(row.doc),
  TARGETS[row.target],
  interval(row.prediction),
  row.unit ?? "",
];

const lossExample = (name: LossFunction): string[] => {
  const example = LOSS_EXAMPLES[name];
  return [code(example.text), code(givenText(example)), code(results(example)[0]!)];
};

const entries = <Name extends string, Row>(rows: { readonly [N in Name]: Row }): [Name, Row][] =>
  Object.entries(rows) as [Name, Row][];

/** Losses that are taken together with the function before them. */
function fusedText(): string {
  const fused = entries<LossFunction, LossRow>(LOSSES).flatMap(([name, { fusedWith }]) =>
    fusedWith ? [`${code(`${name}(target, ${fusedWith}(…))`)}`] : [],
  );
  return `${listed(fused)} are computed from the argument of the inner function, so that nothing overflows where a probability is very near to 0.`;
}

const typeset = (name: FunctionName): string[] => [
  code(name),
  `$${FUNCTIONS[name].tex}$`,
  COMPUTED_BY[FUNCTIONS[name].kernel],
];

export function functions(): string {
  return parts(
    "A function stands before its arguments in round brackets: `tanh(W s[t-1])`. There are no functions beside these; many others are [written with them](#functions-of-other-libraries).",
    "### Element by element",
    "They take a vector or matrix and give one of the same shape. The slope is that of *y* = *f*(*x*), told from the argument *x* or from the result *y*.",
    table(
      ["function", "value", "slope", "defined for *x*", "steepest"],
      entries<ElementwiseFunction, ElementwiseRow>(ELEMENTWISE).map(elementwiseRow),
    ),
    "`[x > 0]` is 1 where *x* is positive, else 0. As the engine computes them:",
    table(
      ["function", "x", "value", "slope"],
      entries(ELEMENTWISE).map(([name]) => numbersRow(name)),
    ),
    "### Of whole vectors",
    table(
      ["function", "gives", "arguments", "shapes", "for example"],
      entries<VectorFunction, VectorRow>(VECTORS).map(vectorRow),
    ),
    "`sum` and `mean` run over the rows of one time step. A sum over time is a state: `a[t] = a[t-1] + x[t]`, read as `a[T]`.",
    "### Losses",
    "They compare a target, which stands first, with a prediction of the same size, and give one number.",
    table(["loss", "value", "target", "prediction", "unit"], entries<LossFunction, LossRow>(LOSSES).map(lossRow)),
    table(
      ["written", "with", "gives"],
      entries(LOSSES).map(([name]) => lossExample(name)),
    ),
    fusedText(),
    "### How they are typeset and computed",
    table(["function", "typeset", "computed by"], (Object.keys(FUNCTIONS) as FunctionName[]).map(typeset)),
  );
}
