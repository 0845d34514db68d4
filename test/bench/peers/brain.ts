/** brain.js: its recurrent network over tokens, one sequence at a time, in float32, with its own optimizer (RMSprop). */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Job } from "../versus/protocol.js";
import { dataFor } from "./data.js";
import { type Ready, serve } from "./serve.js";

/** What its own declarations leave out. */
interface RecurrentNetwork {
  initialize(): void;
  trainPattern(tokens: readonly number[]): unknown;
}
type Recurrent = new (options: object) => RecurrentNetwork;

const require = createRequire(import.meta.url);
const { recurrent } = require("brain.js") as { recurrent: { RNN: Recurrent } };
const { version } = JSON.parse(readFileSync(require.resolve("brain.js/package.json"), "utf8")) as { version: string };

function prepare({ task, shape }: Job): Ready | string {
  const { cell, hidden, inputs, timeSteps, batch } = shape;
  if (task !== "step" || cell !== "rnn") return "only its plain recurrent network is compared";
  if (batch !== 1) return "one sequence at a time";
  const options = { inputSize: inputs, inputRange: inputs, hiddenLayers: [hidden], outputSize: inputs };
  const network = new recurrent.RNN(options);
  network.initialize();
  const tokens = dataFor(shape).target[0]!.slice(0, timeSteps - 1); // it puts a start before them: T predictions
  const run = () => {
    network.trainPattern(tokens);
    return undefined;
  };
  return { run };
}

await serve({ text: `brain.js ${version}` }, prepare);
