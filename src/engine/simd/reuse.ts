/**
 * Places that are used again, so that a pass goes through less memory: where a batch is large, that is what it waits for.
 * Only what has no name in the network's text is touched: the rest is there to be looked at.
 */
import type { Operand, Operation, OperationKind, Program } from "../program/program.js";
import { isForeign } from "./foreign.js";
import { type Placed, withOperands } from "./placed.js";
import type { Stage } from "./plan.js";

/** Functions whose slope is told from their result alone. */
const OVERWRITING: ReadonlySet<OperationKind> = new Set(["tanh", "sigmoid", "relu", "exp", "negate"]);
/** What never looks at its own result again. */
const FORGETTING: ReadonlySet<OperationKind> = new Set([
  "matmul",
  "add",
  "subtract",
  "times",
  "scale",
  "divide",
  "identity",
]);

/** What a function is applied to, and nobody else reads, is made in the place of the result. */
export function withValuesOverwritten(operations: readonly Operation[], program: Program): Operation[] {
  const named = namedIn(program);
  /** By the offset of what is overwritten. */
  const results = new Map<number, Operation>();
  for (const operation of operations) {
    const [input] = operation.inputs as readonly [Operand];
    if (OVERWRITING.has(operation.kind) && input.stride !== 0 && !named.has(input.offset))
      results.set(input.offset, operation);
  }
  for (const operation of operations) {
    const { kind, inputs, out } = operation;
    for (const { offset } of inputs)
      if (results.has(offset) && results.get(offset) !== operation) results.delete(offset);
    if (results.has(out.offset) && (!FORGETTING.has(kind) || isForeign(operation))) results.delete(out.offset);
  }
  return operations.map((operation) =>
    withPlaces(operation, results, (operand, by) => ({ ...operand, valueOffset: by.out.offset })),
  );
}

/**
 * In a recurrence, adjoints that are only passed on stand at every time step where those of the first one do. Those that a
 * parameter's gradient is made of stay: that is summed over all time steps when the recurrence is done.
 * @param operations of all stages
 */
export function withPassingAdjoints(stage: Stage, operations: readonly Operation[], program: Program): Stage {
  if (!stage.isRecurrent) return stage;
  const named = namedIn(program);
  /** By the offset of what is passed on. */
  const makers = new Map<number, Operation>();
  for (const { operation } of stage.runs)
    if (!named.has(operation.out.offset)) makers.set(operation.out.offset, operation);
  const inside = new Set(stage.runs.map(({ operation }) => operation));
  for (const operation of operations) {
    if (!isPlain(operation)) makers.delete(operation.out.offset);
    const isForeigner = !inside.has(operation) || isForeign(operation);
    if (isForeigner) for (const { offset } of operation.inputs) makers.delete(offset);
  }
  const placed = (operand: Operand, { time, out }: Operation): Operand & Placed => ({
    ...operand,
    adjointOffset: operand.offset - (time - 1) * out.size * program.batchSize,
  });
  return {
    ...stage,
    runs: stage.runs.map((run) => {
      const operation = withPlaces(run.operation, makers, placed);
      return operation === run.operation ? run : { ...run, operation };
    }),
  };
}

/** Whether nothing that all time steps share has a part in it. */
const isPlain = (operation: Operation): boolean =>
  !isForeign(operation) && operation.inputs.every(({ stride, differentiable }) => stride !== 0 || !differentiable);

/** An operation with those of its operands in other places that are known by their offsets. */
function withPlaces(
  operation: Operation,
  known: ReadonlyMap<number, Operation>,
  placed: (operand: Operand, by: Operation) => Operand,
): Operation {
  const { inputs, out } = operation;
  if (!known.has(out.offset) && !inputs.some(({ offset }) => known.has(offset))) return operation;
  return withOperands(operation, (operand) => {
    const by = known.get(operand.offset);
    return by ? placed(operand, by) : operand;
  });
}

/** Offsets of what has a name, also where it is given. */
function namedIn({ sequences, inputs }: Pick<Program, "sequences" | "inputs">): ReadonlySet<number> {
  const named = new Set<number>();
  for (const { at, boundary } of [...sequences.values(), ...inputs.values()])
    for (const operand of [...at, ...boundary.values()]) if (operand) named.add(operand.offset);
  return named;
}
