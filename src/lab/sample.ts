import { checkedSeed, positiveNumber, wholeNumber } from "../engine/checkedNumbers.js";
import { exp, log } from "../engine/elementary.js";
import { DataError, type Model, NumericError, OptionError, Random } from "../engine/index.js";
import { checkOptions } from "../engine/options.js";
import { shown } from "../engine/shown.js";
import { StepExecutions } from "../engine/stepExecution.js";
import { TruncatedBptt } from "../engine/truncatedBptt.js";
import { checkModel } from "./arguments.js";
import { predictedSequence } from "./network.js";
import type { Task } from "./tasks/task.js";

export interface SampleOptions {
  /** Characters to add. Default 200. */
  readonly length?: number;
  /** Text to begin with; default the vocabulary's first character. */
  readonly start?: string;
  /** Probabilities are raised to 1/temperature: below 1 safer, above 1 wilder. Default 1. */
  readonly temperature?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** More than this would not end for minutes. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Lets a next-character model write: each character is drawn from its output and fed back as the next input.
 * @param task the text task the model was trained on: its vocabulary names the outputs
 * @returns `start` and what the model added
 * @throws DataError when a character is not in the vocabulary or the model has no softmax output; OptionError; NumericError
 *   when the output is no longer finite
 */
export function sampleText(model: Model, task: Task, options: SampleOptions = {}): string {
  checkModel("sampleText", model);
  checkOptions("sampleText", options, ["length", "start", "temperature", "seed"]);
  const { length = 200, temperature = 1, seed = 0 } = options;
  wholeNumber("sampleText: length", length, { least: 0, most: MOST_CHARACTERS });
  positiveNumber("sampleText: temperature", temperature, "close to 0 for the most probable character");
  checkedSeed("sampleText: seed", seed);
  const vocabulary = task?.vocabulary;
  const output = predictedSequence(model.definition.checked);
  if (!vocabulary || output === undefined)
    throw new DataError("sampleText needs a text task and a model whose loss compares a softmax output");
  const random = new Random(seed);
  const { start = vocabulary[0]! } = options;
  if (typeof start !== "string" || start === "")
    throw new OptionError(`sampleText: start is ${shown(start)}: expected a text of at least one character`);
  const text = [...start];
  const indices = text.map((c) => indexIn(vocabulary, c));
  const writer = new Writer(model, output, vocabulary.length);
  let probabilities: Float64Array = new Float64Array();
  for (const index of indices) probabilities = writer.read(index);
  for (let i = 0; i < length; i++) {
    const index = draw(probabilities, temperature, random);
    text.push(vocabulary[index]!);
    probabilities = writer.read(index);
  }
  return text.join("");
}

/** Runs the network one step at a time, each in a window of its own. */
class Writer {
  readonly #input: string;
  readonly #others: Readonly<Record<string, number[][]>>;
  readonly #windows: TruncatedBptt;

  /** @throws OptionError for what only the steps to come could tell */
  constructor(
    private readonly model: Model,
    private readonly output: string,
    private readonly size: number,
  ) {
    const input = model.inputSpecs.find((spec) => spec.size === size);
    if (!input) throw new DataError(`no input of the network has the vocabulary's size ${size}`);
    this.#input = input.name;
    const rest = model.inputSpecs.filter(({ name }) => name !== input.name);
    this.#others = Object.fromEntries(rest.map((spec) => [spec.name, [new Array<number>(spec.size).fill(0)]]));
    this.#windows = new TruncatedBptt(model, new StepExecutions(model, "sum"), "sum", undefined, true);
  }

  /** @returns the probabilities of the next symbol */
  read(index: number): Float64Array {
    const oneHot = Array.from({ length: this.size }, (_, i) => (i === index ? 1 : 0));
    this.#windows.feed(this.model.prepare({ [this.#input]: [oneHot], ...this.#others }));
    const { program, values } = this.#windows.forward().execution;
    const place = program.sequences.get(this.output)!.at[1]!;
    return Float64Array.from(values.subarray(place.offset, place.offset + place.size));
  }
}

function indexIn(vocabulary: readonly string[], character: string): number {
  const index = vocabulary.indexOf(character);
  if (index < 0) throw new DataError(`${JSON.stringify(character)} is not in the vocabulary: ${vocabulary.join("")}`);
  return index;
}

/** Draws an index in proportion to p^(1/temperature), by the largest p: at a low temperature all powers would underflow. */
function draw(probabilities: Float64Array, temperature: number, random: Random): number {
  const largest = probabilities.reduce((most, p) => Math.max(most, p), 0);
  if (!(largest > 0))
    throw new NumericError("sampleText: the model's output holds no probability, so nothing can be drawn");
  const weights = probabilities.map((p) => exp(log(p / largest) / temperature));
  let left = random.uniform(0, 1) * weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}
