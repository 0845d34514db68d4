/** The equation language: text → checked statements → shapes; and back to text and TeX. */
export {
  type ElementwiseFunction,
  FUNCTION_NAMES,
  FUNCTIONS,
  type FunctionName,
  type FunctionRow,
  isElementwise,
  isLossFunction,
  type LossFunction,
  type VectorFunction,
} from "../functions/index.js";
export * from "./ast.js";
export { mayBeNumber } from "./capitals.js";
export { check } from "./check.js";
export { softmaxesOfOne } from "./columnwise.js";
export { constantOf } from "./constantOf.js";
export { OPERATOR_DESCRIPTIONS, TIME_FORM_DESCRIPTIONS } from "./descriptions.js";
export { formatExpression } from "./format.js";
export { missingLoss } from "./hints/missingLoss.js";
export { type InputUse, inputUses } from "./inputUses.js";
export { type Token, tokenize } from "./lexer.js";
export { crossEntropies, PREDICTION } from "./lossArguments.js";
export { gluedHint } from "./nameSlips.js";
export { nearestName } from "./nearestName.js";
export {
  BINDING,
  type BinaryOperator,
  GROUPING,
  type Level,
  OPERATORS,
  type Operator,
  type OperatorRow,
} from "./operators.js";
export { parse } from "./parser.js";
export { actedOn, childrenOf, type NameNode, namesIn, nodesIn, withParts } from "./reads.js";
export { type Role, roleOf, targetsOf } from "./roles.js";
export { type GivenSizes, inferShapes } from "./shapes.js";
export { type TexPiece, texOf } from "./tex.js";
export { texOfName, texOfNameAt } from "./texName.js";
export { FARTHEST, TIME_FORMS, type TimeForm, type TimeFormRow, timeFormOf } from "./timeForms.js";
export { cover } from "./tokenReader.js";
export { type Warning, warningsOf } from "./warnings.js";
