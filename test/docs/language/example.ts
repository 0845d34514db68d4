/** Equations with numbers, built and computed: what the page shows of them is what they gave. */
import {
  type Batch,
  type BatchData,
  Definition,
  type Forward,
  learned,
  type Model,
} from "../../../src/engine/index.js";
import { code, fence, parts, table } from "./markdown.js";

type Numbers = number | readonly number[] | readonly (readonly number[])[];

export interface Example {
  readonly text: string;
  /** By name: of an input with an index one entry for each time step; of a parameter its numbers. */
  readonly given: Readonly<Record<string, Numbers>>;
  /** Initial values by state, as `build` takes them. */
  readonly initial?: Readonly<Record<string, Numbers | typeof learned>>;
  /** Sizes that the numbers do not tell. */
  readonly sizes?: Readonly<Record<string, number | [number, number]>>;
}

const sizeOf = (numbers: Numbers): number | [number, number] => {
  if (typeof numbers === "number") return 1;
  const [first] = numbers;
  return Array.isArray(first) ? [numbers.length, first.length] : numbers.length;
};

/** Of one time step. */
const sizeOfStep = (numbers: Numbers): number => [(numbers as readonly (number | number[])[])[0]!].flat().length;

/** As the engine takes it: a single number is a list of one. */
const asData = (numbers: Numbers): BatchData =>
  (typeof numbers === "number" ? [numbers] : numbers) as unknown as BatchData;

/** The network with its numbers, and what is given to it. */
export function built({ text, given, initial = {}, sizes = {} }: Example): { model: Model; batch: Batch } {
  const definition = new Definition(text);
  const inputs = new Map(definition.checked.inputs.map(({ name, time }) => [name, time]));
  const size = (name: string, numbers: Numbers) => (inputs.get(name) === "t" ? sizeOfStep(numbers) : sizeOf(numbers));
  const entries = Object.entries(given);
  const found = Object.fromEntries(entries.map(([name, numbers]) => [name, size(name, numbers)]));
  const starts = Object.entries(initial).map(([name, v]) => [name, v === learned ? v : asData(v as Numbers)]);
  const model = definition.build({ ...found, ...sizes }, { initial: Object.fromEntries(starts) });
  const chosen = (isInput: boolean) =>
    Object.fromEntries(
      entries.filter(([name]) => inputs.has(name) === isInput).map(([name, numbers]) => [name, asData(numbers)]),
    );
  model.set(chosen(false));
  return { model, batch: chosen(true) as Batch };
}

/** With four digits, as everybody's machine gives them: the last ones differ with fused multiply-add. */
const rounded = (x: number): string => String(Number(x.toPrecision(4)));
/** `0.5`, `[1, 2]`, `[[1, 2], [3, 4]]`. */
export const shownNumbers = (numbers: unknown): string => {
  if (!Array.isArray(numbers)) return rounded(numbers as number);
  return numbers.length === 1 && !Array.isArray(numbers[0])
    ? rounded(numbers[0])
    : `[${numbers.map(shownNumbers).join(", ")}]`;
};

/** A value at a time, or without one; a dash where there is none. */
export function valueAt(forward: Forward, name: string, t?: number): string {
  try {
    return shownNumbers(forward.value(name, t).toArray());
  } catch {
    return "–";
  }
}

const stepsOf = (forward: Forward): number[] => Array.from({ length: forward.timeSteps }, (_, i) => i + 1);

/** What each statement gives, in one line: `y = [4, 6]`. */
export function results(example: Example): string[] {
  const { model, batch } = built(example);
  const forward = model.forward(batch);
  return model.definition.checked.statements.map(({ name, time }) =>
    time === "t"
      ? `${name} = ${stepsOf(forward)
          .map((t) => valueAt(forward, name, t))
          .join(", ")}`
      : `${name} = ${valueAt(forward, name)}`,
  );
}

/** The given numbers in one line: `a = [1, 2], b = 3`. */
export const givenText = ({ given }: Example): string =>
  Object.entries(given)
    .map(([name, numbers]) => `${name} = ${shownNumbers(numbers)}`)
    .join(", ");

/** The equations, the numbers that do not move, and a table of what does, a column for each time step. */
export function unrolledText(example: Example): string {
  const { model, batch } = built(example);
  const forward = model.forward(batch);
  const { inputs, statements } = model.definition.checked;
  const moving = [...inputs, ...statements].filter(({ time }) => time !== "none");
  const still = statements.filter(({ time }) => time === "none");
  const parameters = Object.entries(model.parameters).map(([name, tensor]) => [name, shownNumbers(tensor.toArray())]);
  const fixed = [
    ...parameters,
    ...Object.entries(example.initial ?? {}).flatMap(([name, v]) =>
      v === learned ? [] : [[initialName(name, model), shownNumbers(v)]],
    ),
    ...still.map(({ name }) => [name, valueAt(forward, name)]),
  ].map(([name, value]) => code(`${name} = ${value}`));
  const row = ({ name, time }: (typeof moving)[number]): string[] => [
    code(`${name}[${time}]`),
    ...stepsOf(forward).map((t) => valueAt(forward, name, t)),
  ];
  return parts(
    fence(example.text),
    fixed.length > 0 ? [`with ${fixed.join(", ")}:`] : [],
    moving.length > 0 ? [table(["", ...stepsOf(forward).map((t) => `t = ${t}`)], moving.map(row))] : [],
  );
}

/** `s[0]`, or `r[T+1]` of a layer that runs backward. */
const initialName = (name: string, { definition }: Model): string => {
  const state = definition.checked.states.find((s) => s.name === name)!;
  return state.runsBackward ? `${name}[T+1]` : `${name}[0]`;
};
