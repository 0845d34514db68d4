/** One network from its equations to its gradient, before anything is explained. */
import { backward, Definition } from "../../../src/engine/index.js";
import { built, type Example, shownNumbers, unrolledText } from "./example.js";
import { code, fence, parts, table } from "./markdown.js";

const ELMAN = `s[t] = tanh(U x[t] + W s[t-1] + b)     # the recurrent state
y[t] = softmax(V s[t] + c)             # what is predicted
E[t] = crossEntropy(target[t], y[t])   # one loss for each time step`;

const EXAMPLE: Example = {
  text: ELMAN,
  given: {
    x: [
      [1, 0],
      [0, 1],
      [0, 0],
    ],
    target: [
      [1, 0],
      [0, 1],
      [0, 1],
    ],
    U: [
      [1, -1],
      [0, 1],
    ],
    W: [
      [0.5, 0],
      [0.2, 0.5],
    ],
    b: [0, 0.1],
    V: [
      [1, 0],
      [0, 1],
    ],
    c: [0, 0],
  },
};

const LINES = [
  "`s[t]` is assigned at every time step and reads `s[t-1]`, its own value of one step before: it is the **state**. Before the first step it is zero.",
  "`x[t]` and `target[t]` have a time index and are assigned nowhere: they are **given** by the task, one vector for each time step.",
  "`U`, `W`, `b`, `V` and `c` have no index and are assigned nowhere: they are **parameters**, learned, and the same at all time steps.",
  "`E[t]` calls a loss function and nobody reads it: it is the **loss**. The loss of a sequence is the sum over its time steps.",
];

/** Its numbers, without the equations. */
const passOf = (example: Example): string => unrolledText(example).split("\n\n").slice(1).join("\n\n");

export function firstNetwork(): string {
  const { model, batch } = built(EXAMPLE);
  const trace = backward(model, batch);
  const gradients = Object.keys(model.parameters).map((name) => [
    code(`∂E/∂${name}`),
    code(shownNumbers(trace.gradient(name).toArray())),
  ]);
  const { x, s, y } = Object.fromEntries([...model.shapes.ofName].map(([name, { rows }]) => [name, rows]));
  return parts(
    "A recurrent network is written as on paper, a line for each equation:",
    fence(ELMAN),
    LINES.map((line) => `- ${line}`).join("\n"),
    `The shapes of the parameters follow from the sizes of the sequences. \`definition.build({ x: ${x}, s: ${s}, y: ${y} })\` makes a model, and \`model.roles\` tells what each name is:`,
    fence(new Definition(ELMAN).build({ x: x!, s: s!, y: y! }).roles.text()),
    "`definition.tex()` gives the equations typeset:",
    fence(model.definition instanceof Definition ? model.definition.tex() : "", "math"),
    `A forward pass over three time steps, ${passOf(EXAMPLE)}`,
    `\`backward(model, batch)\` adds the losses up, ${code(`E = ${shownNumbers(trace.loss)}`)}, and goes back through time:`,
    table(["gradient", "value"], gradients),
  );
}
