/** The words of this view in Simplified Chinese. */
import type { PathsWords } from "./words.js";

export const pathsWordsZhCn: PathsWords = {
  panel: "链式法则的路径",
  isSumOf: (count, isOne) => (isOne ? "只有一条路径" : `是 ${count} 条路径之和`),
  exactCount: (digits) => `全部 ${digits} 位数字`,
  hint: "指向一条路径、一个节点或一条箭头；点击一行可固定显示。",
  hintCollapsed: "点击一行，可显示这条路径的起点并固定显示。",

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
  ofBatch: (size) => `损失是一批 ${size} 条序列的平均：这里给出范数而不是数值。`,
  ofMean: (timeSteps) => `损失是 T = ${timeSteps} 个时间步的平均，所以每个乘积都以因子 1/T 开头。`,
  bounded: "写不下的矩阵乘积只给出各因子的范数：路径的范数 ‖·‖ 不超过它们的乘积。",
  zeros: (zeros, count) => `${count} 条路径中有 ${zeros} 条恰好为零。`,
  reshaped: (name, rows, columns) =>
    `每个乘积是一行 ${rows * columns} 个数，逐行对应 ${name} 的每个元素；它的值写成 ${name} 的形状 ${rows}×${columns}。`,
  more: (count) => `还有 ${count} 条`,
};
