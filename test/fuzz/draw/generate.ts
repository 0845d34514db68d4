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
  const drawn = new Statements(chooser, chooser.chance(0.08));
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
    [2, 1],
    [4, 2],
    [3, 3],
    [1, 5],
    [1, 9],
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
  return withoutSome(checked, sizesIn(checked, sizes), () => chooser.chance(share), chooser);
}

/** Leaves out what a student would: some sizes, or all that need not be given. */
function withoutSome(
  checked: CheckedEquations,
  sizes: GivenSizes,
  isTried: () => boolean,
  chooser: Chooser,
): GivenSizes {
  const shapes = (given: GivenSizes) =>
    attempt(() => JSON.stringify([...inferShapes(checked, given).ofExpression.values()]));
  const wanted = shapes(sizes);
  if (wanted === undefined) return sizes;
  return chooser
    .shuffled(Object.keys(sizes))
    .filter(isTried)
    .reduce((kept, name) => {
      const { [name]: _, ...fewer } = kept;
      return shapes(fewer) === wanted ? fewer : kept;
    }, sizes);
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
