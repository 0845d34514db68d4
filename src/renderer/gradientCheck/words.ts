/** The words of this view, in each language. */
type Against = "differences" | "formulas";

/** An entry of a matrix at a time step; null where there is only one, or no time. */
export interface Place {
  readonly time: number | null;
  readonly row: number | null;
  readonly column: number | null;
}

export interface CheckWords {
  /** Behind the caption: what differences are relative to. */
  readonly measure: Readonly<Record<Against, string>>;
  /** Behind that, where not every entry was checked; numbers as they are written. */
  readonly sampled: (checked: string, all: string) => string;
  /** What is compared with what. @param tolerance largest difference that counts as equal */
  readonly caption: Readonly<Record<Against, (tolerance: string) => string>>;
  /** Column headings. */
  readonly name: Readonly<Record<Against, string>>;
  readonly size: string;
  readonly difference: string;
  readonly place: Readonly<Record<Against, string>>;
  readonly checked: Readonly<Record<Against, string>>;
  readonly backpropagated: string;
  readonly result: string;

  readonly pass: string;
  readonly fail: string;
  /** In place of a difference. */
  readonly notFinite: string;
  /** Empty where nothing is to be said. */
  readonly at: (place: Place) => string;
  /** @param pieces time steps and ranges of them */
  readonly times: (pieces: readonly string[]) => string;

  /** Clauses about a claim at its time steps, without a full stop. @param agree,differ as `times` writes them */
  readonly agreesAlways: (name: string) => string;
  readonly differsAlways: (name: string) => string;
  /** Of an error that travels back from `time` on to the first time step. */
  readonly differsBackward: (name: string, agree: string, time: number) => string;
  readonly agreesThenDiffers: (name: string, agree: string, differ: string) => string;
  readonly differsSomewhere: (name: string, differ: string, agree: string) => string;
  readonly differsOften: (name: string, count: number, timeSteps: number, latest: number) => string;
  /** What follows such a clause. */
  readonly butSumAgrees: string;
  readonly butSumDiffers: (difference: string) => string;
  readonly butSumNotFinite: string;
  /** Sentences about a number that is not finite: who gives it, and where (may be empty). */
  readonly checkedGives: Readonly<Record<Against, (name: string, value: string, at: string) => string>>;
  readonly backpropagationGives: (name: string, value: string, at: string) => string;
  readonly notAllFinite: (name: string) => string;
  readonly stop: string;
  readonly betweenSentences: string;

  readonly allPass: Readonly<Record<Against, (count: number) => string>>;
  readonly someFail: Readonly<Record<Against, (names: readonly string[]) => string>>;
}

const listed = (names: readonly string[], and: string, comma: string): string =>
  names.length === 1 ? names[0]! : `${names.slice(0, -1).join(comma)}${and}${names.at(-1)}`;
const listedEn = (names: readonly string[]) => listed(names, " and ", ", ");
const listedZhCn = (names: readonly string[]) => listed(names, " 和 ", "、");
const placed = (at: string) => at && ` at ${at}`;

export const checkWordsEn: CheckWords = {
  caption: {
    differences: (tolerance) => `Backpropagation through time against central differences; tolerance ${tolerance}.`,
    formulas: (tolerance) => `Formulas written by hand against backpropagation through time; tolerance ${tolerance}.`,
  },
  measure: {
    differences:
      "Differences are relative to the sum of absolute terms: of what each time step of each sequence adds to an entry.",
    formulas:
      "Differences are relative to the largest entry of the time step, of a whole gradient to the sum of its time steps' sizes; where terms cancel, rounding is measured by the terms.",
  },
  sampled: (checked, all) => `${checked} of ${all} entries were checked, among them the largest of each parameter.`,
  name: { differences: "parameter", formulas: "formula" },
  size: "size",
  difference: "largest relative difference",
  place: { differences: "worst entry", formulas: "where to look" },
  checked: { differences: "central difference", formulas: "yours" },
  backpropagated: "backpropagation",
  result: "result",

  pass: "pass",
  fail: "fail",
  notFinite: "not finite",
  at: ({ time, row, column }) =>
    [time && `t = ${time}`, row && `row ${row}`, column && `column ${column}`].filter(Boolean).join(", "),
  times: (pieces) => `t = ${pieces.join(", ")}`,

  agreesAlways: (name) => `${name} agrees at every time step`,
  differsAlways: (name) => `${name} differs at every time step`,
  differsBackward: (name, agree, time) => `${name} agrees at ${agree} and differs from t = ${time} backward`,
  agreesThenDiffers: (name, agree, differ) => `${name} agrees at ${agree} and differs at ${differ}`,
  differsSomewhere: (name, differ, agree) => `${name} differs at ${differ} and agrees at ${agree}`,
  differsOften: (name, count, timeSteps, latest) =>
    `${name} differs at ${count} of ${timeSteps} time steps, the latest t = ${latest}`,
  butSumAgrees: ", but the sum over time is the gradient",
  butSumDiffers: (difference) => `, but the sum over time is not the gradient (relative difference ${difference})`,
  butSumNotFinite: ", but the sum over time is not finite",
  checkedGives: {
    differences: (name, value, at) => `The central difference of ${name} is ${value}${placed(at)}.`,
    formulas: (name, value, at) => `The formula of ${name} gives ${value}${placed(at)}.`,
  },
  backpropagationGives: (name, value, at) => `For ${name} backpropagation gives ${value}${placed(at)}.`,
  notAllFinite: (name) => `Not all numbers of ${name} are finite.`,
  stop: ".",
  betweenSentences: " ",

  allPass: {
    differences: () => "Every parameter's gradient agrees.",
    formulas: (count) =>
      count === 1
        ? "The formula agrees with backpropagation."
        : `${count === 2 ? "Both" : `All ${count}`} formulas agree with backpropagation.`,
  },
  someFail: {
    differences: (names) =>
      names.length === 1
        ? `The gradient of ${names[0]} does not agree.`
        : `The gradients of ${listedEn(names)} do not agree.`,
    formulas: (names) => `${listedEn(names)} ${names.length === 1 ? "does" : "do"} not agree with backpropagation.`,
  },
};

const placedZhCn = (at: string) => at && `在 ${at} `;

export const checkWordsZhCn: CheckWords = {
  caption: {
    differences: (tolerance) => `沿时间反向传播与中心差分相比；容差 ${tolerance}。`,
    formulas: (tolerance) => `手写的公式与沿时间反向传播相比；容差 ${tolerance}。`,
  },
  measure: {
    differences: "误差相对于各项绝对值之和：每条序列的每个时间步对该元素的贡献。",
    formulas:
      "误差相对于该时间步的最大元素，对整个梯度则相对于各时间步大小之和；各项相互抵消时，舍入误差按各项的大小衡量。",
  },
  sampled: (checked, all) => `共 ${all} 个元素，检验了 ${checked} 个，其中包括每个参数的最大元素。`,
  name: { differences: "参数", formulas: "公式" },
  size: "大小",
  difference: "最大相对误差",
  place: { differences: "误差最大的元素", formulas: "请看这里" },
  checked: { differences: "中心差分", formulas: "你的结果" },
  backpropagated: "反向传播",
  result: "结果",

  pass: "通过",
  fail: "不通过",
  notFinite: "不是有限值",
  at: ({ time, row, column }) => {
    const entry = `${row ? `第 ${row} 行` : ""}${column ? `第 ${column} 列` : ""}`;
    return [time && `t = ${time}`, entry].filter(Boolean).join("，");
  },
  times: (pieces) => `t = ${pieces.join("、")}`,

  agreesAlways: (name) => `${name} 在每个时间步都一致`,
  differsAlways: (name) => `${name} 在每个时间步都不一致`,
  differsBackward: (name, agree, time) => `${name} 在 ${agree} 一致，从 t = ${time} 起沿时间往回都不一致`,
  agreesThenDiffers: (name, agree, differ) => `${name} 在 ${agree} 一致，在 ${differ} 不一致`,
  differsSomewhere: (name, differ, agree) => `${name} 在 ${differ} 不一致，在 ${agree} 一致`,
  differsOften: (name, count, timeSteps, latest) =>
    `${name} 在 ${timeSteps} 个时间步中有 ${count} 个不一致，最晚的是 t = ${latest}`,
  butSumAgrees: "，但按时间求和后等于梯度",
  butSumDiffers: (difference) => `，但按时间求和后不等于梯度（相对误差 ${difference}）`,
  butSumNotFinite: "，但按时间求和后不是有限值",
  checkedGives: {
    differences: (name, value, at) => `${name} 的中心差分${placedZhCn(at)}是 ${value}。`,
    formulas: (name, value, at) => `${name} 的公式${placedZhCn(at)}得到 ${value}。`,
  },
  backpropagationGives: (name, value, at) => `${name} 的反向传播${placedZhCn(at)}得到 ${value}。`,
  notAllFinite: (name) => `${name} 的数值不全是有限值。`,
  stop: "。",
  betweenSentences: "",

  allPass: {
    differences: () => "每个参数的梯度都一致。",
    formulas: (count) => (count === 1 ? "公式与反向传播一致。" : `全部 ${count} 个公式都与反向传播一致。`),
  },
  someFail: {
    differences: (names) => `${listedZhCn(names)} 的梯度不一致。`,
    formulas: (names) => `${listedZhCn(names)} 与反向传播不一致。`,
  },
};
