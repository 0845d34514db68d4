/** A network for each number: legal, mostly finite, whatever the language can say. */
import { Random, type Sizes } from "../../../src/engine/index.js";
import {
  type CheckedEquations,
  check,
  type GivenSizes,
  inferShapes,
  type Shape,
} from "../../../src/engine/language/index.js";
import type { Network } from "../network.js";
import { textOf } from "../render.js";
import { Chooser } from "./chooser.js";
import { Statements } from "./statements.js";

/** The network number `index` of a seed. It may be one that the language refuses: seldom. */
export function drawNetwork(seed: number, index: number): Network {
  const own = new Random(seed).fork(`network ${index}`).integer(0, 2 ** 31 - 1);
  const chooser = new Chooser(own);
  const drawn = new Statements(chooser, chooser.chance(0.13));
  const text = textOf(drawn.lines);
  const T = drawn.isTimeless
    ? 1
    : chooser.weighted([
        [1, 1],
        [2, 2],
        [4, 3],
        [4, 4],
        [2, 5],
        [1, 6],
      ]);
  const B = chooser.weighted<number | null>([
    [5, null],
    [3, 1],
    [4, 2],
    [3, 3],
    [1, 5],
    [6, 9],
  ]);
  const sizes = sizesOf(drawn.shapes);
  const initial = initialOf(text, chooser);
  const reduction = chooser.chance(0.7) ? "sum" : "mean";
  return { text, sizes: sizesFor(text, sizes, chooser), T, B, initial, reduction, seed: own % 100_000 };
}

const sizesOf = (shapes: ReadonlyMap<string, Shape>): Sizes =>
  Object.fromEntries(
    [...shapes].map(([name, { rows, columns }]) => [name, columns === 1 ? rows : ([rows, columns] as const)]),
  );

/** Some states start at given numbers, some at learned ones. */
function initialOf(text: string, chooser: Chooser): Network["initial"] {
  const checked = attempt(() => check(text));
  const starts = (checked?.states ?? []).map(({ name }) => {
    return [
      name,
      chooser.weighted<"given" | "learned" | "zero">([
        [6, "zero"],
        [3, "given"],
        [3, "learned"],
      ]),
    ] as const;
  });
  return Object.fromEntries(starts.filter(([, start]) => start !== "zero")) as Network["initial"];
}

/** The sizes to build with: those of names that the text has, without some that follow from the others. */
function sizesFor(text: string, sizes: Sizes, chooser: Chooser): Sizes {
  const checked = attempt(() => check(text));
  if (!checked) return sizes;
  const share = chooser.pick([0, 0.3, 1, 1]);
  const all = sizesIn(checked, sizes);
  const left = chooser.shuffled(Object.keys(all)).filter(() => chooser.chance(share));
  return left.length === 0 ? all : withoutSome(checked, all, left);
}

/** Leaves out what need not be given, as a student would: halves of it together, down to single sizes. */
function withoutSome(checked: CheckedEquations, sizes: GivenSizes, left: readonly string[]): GivenSizes {
  const shapes = (given: GivenSizes) =>
    attempt(() => JSON.stringify([...inferShapes(checked, given).ofExpression.values()]));
  const wanted = shapes(sizes);
  const leaveOut = (kept: GivenSizes, names: readonly string[]): GivenSizes => {
    const fewer = Object.fromEntries(Object.entries(kept).filter(([name]) => !names.includes(name))) as GivenSizes;
    if (shapes(fewer) === wanted) return fewer;
    if (names.length === 1) return kept;
    const middle = names.length >> 1;
    return leaveOut(leaveOut(kept, names.slice(0, middle)), names.slice(middle));
  };
  return wanted === undefined ? sizes : leaveOut(sizes, left);
}

/** Sizes of the names that the text has. */
function sizesIn({ inputs, parameters, statements }: CheckedEquations, sizes: Sizes): GivenSizes {
  const names = new Set([...inputs, ...parameters, ...statements].map(({ name }) => name));
  return Object.fromEntries(Object.entries(sizes).filter(([name]) => names.has(name))) as GivenSizes;
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
