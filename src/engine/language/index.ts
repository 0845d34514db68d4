/** The equation language: text → checked statements → shapes; and back to text and TeX. */
export * from "./ast.js";
export { check, missingLoss } from "./check.js";
export { constantOf } from "./constantOf.js";
export { formatExpression } from "./format.js";
export { FUNCTION_NAMES, isLossFunction } from "./functions.js";
export { nearestName } from "./nearestName.js";
export { parse } from "./parser.js";
export { actedOn, childrenOf, type NameNode, namesIn, nodesIn } from "./reads.js";
export { type GivenSizes, inferShapes } from "./shapes.js";
export { type TexPiece, texOf } from "./tex.js";
export { texOfName, texOfNameAt } from "./texName.js";
