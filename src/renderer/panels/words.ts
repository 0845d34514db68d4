/** The words inside panels. Formulas and numbers are no words: models write those themselves. */

export interface PanelWords {
  readonly loss: string;
  readonly output: string;
  readonly state: string;
  readonly hidden: string;
  readonly input: string;
  readonly derived: string;
  readonly target: string;
  readonly forward: string;
  readonly backward: string;
  /** What a red line's thickness means; a formula follows. */
  readonly thickness: string;
  /** Under the graph's key: the same numbers act at every step. */
  readonly shared: string;
  readonly exactlyZero: string;
  /** Columns that a long graph leaves out. */
  readonly leftOut: (from: number, to: number) => string;
  readonly lossOfEachStep: string;
  readonly nats: string;
  readonly log: string;
  readonly knowingNothing: string;
  /** Title of the norms, before the name of the last loss. */
  readonly reachesFrom: string;
  readonly reachesFromAll: string;
  readonly reachesFeedForward: string;
  readonly onePercent: string;
  readonly stepsBack: (count: number) => string;
  readonly bound: string;
  readonly sameWhileTraining: string;
  readonly thisPass: string;
  readonly rowsAreSteps: string;
  readonly totalLoss: string;
  readonly timeStep: string;
  readonly trainingStep: string;
  /** Accessible name of a node of the graph. */
  readonly node: (role: string, name: string, time: number) => string;
  readonly valueNorm: (norm: string) => string;
  readonly gradientNorm: (norm: string) => string;
  readonly lossIs: (loss: string) => string;
  readonly tokenIs: (token: string) => string;
  readonly atTime: (time: number) => string;
  readonly compareTotal: string;
  readonly compareNorms: string;
  /** Name of an axis that counts time steps back from the last loss. */
  readonly backFromLast: string;
  /** A training step's number read out with its total loss. */
  readonly frame: (step: string, loss: string | null) => string;
}

/** Time steps that are left out, first and last. */
const span = (from: number, to: number) => (from === to ? `${from}` : `${from}–${to}`);

/** English. */
export const panelWords: PanelWords = {
  loss: "loss",
  output: "output",
  state: "state",
  hidden: "hidden",
  input: "input",
  derived: "derived",
  target: "target",
  forward: "forward",
  backward: "backward",
  thickness: "thickness: log",
  shared: "one set of parameters, used at every step",
  exactlyZero: "exactly 0",
  leftOut: span,
  lossOfEachStep: "loss of each step",
  nats: "nats",
  log: "log",
  knowingNothing: "knowing nothing",
  reachesFrom: "gradient that reaches each step from",
  reachesFromAll: "gradient that reaches each step from all losses",
  reachesFeedForward: "gradient norms",
  onePercent: "1 % is left",
  stepsBack: (count) => (count === 1 ? "1 step back" : `${count} steps back`),
  bound: "bound",
  sameWhileTraining: "the same, while it trains",
  thisPass: "the same, as colour",
  rowsAreSteps: "rows: training steps",
  totalLoss: "total loss",
  timeStep: "time step",
  trainingStep: "training step",
  node: (role, name, time) => `${name}${time}: ${role} at time step ${time}`,
  valueNorm: (norm) => `norm ${norm}`,
  gradientNorm: (norm) => `gradient norm ${norm}`,
  lossIs: (loss) => `loss ${loss}`,
  tokenIs: (token) => `“${token}”`,
  atTime: (time) => `time step ${time}`,
  compareTotal: "total loss while training",
  compareNorms: "gradient that reaches each step from the last loss",
  backFromLast: "steps back",
  frame: (step, loss) => (loss === null ? `training step ${step}` : `training step ${step}, total loss ${loss}`),
};

/** Simplified Chinese. */
export const panelWordsZhCn: PanelWords = {
  loss: "损失",
  output: "输出",
  state: "状态",
  hidden: "隐藏层",
  input: "输入",
  derived: "中间量",
  target: "目标",
  forward: "前向",
  backward: "反向",
  thickness: "粗细：log",
  shared: "所有时间步共用同一组参数",
  exactlyZero: "恰为 0",
  leftOut: span,
  lossOfEachStep: "每步损失",
  nats: "nat",
  log: "对数",
  knowingNothing: "一无所知",
  reachesFrom: "传到每一步的梯度，来自",
  reachesFromAll: "传到每一步的梯度，来自全部损失",
  reachesFeedForward: "梯度范数",
  onePercent: "只剩 1 %",
  stepsBack: (count) => `往回 ${count} 步`,
  bound: "上界",
  sameWhileTraining: "同一梯度，随训练变化",
  thisPass: "同一梯度，以颜色表示",
  rowsAreSteps: "每行：一个训练步",
  totalLoss: "总损失",
  timeStep: "时间步",
  trainingStep: "训练步",
  node: (role, name, time) => `${name}${time}：${role}，时间步 ${time}`,
  valueNorm: (norm) => `范数 ${norm}`,
  gradientNorm: (norm) => `梯度范数 ${norm}`,
  lossIs: (loss) => `损失 ${loss}`,
  tokenIs: (token) => `“${token}”`,
  atTime: (time) => `时间步 ${time}`,
  compareTotal: "训练中的总损失",
  compareNorms: "最后一步的损失传到每一步的梯度",
  backFromLast: "往回步数",
  frame: (step, loss) => (loss === null ? `训练步 ${step}` : `训练步 ${step}，总损失 ${loss}`),
};
