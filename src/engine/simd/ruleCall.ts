import type { Operation } from "../program/program.js";
import type { Registers } from "../program/rules/operationRule.js";
import { rules } from "../program/rules.js";
import type { Arenas } from "./arenas.js";

/** What the machine has no instruction for: the operation's reference rule works on the same memory. */
export type RuleCall =
  | { readonly does: "forward"; readonly operation: Operation }
  /** Adds to the adjoint of the operand at `index`; "contribution": to that of one time step alone. */
  | { readonly does: "pull" | "contribution"; readonly operation: Operation; readonly index: number };

/** Where a call of a rule finds the adjoint of its result, and where it leaves what it adds. */
export function adjointsOf<Numbers>(
  { does, operation }: RuleCall,
  { adjoints, contribution }: { readonly adjoints: Numbers; readonly contribution: Numbers },
): { readonly from: Numbers; readonly into: Numbers } {
  if (does !== "contribution") return { from: adjoints, into: adjoints };
  // what is outside of time has the adjoint that this time step alone has left
  return { from: operation.time === 0 ? contribution : adjoints, into: contribution };
}

export function performRule(call: RuleCall, arenas: Arenas): void {
  const { operation } = call;
  const rule = rules[operation.kind];
  if (call.does === "forward") {
    rule.forward(arenas.values, operation);
    return;
  }
  const { from, into } = adjointsOf(call, arenas);
  const registers: Registers = { values: arenas.values, adjoints: from };
  rule.vectorJacobianProduct(registers, operation, call.index, into, operation.inputs[call.index]!.offset);
}
