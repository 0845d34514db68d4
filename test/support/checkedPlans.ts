/**
 * Every plan that a test has compiled is proved before it runs: training passes and passes of rows. A plan that is met
 * again is proved once; the few that are too large to be walked through in a test are proved at their own sizes by
 * `npm run fuzz` and by each network's check of itself.
 */
import { vi } from "vitest";
import type { Operand, Operation, Program } from "../../src/engine/program/program.js";
import type { Trusted } from "../../src/engine/selfCheck/selfCheck.js";
import type { Compiled } from "../../src/engine/simd/compiled.js";
import type { CompiledRows } from "../../src/engine/simd/compiledRows.js";

/** Multiplications of a pass beyond which a walk takes seconds. */
const MOST_WORK = 400_000;
const proved = new Set<string>();

vi.mock("../../src/engine/simd/compiled.js", async (original) => {
  const actual = await original<typeof import("../../src/engine/simd/compiled.js")>();
  const { faultsOf } = await import("../../src/engine/simd/check/planFaults.js");
  return {
    ...actual,
    compiled(program: Program, threads: number): Compiled {
      const plan = actual.compiled(program, threads);
      const isNew = workOf(program.forward) * threads <= MOST_WORK && isFirst(`${threads} ${keyOf(program)}`);
      if (isNew) refuse(faultsOf(plan), program);
      return plan;
    },
  };
});

vi.mock("../../src/engine/simd/compiledRows.js", async (original) => {
  const actual = await original<typeof import("../../src/engine/simd/compiledRows.js")>();
  const { rowFaultsOf } = await import("../../src/engine/simd/check/rowFaults.js");
  return {
    ...actual,
    compiledRows(asked: Parameters<typeof actual.compiledRows>[0]): CompiledRows {
      const rows = actual.compiledRows(asked);
      const { program, operations, seeds, wanted, reads } = asked;
      const count = seeds.reduce((sum, { operand }) => sum + operand.size, 0);
      const key = [
        reads,
        operations.length,
        ...seeds.map(({ operand, row }) => `${operand.offset}:${row}`),
        ...wanted.map(offsetOf),
      ];
      const isNew = workOf(operations) * count <= MOST_WORK && isFirst(`${key.join(" ")} of ${keyOf(program)}`);
      if (isNew) refuse(rowFaultsOf(rows), program);
      return rows;
    },
  };
});

/** A network whose check of itself fails runs on the reference: no test may pass by that way without a word. */
vi.mock("../../src/engine/selfCheck/selfCheck.js", async (original) => {
  const actual = await original<typeof import("../../src/engine/selfCheck/selfCheck.js")>();
  return {
    ...actual,
    trustedExecution(...args: Parameters<typeof actual.trustedExecution>): Trusted {
      const trusted = actual.trustedExecution(...args);
      if (trusted.difference !== undefined) throw new Error(`the backends differ: ${trusted.difference}`);
      return trusted;
    },
  };
});

const offsetOf = ({ offset }: Operand): number => offset;

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
