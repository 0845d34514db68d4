/** The compiled plans themselves, proved by a walk through their instructions. */
import type { Operand, Program } from "../../../src/engine/program/program.js";
import { faultsOf } from "../../../src/engine/simd/check/planFaults.js";
import { rowFaultsOf } from "../../../src/engine/simd/check/rowFaults.js";
import { compiled } from "../../../src/engine/simd/compiled.js";
import { compiledRows } from "../../../src/engine/simd/compiledRows.js";
import { canPass } from "../../../src/engine/simd/rowPulls.js";
import { withSumsAsTerms } from "../../../src/engine/simd/sums.js";
import { modelOf } from "../network.js";
import type { Law } from "./law.js";

/** For one thread and for two; the panels of the number types differ. Also where what is given is differentiable. */
export const plansAreProved: Law = {
  name: "every instruction sees what the equations mean",
  check({ reference, network }) {
    const { timeSteps, batchSize } = reference.batch;
    const model = modelOf(network, network.seed % 2 === 0 ? "float64" : "float32");
    const inputs = network.seed % 3 === 0 ? "differentiable" : "constant";
    const plan = compiled(model.program(timeSteps, batchSize, { inputs }), 2);
    return { wrong: [...faultsOf(plan), ...rowFaults(model.program(timeSteps, 1, { inputs }))] };
  },
};

/** Credit matrices of every sequence, with their norms and by themselves. */
function rowFaults(program: Program): string[] {
  const operations = withSumsAsTerms(program.forward);
  const seeds = program.losses.map(({ operand, time }) => ({ operand, row: time - 1 }));
  return [...program.sequences.values()].flatMap(({ at }) => {
    const wanted = at.filter((operand): operand is Operand => operand !== undefined);
    if (!canPass(operations, wanted)) return [];
    return (["norms", "adjoints"] as const).flatMap((reads) =>
      rowFaultsOf(compiledRows({ program, operations, seeds, wanted, reads })),
    );
  });
}
