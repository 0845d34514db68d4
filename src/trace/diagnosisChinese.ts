/** The diagnosis in simplified Chinese. */
import type { Diagnosis, Recurrence } from "./diagnosis.js";
import { type DiagnosisText, type FlowText, factor, n } from "./diagnosisText.js";
import type { NonFiniteFlow, SteadyFlow } from "./gradientFlow.js";
import type { Learning } from "./learning.js";

/** All sentences of a diagnosis. */
export function chinese(diagnosis: Diagnosis): DiagnosisText {
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

function chineseLearning({ code, loss, first, meanOf, baseline }: Learning): string {
  const means = meanOf > 1 ? `（各取 ${n(meanOf)} 步的平均）` : "";
  const fell = `损失 ${n(first)} → ${n(loss)}${means}`;
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
