/** Random equations: expressions with every form of the language. */
import fc from "fast-check";
import type { Expression, FunctionName, Statement, TimeIndex } from "../../../src/engine/language/index.js";
import { FUNCTION_NAMES } from "../../../src/engine/language/index.js";

const SPAN = { start: 0, end: 0, line: 1, column: 1 };
const NAMES = [
  "x",
  "s",
  "W",
  "W_hh",
  "h_a",
  "ŷ",
  "σ",
  "β",
  "αβ",
  "x̂",
  "target",
  "b1",
  "W₁",
  "E",
  "_",
  "_k",
  "状态",
  "h̄",
];

const name = fc.constantFrom(...NAMES);
const time: fc.Arbitrary<TimeIndex | null> = fc.oneof(
  fc.constant(null),
  fc.record({ base: fc.constant("t" as const), offset: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ base: fc.constant("T" as const), offset: fc.integer({ min: -3, max: 0 }) }),
);
const number = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0.5, 1e-7, 2.5e21),
);
const numberNode = number.map((value): Expression => ({ kind: "number", value: value === 0 ? 0 : value, span: SPAN }));
const nameNode = fc.record({ name, time }).map((n): Expression => ({ kind: "name", ...n, span: SPAN }));

const constant = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    numberNode,
    tie("node").map((operand): Expression => ({ kind: "negate", operand, span: SPAN })),
    fc.tuple(fc.constantFrom("add", "divide", "power"), tie("node"), tie("node")).map(binary),
  ),
})).node;

function binary([operator, left, right]: [string, Expression, Expression]): Expression {
  return { kind: "binary", operator: operator as "add", symbol: "", left, right, span: SPAN };
}

function call([name, list]: [FunctionName, Expression[]]): Expression {
  const isPair = name === "concat" || /[eE]rror|[eE]ntropy/.test(name);
  return { kind: "call", function: name, arguments: list.slice(0, isPair ? 2 : 1), span: SPAN };
}

/** An expression that the parser could have read. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    numberNode,
    nameNode,
    tie("node").map((operand): Expression => ({ kind: "negate", operand, span: SPAN })),
    tie("node").map((operand): Expression => ({ kind: "transpose", operand, span: SPAN })),
    fc
      .tuple(
        fc.constantFrom(...FUNCTION_NAMES),
        fc.tuple(tie("node"), tie("node")).map((pair) => [...pair]),
      )
      .map(call),
    fc.tuple(fc.constantFrom("product", "add", "subtract", "times", "divide"), tie("node"), tie("node")).map(binary),
    fc.tuple(fc.constant("power"), tie("node"), constant).map(binary),
  ),
})).node;

/** A statement with a random left and right side. */
export const statements: fc.Arbitrary<Statement> = fc
  .record({ name, time: fc.constantFrom("t" as const, "T" as const, "none" as const), expression: expressions })
  .map((s) => ({ ...s, span: SPAN, nameSpan: SPAN, text: "" }));

/** The tree without where it stood and how its operators were written. */
export function bare(e: Expression): unknown {
  switch (e.kind) {
    case "number":
      return e.value;
    case "name":
      return [e.name.normalize("NFC"), e.time];
    case "negate":
    case "transpose":
      return [e.kind, bare(e.operand)];
    case "binary":
      return [bare(e.left), e.operator, bare(e.right)];
    case "call":
      return [e.function, e.arguments.map(bare)];
  }
}
