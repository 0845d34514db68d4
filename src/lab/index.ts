/** Everything a cell can name, and the whole of `import { … } from "unroll-notebooks"`. */
import { installDisplays } from "./display.js";

installDisplays();

export {
  adagrad,
  adam,
  DataError,
  Definition,
  EquationError,
  init,
  largestSingularValue,
  learned,
  Model,
  momentum,
  NumericError,
  OptionError,
  Random,
  rmsprop,
  ShapeError,
  sgd,
  singularValues,
  spectralRadius,
  Tensor,
  Trace,
} from "../engine/index.js";
export { cells } from "./cells.js";
export { View } from "./display.js";
export type { Displayable, LabHost } from "./host.js";
export { modelFromJSON } from "./modelFromJSON.js";
export { rnn } from "./rnn.js";
export { Run } from "./run.js";
export { sampleText } from "./sample.js";
export { tasks } from "./tasks/index.js";
export { type PendingRun, type StepInfo, type TrainOptions, train } from "./train.js";
export { backward, compare, dashboard, equations, gradientCheck, gradientNorms, losses, unrolled } from "./views.js";
