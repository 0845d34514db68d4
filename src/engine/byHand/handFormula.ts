import { atEnd, number, ones, positive, rows, within } from "../derivation/constructors.js";
import type { Formula } from "../derivation/formula.js";
import { fromExpression } from "../derivation/fromExpression.js";
import { withStrongZeros } from "../derivation/strongZeros.js";
import { ShapeError } from "../errors.js";
import type { Expression, InferredShapes } from "../language/index.js";
import type { HandForm } from "./handForms.js";
import type { HandText } from "./handText.js";

/** What is known of a text when its expressions become formulas. */
export interface FormulaContext {
  readonly text: HandText;
  readonly shapes: InferredShapes;
  readonly timeSteps: number;
  /** Sequences that are zero outside of 1…T, and whatever is multiplied with them there too. */
  readonly isZeroOutside: (name: string) => boolean;
}

/** A right side of a text written by hand as a formula of values. @throws ShapeError where rows are read that are not there */
export function handFormula(expression: Expression, context: FormulaContext): Formula {
  const formula = fromExpression(expression, context.shapes, (e, go) => formOf(e, go, context));
  return withStrongZeros(formula, ({ name }) => context.isZeroOutside(name)).formula;
}

type Go = (e: Expression) => Formula;

/** The formula of a form that the language does not have; undefined for everything else. */
function formOf(e: Expression, go: Go, context: FormulaContext): Formula | undefined {
  if (e.kind === "name") {
    const form = formNamed(e, context);
    return form && ofName(form, context);
  }
  if (e.kind !== "binary" || (e.operator !== "product" && e.operator !== "times")) return undefined;
  const [left, right] = [formNamed(e.left, context), formNamed(e.right, context)];
  if (left?.is === "positive") return positive(go(e.right));
  if (left?.is === "rows") return rowsOf(left, e, go, context);
  if (left?.is === "condition") return onCondition(go(e.right), left);
  return right?.is === "condition" ? onCondition(go(e.left), right) : undefined;
}

const formNamed = (e: Expression, { text }: FormulaContext): HandForm | undefined =>
  e.kind === "name" && e.time === null ? text.forms.get(e.name) : undefined;

/** What a form is by itself; undefined for one that stands before what it is applied to. */
function ofName(form: HandForm, { timeSteps }: FormulaContext): Formula | undefined {
  if (form.is === "ones") return ones(form.rows, form.columns);
  if (form.is === "timeSteps") return number(timeSteps);
  return form.is === "condition" ? onCondition(number(1), form) : undefined;
}

const onCondition = (f: Formula, { at, offset }: Extract<HandForm, { is: "condition" }>): Formula =>
  offset === null ? within(f, at) : atEnd(f, at, offset);

function rowsOf(
  { from, to }: Extract<HandForm, { is: "rows" }>,
  { right, span }: Extract<Expression, { kind: "binary" }>,
  go: Go,
  { text }: FormulaContext,
): Formula {
  const operand = go(right);
  const found = operand.shape.rows;
  if (to <= found) return rows(operand, from - 1, to);
  throw new ShapeError({
    source: text.checked.source,
    span,
    problem: `there is no row ${to}: what rows are taken of has ${found}`,
    hint: `Rows are counted from 1 to ${found}.`,
  });
}
