/**
 * What the fast engine makes of a network: the instructions on its tapes, and what its planner has fused. The one place
 * that looks into the engine for the coverage.
 */
import type { Program } from "../../src/engine/program/program.js";
import { isForeign } from "../../src/engine/simd/foreign.js";
import { groupsOf } from "../../src/engine/simd/groups.js";
import { BINARIES, FUNCTIONS, LOSSES } from "../../src/engine/simd/instructions.js";
import { lossesAtSoftmaxes } from "../../src/engine/simd/pairs.js";
import { planOf } from "../../src/engine/simd/plan.js";
import { withSumsAsTerms } from "../../src/engine/simd/sums.js";
import { Code, Tape } from "../../src/engine/simd/tape.js";
import type { Coverage } from "./coverage.js";

const CODES = new Map(Object.entries(Code).map(([name, code]) => [code as number, name]));
/** The end mark, and what is run by itself and stands on no tape. */
const ON_NO_TAPE: readonly string[] = ["end", "norms", "productNorms", "sumNorms", "stepNorms"];
/** Instructions whose first word tells which function they apply. */
const OF_FUNCTIONS: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  [Code.map]: FUNCTIONS,
  [Code.pull]: FUNCTIONS,
  [Code.combine]: BINARIES,
  [Code.pullBinary]: BINARIES,
  [Code.loss]: LOSSES,
  [Code.pullLoss]: LOSSES,
};
const FUSIONS = [
  "sum as its terms",
  "gates of one vector",
  "sum of products",
  "softmax with its loss",
  "recurrent stage",
  "stage over all time steps",
] as const;

/** What is to be met. */
export function expectPlans(coverage: Coverage): void {
  coverage.expect(
    "instruction",
    [...CODES.values()].filter((name) => !ON_NO_TAPE.includes(name)),
  );
  coverage.expect("fusion", FUSIONS);
}

/** Watches the tapes that are written from now on. @returns the names of the instructions met since the last call */
export function watchTapes(): () => ReadonlySet<string> {
  let met = new Set<string>();
  const { emit } = Tape.prototype;
  Tape.prototype.emit = function (this: Tape, code: number, ...words: readonly number[]): void {
    const name = CODES.get(code) ?? `code ${code}`;
    met.add(name);
    const table = OF_FUNCTIONS[code];
    const applied = table && Object.keys(table).filter((key) => table[key] === words[0]);
    if (applied) met.add(`${name} of ${applied.join(" or ")}`);
    emit.call(this, code, ...words);
  };
  return () => {
    const found = met;
    met = new Set();
    return found;
  };
}

/** Counts what the planner has done with a program, each once. */
export function countPlan(coverage: Coverage, program: Program): void {
  const operations = withSumsAsTerms(program.forward);
  const stages = planOf(operations, program.batchSize);
  const groups = stages.flatMap(({ runs }) => groupsOf(runs));
  const first = groups.map((group) => [group, group[0]!.operation.kind] as const);
  const met: Readonly<Record<(typeof FUSIONS)[number], boolean>> = {
    "sum as its terms":
      operations.length !== program.forward.length || operations.some((o, i) => o.kind !== program.forward[i]!.kind),
    "gates of one vector": first.some(([group, kind]) => group.length > 1 && kind === "matmul"),
    "sum of products": first.some(([group, kind]) => group.length > 1 && kind === "times"),
    "softmax with its loss": lossesAtSoftmaxes(groups).length < groups.length,
    "recurrent stage": stages.some(({ isRecurrent }) => isRecurrent),
    "stage over all time steps": stages.some(
      ({ isRecurrent, runs }) => !isRecurrent && runs.some(({ steps }) => steps > 1),
    ),
  };
  for (const name of FUSIONS) if (met[name]) coverage.count("fusion", name);
  for (const kind of new Set(operations.filter(isForeign).map(({ kind }) => kind)))
    coverage.count("done by the reference rules", kind);
}
