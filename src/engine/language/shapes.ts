import type { CheckedEquations, InferredShapes } from "./ast.js";
import { refuseColumnwise } from "./columnwise.js";
import { refuseLogits } from "./logits.js";
import { askNumberOrMatrix } from "./numberOrMatrix.js";
import { ShapeInference } from "./shapeInference.js";
import type { SizesFrom } from "./shapeProblems.js";
import { checkSizes, type GivenSizes } from "./sizes.js";
import { refuseUnknownFunctions } from "./unknownFunctions.js";

export type { GivenSizes } from "./sizes.js";

/**
 * Finds the shape of every name and expression from the sizes given for some of them: each statement joins lengths that
 * must be equal, until all are known.
 * @param from who gave the sizes: what an error advises to do
 * @param rows rows of names whose columns are not known
 * @throws ShapeError when two shapes cannot stand together or a size is missing; OptionError for sizes that are no sizes
 */
export function inferShapes(
  checked: CheckedEquations,
  sizes: GivenSizes,
  from: SizesFrom = "build",
  rows: ReadonlyMap<string, number> = new Map(),
): InferredShapes {
  checkSizes(checked, sizes);
  if (from === "build") refuseUnknownFunctions(checked, sizes);
  const infer = (given: GivenSizes): InferredShapes => new ShapeInference(checked, given, from, rows).result();
  const shapes = infer(sizes);
  if (from === "build") {
    askNumberOrMatrix(checked, sizes, shapes, infer);
    refuseLogits(checked, shapes);
    refuseColumnwise(checked, shapes);
  }
  return shapes;
}
