/** The words of this view; in Chinese beside it. */
export interface PathsWords {
  /** What the panel is read out as. */
  readonly panel: string;
  /** After the derivative: what it is the sum of. @param count how many, in digits */
  readonly isSumOf: (count: string, isOne: boolean) => string;
  /** A count too long to be written. */
  readonly exactCount: (digits: number) => string;
  /** What can be done with the picture; and when not all time steps are drawn. */
  readonly hint: string;
  readonly hintCollapsed: string;

  readonly oneAfterTheOther: string;
  readonly pause: string;
  readonly previous: string;
  readonly next: string;
  readonly showAll: (count: number) => string;
  readonly showFewer: string;

  readonly rows: string;
  readonly path: (number: number) => string;
  readonly pathOf: (number: number, count: number) => string;
  readonly factors: (count: number) => string;
  readonly value: (value: string) => string;
  readonly norm: (norm: string) => string;
  readonly graph: string;
  /** @param isAll whether all paths are listed */
  readonly passHere: (here: number, count: number, isAll: boolean) => string;

  readonly largestProven: (count: number) => string;
  readonly largestFound: (count: number) => string;
  readonly byLength: string;
  readonly lengthColumn: string;
  readonly countColumn: string;
  readonly valueColumn: string;
  readonly normColumn: string;
  readonly groupsLeftOut: (count: number) => string;

  readonly sumOfListed: (count: number) => string;
  readonly sumOfPaths: (count: string, isOne: boolean) => string;
  readonly byBackpropagation: string;
  readonly agreeExactly: string;
  readonly agree: (difference: string) => string;
  readonly differ: (difference: string) => string;
  readonly notFinite: string;

  readonly collapsed: string;
  readonly drawnInside: (names: string, isOne: boolean) => string;
  readonly ofBatch: (size: number) => string;
  /** Of a loss that is the mean over this many time steps. */
  readonly ofMean: (timeSteps: number) => string;
  /** Where a product of norms stands in place of numbers. */
  readonly bounded: string;
  readonly zeros: (zeros: number, count: number) => string;
  /** Why a product of a row and matrices has the shape of a matrix. */
  readonly reshaped: (name: string, rows: number, columns: number) => string;
  /** Rows that a still picture leaves out. */
  readonly more: (count: number) => string;
}

export const pathsWordsEn: PathsWords = {
  panel: "Paths of the chain rule",
  isSumOf: (count, isOne) => (isOne ? "comes along a single path" : `is the sum of ${count} paths`),
  exactCount: (digits) => `all ${digits} digits`,
  hint: "Point at a path, a node or an arrow; click a row to keep its path lit.",
  hintCollapsed: "Click a row to see its path begin, and to keep it lit.",

  oneAfterTheOther: "One after the other",
  pause: "Pause",
  previous: "Previous path",
  next: "Next path",
  showAll: (count) => `Show all ${count} paths`,
  showFewer: "Show fewer",

  rows: "Paths",
  path: (number) => `path ${number}`,
  pathOf: (number, count) => `Path ${number} of ${count}`,
  factors: (count) => (count === 1 ? "1 factor" : `${count} factors`),
  value: (value) => `value ${value}`,
  norm: (norm) => `norm ${norm}`,
  graph: "The paths on the unrolled network",
  passHere: (here, count, isAll) =>
    isAll ? `${here} of ${count} ${pathsNoun(count)} pass here` : `${here} of the ${count} listed paths pass here`,

  largestProven: (count) => `The ${count} largest paths; proven, no other is larger`,
  largestFound: (count) => `The ${count} largest paths found; larger ones are not ruled out`,
  byLength: "All paths, by their number of factors",
  lengthColumn: "factors",
  countColumn: "paths",
  valueColumn: "their sum",
  normColumn: "norm of their sum",
  groupsLeftOut: (count) => `${count} more lengths`,

  sumOfListed: (count) => `the ${count} listed paths`,
  sumOfPaths: (count, isOne) => (isOne ? "the single path" : `sum of all ${count} paths`),
  byBackpropagation: "by backpropagation",
  agreeExactly: "The sum of the paths is the gradient that backpropagation finds, to the last digit.",
  agree: (difference) =>
    `The sum of the paths is the gradient that backpropagation finds; the largest difference is ${difference}.`,
  differ: (difference) =>
    `The sum of the paths is not the gradient that backpropagation finds: the largest difference is ${difference}.`,
  notFinite: "The sum and the gradient cannot be compared: a number is not finite.",

  collapsed: "Not every time step is drawn; the paths run through those that are.",
  drawnInside: (names, isOne) =>
    isOne
      ? `${names} has no node of its own here: paths that differ by it alone run side by side.`
      : `${names} have no nodes of their own here: paths that differ by them alone run side by side.`,
  ofBatch: (size) => `The loss is the mean over a batch of ${size} sequences: norms stand in place of numbers.`,
  ofMean: (timeSteps) =>
    `The loss is the mean over T = ${timeSteps} time steps, so that every product begins with the factor 1/T.`,
  bounded:
    "Products of matrices too wide to be written are given by the norms of their factors: ‖·‖ of the path is at most the product of these.",
  zeros: (zeros, count) => `${zeros} of the ${count} ${pathsNoun(count)} ${zeros === 1 ? "is" : "are"} exactly zero.`,
  reshaped: (name, rows, columns) =>
    `Each product is a row of ${rows * columns} numbers, one for each entry of ${name}, row by row; its value is written in the shape of ${name}, ${rows}×${columns}.`,
  more: (count) => `and ${count} more`,
};

const pathsNoun = (count: number) => (count === 1 ? "path" : "paths");
