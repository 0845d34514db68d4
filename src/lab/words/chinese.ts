import type { Warning } from "../../engine/index.js";
import { diagnosisInChinese, formatNumber, groupThousands, inOneLine } from "../../trace/index.js";
import type { LabWords, PathFacts } from "./labWords.js";

const STATUS = { running: "进行中", done: "已完成", stopped: "已停止", diverged: "已发散" };

const nothing = (baseline: number | undefined): string =>
  baseline === undefined ? "" : `（一无所知：${formatNumber(baseline)}）`;

/** Simplified Chinese. */
export const chinese: LabWords = {
  diagnosis: (diagnosis) => inOneLine(diagnosisInChinese(diagnosis), "zh-cn"),
  run: ({ status, done, planned, seconds, course, baseline }) => {
    const losses = course
      ? `：损失 ${formatNumber(course.first)} → ${formatNumber(course.last)}${nothing(baseline)}`
      : "";
    return `训练 ${done} 步，共 ${planned} 步（${STATUS[status]}），用时 ${seconds.toFixed(1)} 秒${losses}。`;
  },
  pass: ({ timeSteps, loss, baseline }) =>
    `一次前向与反向传播，共 ${timeSteps} 个时间步：损失 ${formatNumber(loss)}${nothing(baseline)}。`,
  parameters: (count) => `${count} 个参数。`,
  check: (passed, largest, sample) => {
    const of = sample ? `（检验了 ${groupThousands(sample.all)} 个元素中的 ${groupThousands(sample.checked)} 个）` : "";
    return `梯度检验${passed ? "通过" : "未通过"}${of}：最大相对差为 ${largest}。`;
  },
  formulasAgree: (count, largest) =>
    `${count === 1 ? "公式" : `${count} 个公式都`}与反向传播一致，差不超过 ${largest}。`,
  formulasDiffer: (failed) => {
    const where = failed.map(({ name, time }) => `${name}${time === null ? "" : `（t = ${time}）`}`);
    return `与反向传播不一致：${where.join("、")}。`;
  },
  paths: (facts) => {
    const { count, isOne, to, ungrouped, sum, gradient, difference } = facts;
    const ends = `从${facts.fromLoss ? "损失" : ""} ${facts.from} 到 ${to} 有 ${count} 条路径`;
    const most = ungrouped ? "（太多，无法按长度求和）" : "";
    const agree = `反向传播得到 ${gradient}（元素的最大差为 ${difference}）`;
    return `${ends}${most}${pathText(facts)}；${isOne ? "它给出的" : "它们之和的"}梯度范数为 ${sum}，${agree}。`;
  },
  about: (number) => `约 ${number}`,
  derived: (lines, more) => {
    const rest = more > 0 ? `；还有 ${more} 行` : "";
    return `由方程推导的沿时间反向传播：${lines.join("；")}${rest}。`;
  },
  sidesAgree: (agree, timeSteps, difference) =>
    agree
      ? `代入全部 ${timeSteps} 个时间步的数值，两边一致，差不超过 ${difference}。`
      : `代入全部 ${timeSteps} 个时间步的数值，两边最多相差 ${difference}。`,
  warning: ({ kind, name, span, suggestion }) => {
    const place = span ? `（方程第 ${span.line} 行）` : "";
    return `警告${place}：${WARNINGS[kind](name, suggestion)}`;
  },
  names: {
    roles: {
      input: "输入",
      target: "目标",
      parameter: "参数",
      state: "状态",
      hidden: "隐藏量",
      output: "输出",
      loss: "损失",
      derived: "导出量",
    },
    origin: (origin) => {
      if (origin.kind === "given") return "给定";
      const from = origin.from.length > 0 ? `来自 ${origin.from.join("、")}，` : "";
      return `${from}由第 ${origin.line} 行推出`;
    },
  },
  space: "",
};

const WARNINGS: { readonly [Kind in Warning["kind"]]: (name: string, suggestion: string | null) => string } = {
  unreadStatement: (name, suggestion) =>
    `${name} 不是损失，也没有损失依赖它，因此它不起任何作用。${suggestion ? `若要把它计入损失，请用损失的名字：${suggestion}` : ""}`,
  unknownFunction: (name, suggestion) =>
    `没有名为 ${name} 的函数：除非给出它的大小，否则 build 会拒绝它。${suggestion ? `${name}(x) 写作 ${suggestion}` : ""}`,
  backendsDiffer: (difference) =>
    `快速引擎对这个网络算错了（${difference}），因此改由较慢的参考实现计算：这里的所有数字都是正确的。这是 Unroll 的错误：请连同各个大小报告这些方程。`,
  softmaxOfOne: (_, suggestion) =>
    `单个数的 softmax 恒为 1，与这个数无关：经过它什么也学不到。单个概率写作 ${suggestion}，损失用 binaryCrossEntropy。`,
  unreadKey: (name) => `批次给出了 ${name}，而方程并不读取给出的 ${name}。`,
};

function pathText({ path, isOne }: PathFacts): string {
  if (!path) return "";
  if (isOne) return `：${path.text}`;
  return `，${path.isProven ? "最大的" : "已找到的最大"}一条是 ${path.text}，范数 ${path.norm}`;
}
