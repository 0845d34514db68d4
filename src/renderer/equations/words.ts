/** The words beside the equations: what may not be meant, and what each name is. */
import type { NetworkWarning, SizeOrigin } from "../../trace/index.js";

export interface EquationWords {
  /** One line. */
  readonly warning: (warning: NetworkWarning) => string;
  /** Title of the table of names. */
  readonly names: string;
  /** Headings of its columns. */
  readonly name: string;
  readonly role: string;
  readonly size: string;
  readonly origin: string;
  /** The role of what is learned; other roles are the panels' words. */
  readonly parameter: string;
  readonly sizeFrom: (origin: SizeOrigin) => string;
}

type ByKind = { readonly [Kind in NetworkWarning["kind"]]: (warning: NetworkWarning) => string };

const english: ByKind = {
  unreadStatement: ({ name, suggestion }) =>
    `${name} is no loss, and no loss depends on it: it changes nothing.${suggestion ? ` To add it to the loss: ${suggestion}` : ""}`,
  unknownFunction: ({ name, suggestion }) =>
    `there is no function ${name}: build refuses it, unless it is given a size.${suggestion ? ` ${name}(x) is written ${suggestion}` : ""}`,
  backendsDiffer: ({ name }) =>
    `the fast engine is wrong for this network (${name}), so the slower reference computes it: all numbers here are right. Please report these equations with their sizes.`,
  softmaxOfOne: ({ suggestion }) =>
    `softmax of one number is 1, whatever the number: nothing is learned through it. For one probability write ${suggestion}, and binaryCrossEntropy in the loss.`,
  unreadKey: ({ name }) => `the batch gives ${name}, and the equations do not read what is given.`,
};

const chinese: ByKind = {
  unreadStatement: ({ name, suggestion }) =>
    `${name} 不是损失，也没有损失依赖它：它不起任何作用。${suggestion ? `若要计入损失：${suggestion}` : ""}`,
  unknownFunction: ({ name, suggestion }) =>
    `没有名为 ${name} 的函数：除非给出它的大小，否则 build 会拒绝它。${suggestion ? `${name}(x) 写作 ${suggestion}` : ""}`,
  backendsDiffer: ({ name }) =>
    `快速引擎对这个网络算错了（${name}），因此改由较慢的参考实现计算：这里的所有数字都是正确的。请连同各个大小报告这些方程。`,
  softmaxOfOne: ({ suggestion }) =>
    `单个数的 softmax 恒为 1，与这个数无关：经过它什么也学不到。单个概率写作 ${suggestion}，损失用 binaryCrossEntropy。`,
  unreadKey: ({ name }) => `批次给出了 ${name}，而方程并不读取给出的值。`,
};

/** English. */
export const equationWordsEn: EquationWords = {
  warning: (warning) =>
    `Warning${warning.line === null ? "" : `, line ${warning.line}`}: ${english[warning.kind](warning)}`,
  names: "Names, roles and sizes",
  name: "name",
  role: "role",
  size: "size",
  origin: "where the size came from",
  parameter: "parameter",
  sizeFrom: (origin) => {
    if (origin === "given") return "given";
    const from = origin.from.length > 0 ? `from ${origin.from.join(" and ")}, ` : "";
    return `${from}inferred from line ${origin.line}`;
  },
};

/** Simplified Chinese. */
export const equationWordsZhCn: EquationWords = {
  warning: (warning) =>
    `警告${warning.line === null ? "" : `（第 ${warning.line} 行）`}：${chinese[warning.kind](warning)}`,
  names: "名称、角色与大小",
  name: "名称",
  role: "角色",
  size: "大小",
  origin: "大小的来源",
  parameter: "参数",
  sizeFrom: (origin) => {
    if (origin === "given") return "给定";
    const from = origin.from.length > 0 ? `来自 ${origin.from.join("、")}，` : "";
    return `${from}由第 ${origin.line} 行推出`;
  },
};
