/**
 * Places that are used again, so that a pass goes through less memory: where a batch is large, that is what it waits for.
 * Only what has no name in the network's text is touched: the rest is there to be looked at.
 */
import type { Operand, Operation, OperationKind, Program } from "../program/program.js";
import { isForeign } from "./foreign.js";
import { type Placed, withOperands } from "./placed.js";
import type { Stage } from "./plan.js";

type Place = Omit<Placed, "offset">;

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
  const { makers, readers } = usesOf(operations);
  const named = namedIn(program);
  const places = new Map<number, Place>();
  for (const { kind, inputs, out } of operations) {
    const [input] = inputs as readonly [Operand];
    if (!OVERWRITING.has(kind) || named.has(input.offset) || input.stride === 0) continue;
    const made = makers.get(input.offset) ?? [];
    if (readers.get(input.offset)!.length > 1 || made.length === 0) continue;
    if (made.every((maker) => FORGETTING.has(maker.kind) && !isForeign(maker)))
      places.set(input.offset, { valueOffset: out.offset });
  }
  return operations.map((operation) => placed(operation, places));
}

/**
 * In a recurrence, adjoints that are only passed on stand at every time step where those of the first one do. Those that a
 * parameter's gradient is made of stay: that is summed over all time steps when the recurrence is done.
 */
export function withPassingAdjoints(stage: Stage, { batchSize, ...program }: Program): Stage {
  if (!stage.isRecurrent) return stage;
  const { makers, readers } = usesOf(stage.runs.map(({ operation }) => operation));
  const named = namedIn(program);
  const places = new Map<number, Place>();
  for (const [offset, made] of makers) {
    const isPassing = made.every((maker) => isPlain(maker)) && (readers.get(offset) ?? []).every((r) => !isForeign(r));
    const { out, time } = made[0]!;
    if (isPassing && !named.has(offset))
      places.set(offset, { adjointOffset: offset - (time - 1) * out.size * batchSize });
  }
  return { ...stage, runs: stage.runs.map((run) => ({ ...run, operation: placed(run.operation, places) })) };
}

/** Whether nothing that all time steps share has a part in it. */
const isPlain = (operation: Operation): boolean =>
  !isForeign(operation) && operation.inputs.every(({ stride, differentiable }) => stride !== 0 || !differentiable);

function placed(operation: Operation, places: ReadonlyMap<number, Place>): Operation {
  const { inputs, out } = operation;
  if (!places.has(out.offset) && !inputs.some(({ offset }) => places.has(offset))) return operation;
  return withOperands(operation, (operand) => ({ ...operand, ...places.get(operand.offset) }));
}

/** Who makes and who reads each value, by its offset. */
function usesOf(operations: readonly Operation[]) {
  const [makers, readers] = [new Map<number, Operation[]>(), new Map<number, Operation[]>()];
  const note = (uses: Map<number, Operation[]>, { offset }: Operand, operation: Operation): void => {
    const known = uses.get(offset);
    if (known) known.push(operation);
    else uses.set(offset, [operation]);
  };
  for (const operation of operations) {
    note(makers, operation.out, operation);
    for (const input of operation.inputs) note(readers, input, operation);
  }
  return { makers, readers };
}

/** Offsets of what has a name. */
function namedIn({ sequences }: Pick<Program, "sequences">): ReadonlySet<number> {
  const named = [...sequences.values()].flatMap(({ at }) => at.flatMap((operand) => operand?.offset ?? []));
  return new Set(named);
}
