import type { Operand } from "../program/program.js";
import { isForeign } from "./foreign.js";
import { type Run, rowsOf } from "./run.js";

type Group = readonly Run[];

/**
 * Takes the cross-entropy of a softmax to it: one instruction makes both, from one set of powers.
 * @param groups of runs in forward order
 */
export function lossesAtSoftmaxes(groups: readonly Group[]): readonly Group[] {
  const losses = new Map<Group, Run>();
  /** Where the softmax of an offset is. */
  const made = new Map<number, number>();
  groups.forEach((group, i) => {
    const [run] = group as readonly [Run];
    const { kind, inputs, out } = run.operation;
    if (isForeign(run.operation)) return;
    if (kind === "softmax") made.set(out.offset, i);
    if (kind !== "crossEntropyOfSoftmax") return;
    const [target, prediction] = inputs as readonly [Operand, Operand];
    const at = made.get(prediction.offset);
    if (at === undefined || losses.has(groups[at]!) || !isOfSameRows(groups[at]![0]!, run)) return;
    const isLate = groups.slice(at, i).some((between) => between.some((maker) => makes(maker, run, target)));
    if (!isLate) losses.set(groups[at]!, run);
  });
  const moved = new Set(losses.values());
  const others = groups.filter(([run]) => !moved.has(run!));
  return others.map((group) => (losses.has(group) ? [...group, losses.get(group)!] : group));
}

function isOfSameRows(softmax: Run, loss: Run): boolean {
  const [logits] = softmax.operation.inputs as readonly [Operand];
  const areRows = softmax.steps === loss.steps && softmax.operation.samples === loss.operation.samples;
  return areRows && logits.offset === loss.operation.inputs[2]!.offset;
}

/** Whether a run makes some of what another one reads as an operand. */
function makes(maker: Run, reader: Run, operand: Operand): boolean {
  const { out } = maker.operation;
  const reach = (run: Run, { offset, size }: Operand): number => offset + rowsOf(run) * size;
  return out.offset < reach(reader, operand) && operand.offset < reach(maker, out);
}
