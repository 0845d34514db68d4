import { type CheckedEquations, type InferredShapes, nodesIn, type Shape } from "./language/index.js";
import type { NetworkDefinition } from "./networkDefinition.js";
import { initialName } from "./program/compile.js";

/** Where a parameter stands in the model's store. */
export interface ParameterPlace {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly size: number;
}

/** The parameters one after the other, learned initial states last. */
export function placesOf(
  definition: NetworkDefinition,
  shapes: InferredShapes,
  learnedStates: ReadonlySet<string>,
): ParameterPlace[] {
  const named = definition.parameters.map((name) => ({ name, shape: shapes.ofName.get(name)! }));
  const initial = [...learnedStates].map((state) => ({ name: initialName(state), shape: shapes.ofName.get(state)! }));
  let offset = 0;
  return [...named, ...initial].map(({ name, shape }) => {
    const size = shape.rows * shape.columns;
    offset += size;
    return { name, shape, size, offset: offset - size };
  });
}

/** Parameters that multiply something from the left: matrices, whatever their shape. */
export function factorsOf({ statements }: CheckedEquations): ReadonlySet<string> {
  const nodes = statements.flatMap(({ expression }) => nodesIn(expression));
  return new Set(
    nodes.flatMap((node) =>
      node.kind === "binary" && node.operator === "product" && node.left.kind === "name" ? [node.left.name] : [],
    ),
  );
}
