/** What each name is to a network, and what makes a statement a loss. */
import { backward, type Role } from "../../../src/engine/index.js";
import { check } from "../../../src/engine/language/index.js";
import { built, type Example, shownNumbers } from "./example.js";
import { code, fence, parts, table } from "./markdown.js";

const ROLES: Readonly<Record<Role, string>> = {
  input:
    "no line assigns it, and it has a time index; in a text without time, it is what a matrix is multiplied with. The batch gives it",
  target: "an input that stands nowhere but in the first argument of a loss",
  parameter: "no line assigns it, and it has no index. It is learned, and one for all time steps",
  state: "a line assigns it, and it is read at an earlier or later time step",
  derived:
    "a line without an index assigns it, in a text that has time, and it is made of parameters and numbers alone",
  hidden: "a line assigns it, and it is none of the others",
  output: "a line assigns it, and a loss reads it",
  loss: "a line assigns it, no other line reads it, and it calls a loss function, reads what does, or is called like a loss",
};

const EVERY_ROLE: Example = {
  text: `A = W + W'
s[t] = tanh(A s[t-1] + U x[t])
h[t] = relu(V s[t])
y[t] = softmax(R h[t])
E[t] = crossEntropy(target[t], y[t])`,
  given: {},
  sizes: { x: 3, s: 4, h: 5, y: 2 },
};

/** Statements behind `s[t] = tanh(U x[t] + W s[t-1])`, which are losses or not. */
const LOSS_LINES = [
  "E[t] = squaredError(target[t], s[t])",
  "error[t] = squaredError(target[t], s[t])",
  "E[t] = 0.5 * sum((target[t] - s[t]) .^ 2)",
  "mse[t] = mean((target[t] - s[t]) .^ 2)",
  "E_w = 0.01 * sum(W .^ 2)",
  "L2 = 0.01 * sum(W .^ 2)",
  "penalty = 0.01 * sum(W .^ 2)",
  "a[t] = squaredError(target[t], s[t])\nloss[t] = 2 * a[t]",
];

const SUMMED: Example = {
  text: "s[t] = 0.5 * s[t-1] + x[t]\nE[t] = squaredError(target[t], s[t])\nE_w = 0.5 * w^2\nE_s[T] = w * s[T]",
  given: { x: [1, 0, 2], target: [0, 0, 0], w: 2 },
};

/** Every role is met, or there is nothing to show. */
function everyRole(): string {
  const { model } = built(EVERY_ROLE);
  const met = new Set(model.roles.rows.map(({ role }) => role));
  const missing = Object.keys(ROLES).filter((role) => !met.has(role as Role));
  if (missing.length > 0) throw new Error(`no name of the example is ${missing.join(", ")}`);
  return model.roles.text();
}

function lossRow(lines: string): string[] {
  const last = lines.split("\n").at(-1)!;
  const { losses } = check(`s[t] = tanh(U x[t] + W s[t-1])\n${lines}`);
  const isLoss = losses.includes(/^\p{L}[\p{L}\p{N}_]*/u.exec(last)![0]);
  return [lines.split("\n").map(code).join("<br>"), isLoss ? "yes" : "no"];
}

function summed(): string {
  const { model, batch } = built(SUMMED);
  const [sum, mean] = (["sum", "mean"] as const).map((reduction) => backward(model, batch, { reduction }));
  return parts(
    fence(SUMMED.text),
    `With ${code("x = 1, 0, 2")}, ${code("target = 0, 0, 0")} and ${code("w = 2")} the time steps lose ${code(shownNumbers([...sum!.losses]))}, which is ${code(shownNumbers(sum!.loss))} in all. \`backward(model, batch, { reduction: "mean" })\` divides all of it by *T*, also what counts once: ${code(shownNumbers(mean!.loss))}.`,
  );
}

export function roles(): string {
  return parts(
    "Nothing is declared. What a name is follows from where it stands.",
    table(
      ["role", "when"],
      Object.entries(ROLES).map(([role, when]) => [role, when]),
    ),
    "Every role in one network, as `model.roles` tells:",
    fence(EVERY_ROLE.text),
    fence(everyRole()),
    "### What makes a loss",
    "A statement is a loss when no other statement reads it and it calls a loss function, or reads what calls one, or has a loss's name: `E`, `L`, `J` or `loss`, perhaps with digits or a subscript. Behind `s[t] = tanh(U x[t] + W s[t-1])`:",
    table(["written", "a loss?"], LOSS_LINES.map(lossRow)),
    "A loss is one number. A network may have several, and all of them add up: over the time steps, and with those at the last step only or outside time, which count once.",
    summed(),
  );
}
