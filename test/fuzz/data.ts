/** Data for a network: what each input is follows from the text and its name alone. */
import {
  type Batch,
  type BatchData,
  type Expression,
  isLossFunction,
  type Model,
  type Random,
} from "../../src/engine/index.js";
import { nodesIn } from "../../src/engine/language/index.js";
import { type Network, randomOf } from "./network.js";

/** What stands in an input: any numbers, zeros and ones, probabilities that sum to 1, or the index of one class. */
type InputKind = "numbers" | "mask" | "shares" | "classes";

/** Names of masks begin so; the generator multiplies them element by element. */
export const MASK = /^m\d*$/u;

/** A batch for a network; its numbers depend on the seed and on each input's name. */
export function batchOf(network: Network, model: Model): Batch {
  const judged = judgedTargets(model);
  const inputs = model.inputSpecs.map(({ name, size, time }): readonly [string, BatchData] => {
    const random = randomOf(network, `input ${name}`);
    const { columns } = model.shapeOf(name);
    const kind = kindOf(network, name, size, judged);
    const entry = (): BatchData => entryOf(kind, size, columns, random);
    const sequence = (): BatchData => (time === "t" ? Array.from({ length: network.T }, entry) : entry());
    return [name, network.B === null ? sequence() : Array.from({ length: network.B }, sequence)];
  });
  return { ...Object.fromEntries(inputs), T: network.T };
}

/** A loss of probabilities, and whether a name is read by it alone. */
interface Judge {
  readonly loss: string;
  readonly isAlone: boolean;
}

/** Names that stand as the target of a loss of probabilities. */
function judgedTargets({ definition }: Model): ReadonlyMap<string, Judge> {
  const nodes = definition.checked.statements.flatMap(({ expression }) => nodesIn(expression));
  const judged = nodes.flatMap((node) => {
    const name = targetOf(node);
    return name !== undefined && node.kind === "call" ? [{ name, loss: node.function }] : [];
  });
  const reads = (name: string) => nodes.filter((node) => node.kind === "name" && node.name === name).length;
  const judges = (name: string) => judged.filter((one) => one.name === name).length;
  return new Map(judged.map(({ name, loss }) => [name, { loss, isAlone: reads(name) === judges(name) }]));
}

function targetOf(node: Expression): string | undefined {
  if (node.kind !== "call" || !isLossFunction(node.function) || !/entropy/iu.test(node.function)) return undefined;
  const [target] = node.arguments;
  return target?.kind === "name" ? target.name : undefined;
}

function kindOf(network: Network, name: string, size: number, judged: ReadonlyMap<string, Judge>): InputKind {
  if (MASK.test(name)) return "mask";
  const judge = judged.get(name);
  if (!judge) return "numbers";
  const random = randomOf(network, `kind ${name}`);
  if (judge.loss === "binaryCrossEntropy") return random.uniform() < 0.3 ? "mask" : "shares";
  // B lists of T indices read as B vectors where T is the size: then only numbers are clear
  const isClear = size > 1 && judge.isAlone && (network.B === null || network.T !== size);
  return isClear && random.uniform() < 0.5 ? "classes" : "shares";
}

function entryOf(kind: InputKind, size: number, columns: number, random: Random): BatchData {
  const numbers = (low: number, high: number) => Array.from({ length: size }, () => random.uniform(low, high));
  switch (kind) {
    case "numbers":
      return numbers(-1, 1);
    case "mask":
      return numbers(0, 1).map(Math.round);
    case "classes":
      return random.integer(0, size - 1);
    case "shares":
      return shares(numbers(0.1, 1), columns);
  }
}

/** Each column's numbers sum to 1; a single one stays as it is, as a probability of one thing. */
function shares(numbers: readonly number[], columns: number): number[] {
  if (numbers.length === columns) return [...numbers];
  return numbers.map((x, i) => {
    const column = numbers.filter((_, k) => k % columns === i % columns);
    return x / column.reduce((sum, y) => sum + y, 0);
  });
}
