/** Everything a cell can name. */
import { installDisplays } from "./display.js";
import { installWarnings } from "./warnings.js";

installDisplays();
installWarnings();

export type {
  BackwardOptions,
  Batch,
  BatchData,
  ClaimCheck,
  Dtype,
  Forward,
  GradientCheck,
  HandCheck,
  Initialiser,
  ModelJSON,
  ModelOptions,
  NestedNumbers,
  Optimizer,
  ParameterCheck,
  Path,
  PathGroup,
  PathOptions,
  PathSet,
  Role,
  SizeOrigin,
  Sizes,
  Truncation,
  Warning,
} from "../engine/index.js";
export {
  adagrad,
  adam,
  DataError,
  Definition,
  Derivation,
  EquationError,
  init,
  largestSingularValue,
  learned,
  Model,
  momentum,
  NameRoles,
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
export { derivation } from "./derivation.js";
export { View } from "./display.js";
export type { Displayable, LabHost } from "./host.js";
export { modelFromJSON } from "./modelFromJSON.js";
export { notation } from "./notation.js";
export { paths } from "./paths.js";
export { rnn } from "./rnn.js";
export { Run } from "./run.js";
export { type SampleOptions, sampleText } from "./sample.js";
export { type Baseline, type Task, tasks } from "./tasks/index.js";
export { type PendingRun, type StepInfo, type TrainOptions, train } from "./train.js";
export { backward, compare, dashboard, equations, gradientCheck, gradientNorms, losses, unrolled } from "./views.js";
