/** The words of this view, in each language. */
export interface PathsWords {
  /** What the panel is read out as. */
  readonly panel: string;
  /** After the derivative: what it is the sum of. @param count how many, in digits */
  readonly isSumOf: (count: string, isOne: boolean) => string;
  /** A count too long to be written. */
  readonly exactCount: (digits: number) => string;
  /** What can be done with the picture. */
  readonly hint: string;

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
  /** Before norms in place of numbers. */
  readonly normsOfFactors: string;

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
  normsOfFactors: "norms of the factors",

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
  ofBatch: (size) => `The norms are those of the mean over a batch of ${size} sequences.`,
  reshaped: (name, rows, columns) =>
    `Each product is a row of ${rows * columns} numbers, one for each entry of ${name}, row by row; its value is written in the shape of ${name}, ${rows}×${columns}.`,
  more: (count) => `and ${count} more`,
};

const pathsNoun = (count: number) => (count === 1 ? "path" : "paths");

export const pathsWordsZhCn: PathsWords = {
  panel: "链式法则的路径",
  isSumOf: (count, isOne) => (isOne ? "只有一条路径" : `是 ${count} 条路径之和`),
  exactCount: (digits) => `全部 ${digits} 位数字`,
  hint: "指向一条路径、一个节点或一条箭头；点击一行可固定显示。",

  oneAfterTheOther: "逐条演示",
  pause: "暂停",
  previous: "上一条路径",
  next: "下一条路径",
  showAll: (count) => `显示全部 ${count} 条路径`,
  showFewer: "收起",

  rows: "路径",
  path: (number) => `路径 ${number}`,
  pathOf: (number, count) => `第 ${number} 条，共 ${count} 条`,
  factors: (count) => `${count} 个因子`,
  value: (value) => `值 ${value}`,
  norm: (norm) => `范数 ${norm}`,
  graph: "展开网络上的路径",
  passHere: (here, count, isAll) =>
    isAll ? `${count} 条路径中有 ${here} 条经过这里` : `列出的 ${count} 条路径中有 ${here} 条经过这里`,
  normsOfFactors: "各因子的范数",

  largestProven: (count) => `最大的 ${count} 条路径；已证明没有更大的`,
  largestFound: (count) => `已找到的最大的 ${count} 条路径；不排除还有更大的`,
  byLength: "全部路径，按因子个数分组",
  lengthColumn: "因子数",
  countColumn: "路径数",
  valueColumn: "它们的和",
  normColumn: "和的范数",
  groupsLeftOut: (count) => `另有 ${count} 种长度`,

  sumOfListed: (count) => `列出的 ${count} 条之和`,
  sumOfPaths: (count, isOne) => (isOne ? "这一条路径" : `全部 ${count} 条路径之和`),
  byBackpropagation: "反向传播得到",
  agreeExactly: "路径之和就是反向传播得到的梯度，每一位数字都相同。",
  agree: (difference) => `路径之和就是反向传播得到的梯度；最大差为 ${difference}。`,
  differ: (difference) => `路径之和不等于反向传播得到的梯度：最大差为 ${difference}。`,
  notFinite: "两者无法比较：有的数不是有限值。",

  collapsed: "没有画出每一个时间步；路径只经过画出的时间步。",
  drawnInside: (names) => `${names} 在图中没有自己的节点：只在这里不同的路径并排画出。`,
  ofBatch: (size) => `范数取自一批 ${size} 条序列的平均。`,
  reshaped: (name, rows, columns) =>
    `每个乘积是一行 ${rows * columns} 个数，逐行对应 ${name} 的每个元素；它的值写成 ${name} 的形状 ${rows}×${columns}。`,
  more: (count) => `还有 ${count} 条`,
};
