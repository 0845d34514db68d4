/** The diagnosis in words, in the languages that we speak. */
import type { Diagnosis, Learning, NonFiniteFlow, Recurrence, SteadyFlow } from "./diagnosis.js";
import { formatNumber } from "./formatNumber.js";

export type Language = "en" | "zh-cn";

/** Sentences that follow one another; an empty one is left out. */
export interface DiagnosisText {
  /** One or two words: `Vanishing`. */
  readonly verdict: string;
  readonly explanation: string;
  /** What to try; "" when all is well. */
  readonly advice: string;
  /** How the loss stands; "" for a single pass. */
  readonly learning: string;
}

/** @param language default English */
export function diagnosisText(diagnosis: Diagnosis, language: Language = "en"): DiagnosisText {
  return language === "en" ? english(diagnosis) : chinese(diagnosis);
}

/** The same as one line: `Vanishing: each step back … Try … The loss …`. */
export function diagnosisSentence(diagnosis: Diagnosis, language: Language = "en"): string {
  const { verdict, explanation, advice, learning } = diagnosisText(diagnosis, language);
  const [colon, space] = language === "en" ? [": ", " "] : ["：", ""];
  return `${verdict}${colon}${[explanation, advice, learning].filter(Boolean).join(space)}`;
}

const n = (value: number) => formatNumber(value);
/** Two digits, three near 1: ×0.99 and ×0.995 are worlds apart. */
const factor = (value: number) => `×${formatNumber(value, Math.abs(value - 1) < 0.1 ? 3 : 2)}`;
const steps = (count: number) => (count === 1 ? "1 step" : `${n(count)} steps`);

function english(diagnosis: Diagnosis): DiagnosisText {
  const { learning } = diagnosis;
  return { ...englishFlow(diagnosis), learning: learning ? englishLearning(learning) : "" };
}

type FlowText = Omit<DiagnosisText, "learning">;

function englishFlow({ flow, clipped, recurrence }: Diagnosis): FlowText {
  switch (flow.code) {
    case "vanishing":
      return {
        verdict: "Vanishing",
        explanation: `${factor(flow.factor)} a step back in time; 1 % is left after ${steps(flow.hundredthAfter!)}. ${englishRatio(flow)}`,
        advice: englishLonger(recurrence),
      };
    case "exploding":
      return {
        verdict: "Exploding",
        explanation: `${factor(flow.factor)} a step back in time; a hundredfold after ${steps(flow.hundredthAfter!)}. ${englishRatio(flow)}`,
        advice: englishSmaller(clipped, recurrence),
      };
    case "steady":
      return {
        verdict: "Steady",
        explanation: `${factor(flow.factor)} a step back in time. ${englishRatio(flow)}`,
        advice: "",
      };
    case "dead":
      return {
        verdict: "Dead",
        explanation:
          flow.time === 0
            ? "the last loss sends no gradient back at all: it is exactly zero."
            : `the gradient is exactly zero at t = ${flow.time} and before.`,
        advice:
          "A unit stuck where its function is flat passes nothing back: try tanh, a smaller learning rate, or a positive bias.",
      };
    case "nonFinite":
      return englishNonFinite(flow, clipped);
    case "tooShort":
      return {
        verdict: "Too short to say",
        explanation: `with ${steps(flow.timeSteps)} of time there is no trend to see.`,
        advice: "",
      };
    case "noRecurrence":
      return {
        verdict: "No recurrence",
        explanation: "no equation looks back in time, so no gradient travels through it.",
        advice: "",
      };
    case "lookAhead":
      return {
        verdict: "Looks ahead",
        explanation: `${flow.state} runs from the last step to the first, so the last loss meets it at the last step alone.`,
        advice: "See the gradient of all losses.",
      };
  }
}

/** What makes a memory last longer. */
function englishLonger({ gated, parameter, scalar }: Recurrence): string {
  if (gated) return "A gate nearer to one keeps more: start its bias higher.";
  if (scalar) return `Try a ${parameter} nearer to 1, or an LSTM.`;
  return parameter === null ? "Try an LSTM." : `Try a ${parameter} nearer to orthogonal, or an LSTM.`;
}

/** What keeps a gradient small. */
function englishSmaller(clipped: boolean, { parameter }: Recurrence): string {
  const start = parameter === null ? "smaller weights" : `a smaller ${parameter}`;
  if (clipped) return `Clipping keeps the update small; ${start} would keep the gradient itself small.`;
  return `Clip the gradient's norm (clipNorm), or start from ${start}.`;
}

const englishRatio = ({ ratio, from, to }: SteadyFlow) =>
  `At t = ${from} its norm is ${n(ratio)} times that at t = ${to}.`;

const ENGLISH_WHAT: Record<NonFiniteFlow["what"], string> = {
  value: "the value of",
  loss: "the loss",
  gradient: "the gradient of",
  parameter: "the parameter",
};

function englishNonFinite({ what, name, value, step, time }: NonFiniteFlow, clipped: boolean): FlowText {
  const where = time > 0 ? `training step ${n(step)}, t = ${n(time)}` : `training step ${n(step)}`;
  const because =
    value === "NaN"
      ? "NaN is ∞ − ∞ or 0 × ∞: something overflowed before it."
      : "A number outgrew the largest that a float can hold.";
  return {
    verdict: value === "NaN" ? "Not a number" : "Overflow",
    explanation: `${ENGLISH_WHAT[what]} ${name} became ${value === "NaN" ? "NaN" : value === "Infinity" ? "∞" : "−∞"} at ${where}. ${because}`,
    advice: clipped
      ? "Lower the learning rate, or start from smaller weights."
      : "Lower the learning rate, or clip the gradient's norm (clipNorm).",
  };
}

function englishLearning({ code, loss, first, baseline }: Learning): string {
  const fell = `Loss ${n(first)} → ${n(loss)}`;
  const nothing = `knowing nothing costs ${n(baseline ?? 0)}`;
  const sentences: Record<Learning["code"], string> = {
    start: `Loss ${n(first)} at the start${baseline === null ? "" : ` (${nothing})`}.`,
    learned: `${fell}: learned (${nothing}).`,
    learning: `${fell}: it is learning (${nothing}).`,
    baseline: `${fell}: no better yet than knowing nothing (${n(baseline ?? 0)}).`,
    worse: `${fell}: worse than knowing nothing (${n(baseline ?? 0)}).`,
    fell: `${fell}: falling.`,
    flat: `${fell}: no change.`,
    rose: `${fell}: rising.`,
  };
  return sentences[code];
}

function chinese(diagnosis: Diagnosis): DiagnosisText {
  const { learning } = diagnosis;
  return { ...chineseFlow(diagnosis), learning: learning ? chineseLearning(learning) : "" };
}

function chineseFlow({ flow, clipped, recurrence }: Diagnosis): FlowText {
  switch (flow.code) {
    case "vanishing":
      return {
        verdict: "梯度消失",
        explanation: `每往回一步 ${factor(flow.factor)}；${n(flow.hundredthAfter!)} 步之后只剩 1%。${chineseRatio(flow)}`,
        advice: chineseLonger(recurrence),
      };
    case "exploding":
      return {
        verdict: "梯度爆炸",
        explanation: `每往回一步 ${factor(flow.factor)}；${n(flow.hundredthAfter!)} 步之后放大一百倍。${chineseRatio(flow)}`,
        advice: chineseSmaller(clipped, recurrence),
      };
    case "steady":
      return {
        verdict: "梯度平稳",
        explanation: `每往回一步 ${factor(flow.factor)}。${chineseRatio(flow)}`,
        advice: "",
      };
    case "dead":
      return {
        verdict: "梯度为零",
        explanation:
          flow.time === 0
            ? "最后一步的损失没有任何梯度传回：它恰好为零。"
            : `在 t = ${flow.time} 及更早，梯度恰好为零。`,
        advice: "停在激活函数平坦处的单元不再传回梯度：可以改用 tanh、降低学习率，或使用正的偏置。",
      };
    case "nonFinite":
      return chineseNonFinite(flow, clipped);
    case "tooShort":
      return { verdict: "太短，无法判断", explanation: `只有 ${n(flow.timeSteps)} 个时间步，看不出趋势。`, advice: "" };
    case "noRecurrence":
      return { verdict: "没有循环", explanation: "没有方程回看过去，因此没有梯度沿时间传播。", advice: "" };
    case "lookAhead":
      return {
        verdict: "向前看",
        explanation: `${flow.state} 从最后一步算到第一步，因此最后的损失只在最后一步遇到它。`,
        advice: "请看所有损失的梯度。",
      };
  }
}

function chineseLonger({ gated, parameter, scalar }: Recurrence): string {
  if (gated) return "门越接近 1，保留得越多：可以让它的偏置从更大的值开始。";
  if (scalar) return `可以让 ${parameter} 更接近 1，或改用 LSTM。`;
  return parameter === null ? "可以改用 LSTM。" : `可以让 ${parameter} 更接近正交矩阵，或改用 LSTM。`;
}

function chineseSmaller(clipped: boolean, { parameter }: Recurrence): string {
  const start = `更小的 ${parameter ?? "权重"}`;
  if (clipped) return `梯度裁剪使更新保持较小；${start} 才能让梯度本身变小。`;
  return `可以裁剪梯度范数（clipNorm），或从${start} 开始。`;
}

const chineseRatio = ({ ratio, from, to }: SteadyFlow) => `t = ${from} 处的范数是 t = ${to} 处的 ${n(ratio)} 倍。`;

const CHINESE_WHAT: Record<NonFiniteFlow["what"], string> = {
  value: "值",
  loss: "损失",
  gradient: "梯度",
  parameter: "参数",
};

function chineseNonFinite({ what, name, value, step, time }: NonFiniteFlow, clipped: boolean): FlowText {
  const where = time > 0 ? `训练步 ${n(step)}、t = ${n(time)}` : `训练步 ${n(step)}`;
  const because = value === "NaN" ? "NaN 是 ∞ − ∞ 或 0 × ∞：之前已有数溢出。" : "有一个数超出了浮点数能表示的范围。";
  return {
    verdict: value === "NaN" ? "出现 NaN" : "溢出",
    explanation: `${CHINESE_WHAT[what]} ${name} 在${where} 变成 ${value === "NaN" ? "NaN" : value === "Infinity" ? "∞" : "−∞"}。${because}`,
    advice: clipped ? "可以降低学习率，或从更小的权重开始。" : "可以降低学习率，或裁剪梯度范数（clipNorm）。",
  };
}

function chineseLearning({ code, loss, first, baseline }: Learning): string {
  const fell = `损失 ${n(first)} → ${n(loss)}`;
  const nothing = `一无所知时为 ${n(baseline ?? 0)}`;
  const sentences: Record<Learning["code"], string> = {
    start: `开始时损失 ${n(first)}${baseline === null ? "" : `（${nothing}）`}。`,
    learned: `${fell}：已学会（${nothing}）。`,
    learning: `${fell}：正在学习（${nothing}）。`,
    baseline: `${fell}：还不比一无所知更好（${n(baseline ?? 0)}）。`,
    worse: `${fell}：比一无所知更差（${n(baseline ?? 0)}）。`,
    fell: `${fell}：正在下降。`,
    flat: `${fell}：没有变化。`,
    rose: `${fell}：正在上升。`,
  };
  return sentences[code];
}
