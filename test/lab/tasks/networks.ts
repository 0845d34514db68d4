/** Small networks that can be trained on a task, to see that its batches fit and what they cost. */
import { type Definition, init, type Model, rnn, type Task } from "../../../src/lab/index.js";

type Loss = "crossEntropy" | "binaryCrossEntropy" | "squaredError";

const OUTPUT = { crossEntropy: "softmax", binaryCrossEntropy: "sigmoid", squaredError: "identity" } as const;

/** @param time "t" for a loss at every step, "T" for one at the last */
function network(loss: Loss, time: "t" | "T"): Definition {
  return rnn(`
    s[t] = tanh(U x[t] + W s[t-1] + b)
    y[${time}] = ${OUTPUT[loss]}(V s[${time}] + c)
    E[${time}] = ${loss}(target[${time}], y[${time}])
  `);
}

export function modelFor({ sizes }: Task, loss: Loss, time: "t" | "T"): Model {
  return network(loss, time).build({ x: sizes.x, s: 3, y: sizes.target }, { seed: 1 });
}

/** A network that says the same whatever it reads: `answer` before the last function. */
export function constantModel({ sizes }: Task, loss: Loss, time: "t" | "T", answer = 0): Model {
  return network(loss, time).build(
    { x: sizes.x, s: 1, y: sizes.target },
    { init: { V: init.zeros(), c: init.constant(answer) } },
  );
}
