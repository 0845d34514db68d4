import { EquationError } from "../errors.js";
import type { CheckedEquations, Expression, Statement } from "./ast.js";
import { formatExpression } from "./format.js";
import { namesIn, nodesIn } from "./reads.js";

type Call = Extract<Expression, { kind: "call" }>;

/** What a cross-entropy compares with its target, and the function that makes numbers into it. */
export const PREDICTION = {
  crossEntropy: { kind: "a distribution", by: "softmax" },
  binaryCrossEntropy: { kind: "a probability", by: "sigmoid" },
} as const;

type CrossEntropy = keyof typeof PREDICTION;

const isCrossEntropy = (name: Call["function"]): name is CrossEntropy => Object.hasOwn(PREDICTION, name);

interface CrossEntropyCall {
  readonly call: Call;
  readonly function: CrossEntropy;
  readonly target: Expression;
  readonly prediction: Expression;
}

/** The calls of cross-entropies in statements, in their order. */
export function crossEntropies(statements: readonly Statement[]): CrossEntropyCall[] {
  return statements
    .flatMap(({ expression }) => nodesIn(expression))
    .flatMap((call) => {
      if (call.kind !== "call" || !isCrossEntropy(call.function)) return [];
      const [target, prediction] = call.arguments;
      return [{ call, function: call.function, target: target!, prediction: prediction! }];
    });
}

/**
 * Refuses a cross-entropy with its arguments in the order of other libraries: data where the prediction stands, and what is
 * computed where the target stands.
 * @throws EquationError at the first one
 */
export function refuseSwappedTargets(
  source: string,
  statements: readonly Statement[],
  inputs: CheckedEquations["inputs"],
): void {
  const calls = crossEntropies(statements);
  if (calls.length === 0) return;
  const given = givenNames(statements, new Set(inputs.map(({ name }) => name)));
  const isGiven = (e: Expression): boolean => namesIn(e).length > 0 && namesIn(e).every(({ name }) => given.has(name));
  const isComputed = (e: Expression): boolean => namesIn(e).some(({ name }) => !given.has(name));
  const found = calls.find((c) => isGiven(c.prediction) && isComputed(c.target));
  if (!found) return;
  const [target, prediction] = [formatExpression(found.target), formatExpression(found.prediction)];
  const text = `${found.function}(${prediction}, ${target})`;
  throw new EquationError({
    source,
    span: found.call.span,
    problem: `${prediction} is given and stands where the prediction should, and ${target} is computed and stands where the target should`,
    hint: `The target stands first: write ${text}.`,
    suggestions: [{ text, replaces: found.call.span }],
  });
}

/** The inputs, and what is made of nothing but inputs and numbers. */
function givenNames(statements: readonly Statement[], inputs: ReadonlySet<string>): ReadonlySet<string> {
  const given = new Set(inputs);
  const isGiven = ({ expression }: Statement): boolean => {
    const names = namesIn(expression);
    return names.length > 0 && names.every(({ name }) => given.has(name));
  };
  for (let before = -1; before < given.size; ) {
    before = given.size;
    for (const statement of statements) if (isGiven(statement)) given.add(statement.name);
  }
  return given;
}
