import { EquationError } from "../../errors.js";
import type { CheckedEquations } from "../ast.js";
import { scalarTest } from "../scalars.js";

/** The error of training a network that has no loss. */
export function missingLoss(checked: CheckedEquations): EquationError {
  const { name, time, expression, span } = checked.statements.at(-1)!;
  const index = time === "none" ? "" : `[${time}]`;
  const last = expression.kind === "call" ? expression.function : undefined;
  const loss = last === "softmax" ? "crossEntropy" : last === "sigmoid" ? "binaryCrossEntropy" : "squaredError";
  return new EquationError({
    source: checked.source,
    span,
    problem: "no statement is a loss, so there is nothing to differentiate",
    hint: scalarTest(checked, {})(expression)
      ? `A loss calls a loss function, or is called E, L, J or loss, perhaps with digits or a subscript: if ${name} is the loss, call it E, L or J.`
      : `Add one after this line, e.g. E${index} = ${loss}(target${index}, ${name}${index})`,
  });
}
