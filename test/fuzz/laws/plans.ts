import { backward } from "../../../src/engine/index.js";
import type { Program } from "../../../src/engine/program/program.js";
import { compiled } from "../../../src/engine/simd/compiled.js";
import { compiledRows } from "../../../src/engine/simd/compiledRows.js";
import { canPass } from "../../../src/engine/simd/rowPulls.js";
import { withSumsAsTerms } from "../../../src/engine/simd/sums.js";
import { faultsOf } from "../../engine/simd/check/planFaults.js";
import { rowFaultsOf } from "../../engine/simd/check/rowFaults.js";
import { modelOf } from "../network.js";
import type { Law } from "./law.js";

/**
 * The compiled plans come to what the program means, instruction by instruction; also those of rows. The panels of the number
 * types differ, and so does what is differentiated where what is given is.
 */
export const plansAreProved: Law = {
  name: "plans are proved",
  every: 12,
  check({ reference, network }) {
    const { timeSteps, batchSize } = reference.batch;
    const model = modelOf(network, network.seed % 2 === 0 ? "float64" : "float32");
    const inputs = network.seed % 3 === 0 ? "differentiable" : "constant";
    const threads = 1 + (network.seed % 3);
    const plan = compiled(model.program(timeSteps, batchSize, { inputs }), threads);
    return { wrong: [...faultsOf(plan), ...creditFaults(model.program(timeSteps, 1, { inputs }))] };
  },
};

/** Of the passes that find how far each loss reaches, those of one sequence: norms, and the adjoints themselves. */
function creditFaults(program: Program): string[] {
  const operations = withSumsAsTerms(program.forward);
  const seeds = program.losses.map(({ operand, time }) => ({ operand, row: time - 1 }));
  return [...program.sequences.values()].flatMap(({ at }) => {
    const wanted = at.flatMap((operand) => operand ?? []);
    if (!canPass(operations, wanted)) return [];
    return (["norms", "adjoints"] as const).flatMap((reads) =>
      rowFaultsOf(compiledRows({ program, operations, seeds, wanted, reads })),
    );
  });
}

/** A network's check of itself, before its first numbers are used, finds nothing. */
export const networksTrustThemselves: Law = {
  name: "the network's check of itself finds nothing",
  every: 4,
  check(subject) {
    const { model } = subject.fast(subject.network.seed % 2 === 0 ? "float64" : "float32");
    backward(model, subject.batch);
    return { wrong: model.backendDifference === undefined ? [] : [model.backendDifference] };
  },
};
