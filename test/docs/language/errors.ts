/** The classes of errors, and a mistake for each answer. */

import type * as errors from "../../../src/engine/errors.js";
import { type Batch, backward, Definition, type Sizes } from "../../../src/engine/index.js";
import { type Mistake, mistakeText, refusalOf } from "./errorText.js";
import { anchor, code, fence, parts, table } from "./markdown.js";
import { CHAPTERS } from "./mistakes.js";
import { otherCharacters, otherFunctions } from "./otherNotations.js";

type ErrorClass = {
  [Name in keyof typeof errors]: (typeof errors)[Name] extends abstract new (...args: never) => Error ? Name : never;
}[keyof typeof errors];

interface ClassText {
  readonly means: string;
  readonly mistake: Mistake;
}

const ELMAN = "s[t] = tanh(U x[t] + W s[t-1])\nE[t] = crossEntropy(target[t], s[t])";
const x = [
  [1, 0],
  [0, 1],
];
const given = (sizes: Sizes, batch: Batch): Mistake => ({ text: ELMAN, sizes, batch });

const CLASSES: Readonly<Record<ErrorClass, ClassText>> = {
  EquationError: {
    means: "the equations are wrong: syntax, names, time, cycles, a function that does not exist, no loss",
    mistake: { text: "s[t] = tahn(U x[t])" },
  },
  ShapeError: {
    means: "two shapes cannot stand together, or a size is missing; it is an `EquationError` too",
    mistake: { text: "s[t] = tanh(U x[t] + W s[t-1])", sizes: { x: 3, s: 8, W: [16, 16] } },
  },
  OptionError: {
    means: "what a call was given beside the equations and the data is wrong",
    mistake: { text: ELMAN, sizes: { x: 2, s: 2, y: 2 } },
  },
  DataError: {
    means: "a batch, or numbers for a parameter, do not fit the equations and sizes",
    mistake: given({ x: 2, s: 2 }, { x }),
  },
  NumericError: {
    means: "a number is not finite, or no probability where it must be one",
    mistake: {
      text: "y[t] = 2 * x[t]\nE[t] = crossEntropy(target[t], y[t])",
      sizes: { x: 2 },
      batch: { x, target: x },
    },
  },
};

const classEntries = Object.entries(CLASSES) as [ErrorClass, ClassText][];

/** The mistakes of the table of classes. */
export const classMistakes = (): Mistake[] => classEntries.map(([, { mistake }]) => mistake);

function classRow([name, { means, mistake }]: [ErrorClass, ClassText]): string[] {
  const { error } = refusalOf(mistake);
  if (error.name !== name) throw new Error(`${error.name} where ${name} was expected: ${error.message}`);
  return [code(name), means];
}

const exampleOf = ([name, { mistake }]: [ErrorClass, ClassText]): string =>
  parts(`${code(name)}:`, mistakeText(mistake));

/** The whole of one message, as it is thrown. */
function wholeMessage(): string {
  try {
    backward(new Definition("s[t] = tanh(U x[t] + W s[t-1])").build({ x: 3, s: 8, W: [16, 16] }), {});
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

/** As the headings say it: other parts of the page bear the short names. */
const headingOf = (title: string): string => `Errors: ${title}`;
const CHARACTERS = "Characters of other notations";
const FUNCTIONS = "Functions of other libraries";

const contents = (): string =>
  [
    ...CHAPTERS.map(({ title }) => [title, headingOf(title)] as const),
    ...[CHARACTERS, FUNCTIONS].map((title) => [title, title] as const),
  ]
    .map(([title, heading]) => `- [${title}](#${anchor(heading)})`)
    .join("\n");

export function errorList(): string {
  return parts(
    "Every error says what was found, what was expected, where, and what to do. Its message has the line, the column and the characters that are wrong:",
    fence(wholeMessage()),
    "`error.problem` is its first sentence and `error.hint` the last lines; `error.suggestions` holds the texts to write instead, which an editor may offer. The classes:",
    table(["class", "when"], classEntries.map(classRow)),
    classEntries.slice(2).map(exampleOf),
    "All answers to equations follow, each with a text that provokes it. The caret stands below what is wrong; what `build` or `backward` must be given for it stands below the text.",
    contents(),
    CHAPTERS.map(({ title, about, mistakes }) => parts(`### ${headingOf(title)}`, about, mistakes.map(mistakeText))),
    `### ${CHARACTERS}`,
    otherCharacters(),
    `### ${FUNCTIONS}`,
    otherFunctions(),
  );
}
