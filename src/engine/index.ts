/** The numeric engine: equations → program → forward and backward through time. Knows no editor and no display. */
export type { Batch, BatchData, InputSpec, PreparedBatch } from "./batch.js";
export { checkByHand, type HandCheckOptions } from "./byHand/checkByHand.js";
export { type ClaimCheck, HandCheck } from "./byHand/handCheck.js";
export { globalNorm } from "./clipping.js";
export { Definition } from "./definition.js";
export { Derivation, keptTimes } from "./derivation/derivation.js";
export type { DerivationLine, LineCheck } from "./derivation/lines.js";
export type { Matrix } from "./derivation/matrix.js";
export type { Token } from "./derivation/tokens.js";
export * from "./errors.js";
export { Forward, lossesOf } from "./forward.js";
export { GradientCheck, type GradientCheckOptions, gradientCheck, type ParameterCheck } from "./gradientCheck.js";
export { type Initialiser, init } from "./initialisers.js";
export {
  type CheckedEquations,
  type Expression,
  isLossFunction,
  mayBeNumber,
  namesIn,
  type Role,
  roleOf,
  type Shape,
  type SizeOrigin,
  type Statement,
  targetsOf,
  texOf,
  texOfName,
  texOfNameAt,
  type Warning,
} from "./language/index.js";
export { newNames, rename } from "./language/rename.js";
export { largestSingularValue, singularValues, spectralRadius } from "./linearAlgebra.js";
export { Model } from "./model.js";
export { learned, type ModelJSON, type ModelOptions, type Sizes } from "./modelOptions.js";
export { NameRoles, ROLE_WORDS, type RoleWords } from "./nameRoles.js";
export type { Initialisers, NetworkDefinition } from "./networkDefinition.js";
export {
  adjointNorms,
  firstNonFinite,
  firstNonFiniteAdjoint,
  lastLossTime,
  seedsAt,
} from "./observe.js";
export { adagrad, adam, momentum, type Optimizer, rmsprop, sgd } from "./optimizers.js";
export type { Factor } from "./paths/factor.js";
export { findPaths, type PathOptions } from "./paths/findPaths.js";
export type { PathPlace } from "./paths/pathPlace.js";
export { type Path, type PathGroup, PathSet } from "./paths/pathSet.js";
export type { Execution } from "./program/backend.js";
export type { Dtype, FloatArray, Operand, SequencePlaces } from "./program/program.js";
export { Random } from "./random.js";
export { recurrentBound, recurrentBoundLater, type SimpleRecurrence, simpleRecurrence } from "./recurrentBound.js";
export { type NestedNumbers, Tensor } from "./tensor.js";
export { type BackwardOptions, backward, Trace } from "./trace.js";
export { type StepReport, Trainer, type TrainerOptions } from "./trainer.js";
export { listenToWarnings } from "./warnings.js";
export type { Truncation } from "./windows.js";
