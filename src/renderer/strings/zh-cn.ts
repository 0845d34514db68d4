import { derivationWordsZhCn } from "../derivation/words.js";
import { equationWordsZhCn } from "../equations/words.js";
import { checkWordsZhCn } from "../gradientCheck/words.js";
import { panelWordsZhCn } from "../panels/words.js";
import { pathsWordsZhCn } from "../paths/wordsZhCn.js";
import type { Strings } from "./en.js";

const STATUS = { running: "进行到", done: "完成", stopped: "停止于", diverged: "发散于" };

/** Simplified Chinese. */
export const zhCn: Strings = {
  language: "zh-cn",
  panels: panelWordsZhCn,
  paths: pathsWordsZhCn,
  derivation: derivationWordsZhCn,
  check: checkWordsZhCn,
  equations: equationWordsZhCn,

  picture: "沿时间展开的网络",
  comparison: "训练的比较",
  sizes: "大小",
  parameterSizes: "参数的大小",
  parameters: (count) => `${count} 个参数`,
  parametersForAll: (count, timeSteps) => `${count} 个参数，由全部 ${timeSteps} 个时间步共用；T 再大也不会增多`,
  parametersForAnyLength: (count) => `${count} 个参数，由所有时间步共用，无论有多少步`,

  onePass: "一次前向与反向传播，不更新参数",
  batch: (size) => (size === 1 ? "1 条序列" : `批大小 ${size}`),
  reduction: { sum: "损失按时间求和", mean: "损失按时间平均" },
  progress: (status, done, planned) =>
    status === "done" ? `训练 ${done} 步` : `${STATUS[status]}第 ${done} 步，共 ${planned} 步`,
  stepsPerSecond: (speed) => `每秒 ${speed} 步`,
  seconds: (seconds) => `${seconds} 秒`,
  clipNorm: (limit) => `范数裁剪到 ${limit}`,
  clipValue: (limit) => `数值裁剪到 ±${limit}`,
  thinned: (parts) => `为使笔记本保持小巧，${parts.join("；")}。`,
  thinnedTimes: (all) => `${all} 个时间步没有全部保留`,
  thinnedSteps: (all) => `${all} 个训练步没有全部保留`,

  play: "播放",
  playTitle: "先播放前向传播，再播放反向传播",
  pause: "暂停",
  stepBack: "后退一步",
  stepForward: "前进一步",
  graph: "图",
  unrolled: "展开",
  folded: "折叠",
  gradientOf: "梯度来自",
  lastLoss: "最后的损失",
  allLosses: "全部损失",
  lossAxis: "损失轴",
  linear: "线性",
  log: "对数",
  state: "状态",

  inspector: (name) => `${name} 的数值`,
  close: "关闭",
  value: "值",
  gradient: "梯度",
  norm: "范数",
  noGradient: "没有保留它的梯度。",
  noDetails: "没有保留这个节点的数值。",
  givenByTask: "由任务给定",
  detailsOf: (step) => `训练步 ${step} 的数值`,
  detailsNearest: (step, cursor) => `训练步 ${step} 的数值，是保留下来最近的一步（光标在 ${cursor}）`,
  firstOfBatch: (size) => `${size} 条序列中的第一条`,
  entries: (count) => `${count} 个数`,

  cannotShow: "无法显示此输出。",
  runAgain: "它可能由另一版本的 Unroll 保存。重新运行单元格即可替换。",

  runSummary: (count) => `比较 ${count} 次训练`,
  lossFromTo: (first, last) => `损失 ${first} → ${last}`,
  lossIs: (loss) => `损失 ${loss}`,
  knowingNothing: (baseline) => `一无所知：${baseline}`,
  lastFrame: (step) => `训练步 ${step} 的各时间步`,
  timeColumn: "t",
  lossColumn: "损失",
};
