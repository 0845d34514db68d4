import { backward } from "../../../src/engine/index.js";
import type { Program } from "../../../src/engine/program/program.js";
import { faultsOf } from "../../../src/engine/simd/check/planFaults.js";
import { rowFaultsOf } from "../../../src/engine/simd/check/rowFaults.js";
import { compiled } from "../../../src/engine/simd/compiled.js";
import { compiledRows } from "../../../src/engine/simd/compiledRows.js";
import { canPass } from "../../../src/engine/simd/rowPulls.js";
import { withSumsAsTerms } from "../../../src/engine/simd/sums.js";
import type { Law } from "./law.js";

/** The compiled plans come to what the program means, instruction by instruction; also those of rows. */
export const plansAreProved: Law = {
  name: "plans are proved",
  every: 3,
  check({ reference, network }) {
    const { program } = reference.execution;
    const threads = 1 + (network.seed % 3);
    const single = reference.model.program(program.timeSteps, 1);
    return { wrong: [...faultsOf(compiled(program, threads)), ...creditFaults(single, network.seed)] };
  },
};

/** Of the passes that find how far each loss reaches, that of one sequence. */
function creditFaults(program: Program, seed: number): string[] {
  const operations = withSumsAsTerms(program.forward);
  const sequences = [...program.sequences.values()];
  const wanted = sequences[seed % sequences.length]?.at.flatMap((operand) => operand ?? []) ?? [];
  if (wanted.length === 0 || !canPass(operations, wanted)) return [];
  const seeds = program.losses.map(({ operand, time }) => ({ operand, row: time - 1 }));
  return rowFaultsOf(compiledRows({ program, operations, seeds, wanted, reads: "norms" }));
}

/** A network's check of itself, before its first numbers are used, finds nothing. */
export const networksTrustThemselves: Law = {
  name: "the network's check of itself finds nothing",
  check(subject) {
    return {
      wrong: (["float64", "float32"] as const).flatMap((dtype) => {
        const { model } = subject.fast(dtype);
        backward(model, subject.batch);
        return model.backendDifference ?? [];
      }),
    };
  },
};
