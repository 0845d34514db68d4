/**
 * What stands in for `compiled`, `compiledRows` and `trustedExecution` of the engine in unit tests (vitest.config.ts): every
 * plan that a test has compiled is proved before it runs, training passes and passes of rows. A plan that is met again is
 * proved once; those that are too large to be walked through in a test are proved by `npm run fuzz` at other sizes.
 */
import type { Operand, Operation, Program } from "../../src/engine/program/program.js";
import * as selfCheck from "../../src/engine/selfCheck/selfCheck.js";
import * as plans from "../../src/engine/simd/compiled.js";
import * as rows from "../../src/engine/simd/compiledRows.js";
import { faultsOf } from "../engine/simd/check/planFaults.js";
import { rowFaultsOf } from "../engine/simd/check/rowFaults.js";

/** Multiplications of a pass beyond which a walk takes seconds. */
const MOST_WORK = 400_000;
const proved = new Set<string>();
/** The fault that is put into every plan, instead of a proof. */
let fault: ((plan: plans.Compiled) => plans.Compiled) | undefined;

/** Runs something with a fault in every plan: the only way in which a test meets a wrong one. */
export function withFault<Result>(change: (plan: plans.Compiled) => plans.Compiled, run: () => Result): Result {
  fault = change;
  try {
    return run();
  } finally {
    fault = undefined;
  }
}

export function compiled(program: Program, threads: number): plans.Compiled {
  const plan = plans.compiled(program, threads);
  if (fault) return fault(plan);
  const isNew = workOf(program.forward) * threads <= MOST_WORK && isFirst(`${threads} ${keyOf(program)}`);
  if (isNew) refuse(faultsOf(plan), program);
  return plan;
}

export function compiledRows(asked: rows.RowsWanted): rows.CompiledRows {
  const made = rows.compiledRows(asked);
  const { program, operations, seeds, wanted, reads } = asked;
  const count = seeds.reduce((sum, { operand }) => sum + operand.size, 0);
  const places = [
    ...seeds.map(({ operand, row }) => `${operand.offset}:${row}`),
    ...wanted.map(({ offset }) => offset),
  ];
  const key = `${reads} ${operations.length} ${places.join(" ")} of ${keyOf(program)}`;
  if (workOf(operations) * count <= MOST_WORK && isFirst(key)) refuse(rowFaultsOf(made), program);
  return made;
}

/** A network whose check of itself fails runs on the reference: no test may pass by that way without a word. */
export function trustedExecution(...args: Parameters<typeof selfCheck.trustedExecution>): selfCheck.Trusted {
  const trusted = selfCheck.trustedExecution(...args);
  if (trusted.difference !== undefined && !fault) throw new Error(`the backends differ: ${trusted.difference}`);
  return trusted;
}

function isFirst(key: string): boolean {
  const isNew = !proved.has(key);
  proved.add(key);
  return isNew;
}

function workOf(operations: readonly Operation[]): number {
  return operations.reduce(
    (sum, { kind, inputs, out, samples }) => sum + samples * out.size * (kind === "matmul" ? inputs[0]!.columns : 1),
    0,
  );
}

/** What the planner may read. */
function keyOf({ dtype, batchSize, timeSteps, forward, losses }: Program): string {
  const place = ({ offset, rows, columns, stride, differentiable }: Operand): string =>
    `${offset}:${rows}x${columns}${stride === 0 ? "s" : ""}${differentiable ? "d" : ""}`;
  const operations = forward.map(
    ({ kind, inputs, out, exponent, time }) => `${kind}${exponent}@${time} ${[...inputs, out].map(place).join(",")}`,
  );
  return [dtype, batchSize, timeSteps, ...losses.map(({ operand }) => operand.offset), ...operations].join(";");
}

function refuse(faults: readonly string[], { forward }: Program): void {
  if (faults.length === 0) return;
  const statements = [...new Set(forward.map(({ statement }) => statement))].join(", ");
  throw new Error(`a plan for ${statements} is wrong:\n${faults.join("\n")}`);
}
