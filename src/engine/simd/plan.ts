/**
 * The order in which a program's operations run fastest. The same operation at all time steps is one slot; slots that do
 * not depend on themselves through time run over all steps at once (the input's product before the loop, the output and
 * the losses after it), and only true recurrences go step by step.
 */
import type { Operation } from "../program/program.js";
import { stronglyConnected } from "./components.js";
import { gatesTogether } from "./groups.js";
import { type Run, runsOf } from "./run.js";

/** Either runs that stand by themselves, or the operations of a recurrence in the order of time. */
export interface Stage {
  readonly isRecurrent: boolean;
  readonly runs: readonly Run[];
  /** The same operations merged over time: for what a recurrence leaves to be done after it (parameter gradients). */
  readonly merged: readonly Run[];
}

type Slot = readonly Operation[];
const NONE: readonly Slot[] = [];

export function planOf(forward: readonly Operation[], batchSize: number): Stage[] {
  const { slots, slotAt } = slotsOf(forward);
  const reads = dependencies(slots);
  return stronglyConnected(slots, (slot) => reads.get(slot)!).map(({ members, isCyclic }): Stage => {
    const merged = members.flatMap((slot) => runsOf(slot, batchSize));
    if (!isCyclic) return { isRecurrent: false, runs: merged, merged };
    const inside = new Set(members);
    const operations = gatesTogether(forward.filter((_, i) => inside.has(slotAt[i]!)));
    return { isRecurrent: true, runs: operations.map((operation) => ({ operation, steps: 1 })), merged };
  });
}

/** Operations of one statement at one time step stand together; the n-th of each step is a slot. */
function slotsOf(forward: readonly Operation[]): { readonly slots: readonly Slot[]; readonly slotAt: readonly Slot[] } {
  const ofStatement = new Map<string, Operation[][]>();
  let before: Operation | undefined;
  let index = 0;
  const slotAt = forward.map((operation): Slot => {
    const { statement, time } = operation;
    index = before?.statement === statement && before.time === time ? index + 1 : 0;
    before = operation;
    const own = ofStatement.get(statement) ?? [];
    ofStatement.set(statement, own);
    own[index] ??= [];
    own[index]!.push(operation);
    return own[index]!;
  });
  return { slots: [...ofStatement.values()].flat(), slotAt };
}

/** For each slot the slots that it reads; the terms of a sum are several that write one value. */
function dependencies(slots: readonly Slot[]): ReadonlyMap<Slot, readonly Slot[]> {
  const makers = makersOf(slots);
  const readBy = (slot: Slot): Slot[] => {
    const found = new Set<readonly Slot[]>();
    for (const { inputs } of slot) for (const { offset } of inputs) found.add(makers.get(offset) ?? NONE);
    return [...new Set([...found].flat())];
  };
  return new Map(slots.map((slot): [Slot, readonly Slot[]] => [slot, readBy(slot)]));
}

/** The slots that write a value, by its place: one list for all values that the same slots write. */
function makersOf(slots: readonly Slot[]): ReadonlyMap<number, readonly Slot[]> {
  const makers = new Map<number, readonly Slot[]>();
  for (const slot of slots) {
    const withSlot = new Map<readonly Slot[], readonly Slot[]>();
    for (const { out } of slot) {
      const known = makers.get(out.offset) ?? NONE;
      const more = withSlot.get(known) ?? [...known, slot];
      withSlot.set(known, more);
      makers.set(out.offset, more);
    }
  }
  return makers;
}
