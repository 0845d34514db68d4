import {
  type CheckedEquations,
  check,
  type Expression,
  parse,
  type Statement,
  type StatementTime,
  type TimeIndex,
  withParts,
} from "../language/index.js";
import { type HandForm, handTokens } from "./handForms.js";

/** The statements of one name: two where a value at T has a rule for all steps before it beside it. */
export type Rules = Readonly<Partial<Record<StatementTime, Statement>>>;

/** A text of formulas, checked as far as it can be without a network. */
export interface HandText {
  /** Its statements bear the names that were written; two may have the same. */
  readonly checked: CheckedEquations;
  /** By name, in the order of the text. */
  readonly rules: ReadonlyMap<string, Rules>;
  /** What the names that stand for forms mean. */
  readonly forms: ReadonlyMap<string, HandForm>;
}

/**
 * Reads formulas written by hand. A name may be assigned twice, at `[T]` and at `[t]`: then the second holds before T.
 * @param isNamed whether the network has a name
 * @throws EquationError where the text is wrong
 */
export function handText(source: string, isNamed: (name: string) => boolean): HandText {
  const { tokens, forms } = handTokens(source, isNamed);
  const written = parse(source, tokens);
  const timesOf = (name: string): readonly StatementTime[] =>
    written.filter((s) => s.name === name).map(({ time }) => time);
  const isPaired = ({ name }: Statement): boolean => ["t", "T"].every((time) => timesOf(name).includes(time as "t"));
  const apart = (s: Statement): Statement => (s.time === "T" && isPaired(s) ? { ...s, name: `${s.name}[T]` } : s);
  const checked = check(source, written.map(apart));
  const statements = written.map((s) => ({ ...s, expression: withMoments(s.expression, forms) }));
  const rules = new Map<string, Rules>();
  for (const s of statements) rules.set(s.name, { ...rules.get(s.name), [s.time]: s });
  return { checked: { ...checked, statements, losses: [], ...given(checked, forms, rules) }, rules, forms };
}

/** The statement that speaks for all: the rule of every step if there is one. */
export const mainRule = (rules: Rules): Statement => (rules.t ?? rules.T ?? rules.none)!;

/** Gives a name that is read at one time, as `s[0]`, its own name back: the text may read it at other times too. */
function withMoments(e: Expression, forms: HandText["forms"]): Expression {
  const form = e.kind === "name" && !e.time ? forms.get(e.name) : undefined;
  if (e.kind !== "name" || form?.is !== "moment") return withParts(e, (part) => withMoments(part, forms));
  // the language knows no time 0; formulas do
  return { ...e, name: form.name, time: form.at as TimeIndex };
}

/** What the text does not assign, with what it reads at one definite time. */
function given(
  { inputs, parameters }: CheckedEquations,
  forms: HandText["forms"],
  rules: HandText["rules"],
): Pick<CheckedEquations, "inputs" | "parameters"> {
  const isMoment = ({ name }: { readonly name: string }): boolean => forms.get(name)?.is === "moment";
  const all = new Map(inputs.filter((input) => !isMoment(input)).map((input) => [input.name, input]));
  for (const { name, span } of [...inputs, ...parameters]) {
    const form = forms.get(name);
    if (form?.is !== "moment" || rules.has(form.name) || all.has(form.name)) continue;
    all.set(form.name, { name: form.name, span, time: "t" });
  }
  return { inputs: [...all.values()], parameters: parameters.filter((parameter) => !isMoment(parameter)) };
}
