/** The numeric engine: equations → program → forward and backward through time. Knows no editor and no display. */
export * from "./batch.js";
export * from "./clipping.js";
export * from "./definition.js";
export * from "./errors.js";
export * from "./forward.js";
export * from "./gradientCheck.js";
export * from "./initialisers.js";
export * from "./language/index.js";
export * from "./linearAlgebra.js";
export { learned, Model, type ModelJSON, type ModelOptions, type ParameterPlace, type Sizes } from "./model.js";
export * from "./observe.js";
export * from "./optimizers.js";
export type { Backend, Execution } from "./program/backend.js";
export { referenceBackend } from "./program/backend.js";
export { compile, initialName } from "./program/compile.js";
export {
  allocate,
  type Dtype,
  type FloatArray,
  type Operand,
  type Program,
  type SequencePlaces,
} from "./program/program.js";
export { readsOf, sharedStatements } from "./program/schedule.js";
export { Random } from "./random.js";
export * from "./recurrentBound.js";
export * from "./tensor.js";
export * from "./trace.js";
export * from "./trainer.js";
export type { Truncation } from "./windows.js";
