/** The words of this view, in each language. */
import type { DerivationLine } from "../../trace/index.js";

type Kind = DerivationLine["kind"];
/** What a reader is told beside a line. */
export type Remark =
  | Exclude<DerivationLine["notes"][number], "fused">
  | "fusedSoftmax"
  | "fusedSoftmaxOne"
  | "fusedSigmoid";

export interface DerivationWords {
  /** What the lines of a kind are, and in one phrase why they look as they do. */
  readonly headings: Readonly<Record<Kind, { readonly title: string; readonly gloss: string }>>;
  readonly notes: Readonly<Record<Remark, string>>;
  /** What the panel is read out as. */
  readonly panel: string;

  readonly withNumbers: string;
  readonly allWithNumbers: string;
  /** The button of one line, as it is read out; begins with the words that are seen. */
  readonly numbersOf: (line: string) => string;
  readonly timeStep: string;
  readonly earlier: string;
  readonly later: string;
  readonly where: string;
  readonly byBackpropagation: string;
  readonly stepAdds: (time: number) => string;
  readonly sumOverTime: (timeSteps: number) => string;

  readonly agreeExactly: string;
  readonly agree: (difference: string) => string;
  readonly differ: (difference: string) => string;
  readonly notFinite: string;

  readonly ofBatch: (size: number) => string;
  readonly notKept: string;
  readonly noTrace: string;
  readonly allAgreeExactly: string;
  readonly allAgree: (difference: string) => string;
  readonly someDiffer: (lines: string, difference: string) => string;
  readonly anyNotFinite: string;
  /** Below the lines where they are plain text. */
  readonly copy: string;
}

const steps = (count: number) => (count === 1 ? "the one time step" : `all ${count} time steps`);

const EQUAL =
  "Computed from its own formula with the numbers of this trace, every line equals what backpropagation found";
const EQUAL_ZH = "只用自己的公式和这一次的数值来算，每一行都等于反向传播的结果";

export const derivationWordsEn: DerivationWords = {
  headings: {
    adjoint: { title: "The gradient on its way back", gloss: "one term for every equation that reads the quantity" },
    delta: { title: "Through the nonlinearity", gloss: "δ is the gradient by the argument of the outer function" },
    gradient: {
      title: "What each parameter gets",
      gloss: "one parameter serves every time step, so its shares are summed",
    },
    jacobian: { title: "One step back: the Jacobian", gloss: "a factor for each step that the gradient travels" },
  },
  notes: {
    zeroBeyondEnd: "gradients from outside 1 … T are zero",
    lastStepOnly: "Holds at the last time step T only.",
    fusedSoftmax: "Softmax and cross-entropy taken together.",
    fusedSoftmaxOne: "Softmax and cross-entropy taken together; the target sums to 1.",
    fusedSigmoid: "Sigmoid and binary cross-entropy taken together.",
    relu: "The slope of ReLU at 0 is taken to be 0.",
    noLoss: "No loss depends on it, so its gradient is zero.",
  },
  panel: "Backpropagation through time, derived from the equations",

  withNumbers: "with numbers",
  allWithNumbers: "All with numbers",
  numbersOf: (line) => `with numbers: ${line}`,
  timeStep: "Time step",
  earlier: "Earlier time step",
  later: "Later time step",
  where: "where",
  byBackpropagation: "backpropagation found",
  stepAdds: (time) => `time step ${time} adds`,
  sumOverTime: (timeSteps) => `summed over ${steps(timeSteps)}`,

  agreeExactly: "both sides agree to the last digit",
  agree: (difference) => `both sides agree (difference ${difference})`,
  differ: (difference) => `the two sides do not agree (relative difference ${difference})`,
  notFinite: "cannot be compared: a number is not finite",

  ofBatch: (size) => `The numbers are those of the first of ${size} sequences, with the loss of that sequence alone.`,
  notKept: "All lines were checked, but the network is too large for its numbers to be kept in the notebook.",
  noTrace: "To see these lines with numbers, run backward(model, batch) and show the derivation again.",
  allAgreeExactly: `${EQUAL}, to the last digit.`,
  allAgree: (difference) => `${EQUAL}; largest relative difference ${difference}.`,
  someDiffer: (lines, difference) =>
    `These lines do not agree with backpropagation: ${lines}; largest relative difference ${difference}.`,
  anyNotFinite: "Not every line can be compared with backpropagation: a number is not finite.",
  copy: "These lines can be copied as they are: gradientCheck(trace, `…`) checks them.",
};

export const derivationWordsZhCn: DerivationWords = {
  headings: {
    adjoint: { title: "梯度向后传播", gloss: "每个读取该量的方程贡献一项" },
    delta: { title: "穿过非线性函数", gloss: "δ 是对外层函数自变量的梯度" },
    gradient: { title: "每个参数得到的梯度", gloss: "同一参数用于每个时间步，所以各步的贡献相加" },
    jacobian: { title: "后退一步：雅可比矩阵", gloss: "梯度每走一步就乘上一个" },
  },
  notes: {
    zeroBeyondEnd: "1 … T 之外的梯度为零",
    lastStepOnly: "只在最后一个时间步 T 成立。",
    fusedSoftmax: "softmax 与交叉熵合并求导。",
    fusedSoftmaxOne: "softmax 与交叉熵合并求导；目标之和为 1。",
    fusedSigmoid: "sigmoid 与二元交叉熵合并求导。",
    relu: "ReLU 在 0 处的导数取 0。",
    noLoss: "没有损失依赖于它，所以梯度为零。",
  },
  panel: "由方程推导出的沿时间反向传播",

  withNumbers: "代入数值",
  allWithNumbers: "全部代入数值",
  numbersOf: (line) => `代入数值：${line}`,
  timeStep: "时间步",
  earlier: "更早的时间步",
  later: "更晚的时间步",
  where: "其中",
  byBackpropagation: "反向传播得到",
  stepAdds: (time) => `时间步 ${time} 的贡献`,
  sumOverTime: (timeSteps) => `全部 ${timeSteps} 个时间步之和`,

  agreeExactly: "两边完全一致",
  agree: (difference) => `两边一致（误差 ${difference}）`,
  differ: (difference) => `两边不一致（相对误差 ${difference}）`,
  notFinite: "无法比较：有的数不是有限值",

  ofBatch: (size) => `数值取自 ${size} 条序列中的第一条，损失也只算这一条。`,
  notKept: "每一行都检验过，但网络太大，数值没有保存在笔记本里。",
  noTrace: "要看代入数值的公式，请先运行 backward(model, batch)，再显示推导。",
  allAgreeExactly: `${EQUAL_ZH}，直到最后一位。`,
  allAgree: (difference) => `${EQUAL_ZH}；最大相对误差 ${difference}。`,
  someDiffer: (lines, difference) => `以下各行与反向传播不一致：${lines}；最大相对误差 ${difference}。`,
  anyNotFinite: "有的行无法与反向传播比较：有的数不是有限值。",
  copy: "以上各行可以原样复制：用 gradientCheck(trace, `…`) 来检验。",
};
