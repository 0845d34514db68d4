/**
 * What the fast engine makes of a network: the instructions on its tapes, and what its planner has decided. The one place
 * that looks into the engine for the coverage.
 */
import { BatchNorms, type RunNorms } from "../../src/engine/simd/batchNorms.js";
import { Decision, Decisions } from "../../src/engine/simd/decisions.js";
import type { Run } from "../../src/engine/simd/run.js";
import { Code, Tape } from "../../src/engine/simd/tape.js";
import { MachineBinary, MachineFunction, MachineLoss } from "../../src/engine/simd/wasm/opcodes.js";
import type { Coverage } from "./coverage.js";

/** Instructions whose first word tells which function they apply. */
const OF_FUNCTIONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [Code.map]: MachineFunction,
  [Code.pull]: MachineFunction,
  [Code.combine]: MachineBinary,
  [Code.pullBinary]: MachineBinary,
  [Code.loss]: MachineLoss,
  [Code.pullLoss]: MachineLoss,
};

/** What is to be met. */
export function expectPlans(coverage: Coverage): void {
  // the end of a tape is no instruction that a plan chooses
  const codes = membersOf(Code).filter((name) => name !== "end");
  const applied = Object.entries(OF_FUNCTIONS).flatMap(([code, list]) =>
    membersOf(list).map((name) => `${Code[Number(code)]} of ${name}`),
  );
  coverage.expect("instruction", [...codes, ...applied]);
  coverage.expect("decision of the planner", membersOf(Decision));
}

const membersOf = (list: object): string[] => Object.values(list).filter((name) => typeof name === "string");

/** Watches the plans that are made from now on. */
export class PlanWatch {
  #met = new Set<string>();

  constructor() {
    const meet = (kind: string, name: string): void => void this.#met.add(`${kind}\n${name}`);
    const { emit } = Tape.prototype;
    Tape.prototype.emit = function (this: Tape, code: number, ...words: readonly number[]): void {
      for (const name of namesOf(code, words)) meet("instruction", name);
      emit.call(this, code, ...words);
    };
    watchNorms((code) => meet("instruction", Code[code]!));
    const { add, together } = Decisions.prototype;
    Decisions.prototype.add = function (this: Decisions, decision, run: Run, index): void {
      meet("decision of the planner", Decision[decision]);
      if (decision === Decision.byTheReferenceRule) meet("done by the reference rules", run.operation.kind);
      add.call(this, decision, run, index);
    };
    Decisions.prototype.together = function (this: Decisions, a: Run, b: Run): void {
      if (a !== b) meet("decision of the planner", Decision[Decision.sameInstruction]);
      together.call(this, a, b);
    };
  }

  /** Counts what was met since it was asked last, each once. */
  count(coverage: Coverage): void {
    for (const met of this.#met) coverage.count(...(met.split("\n") as [string, string]));
    this.#met = new Set();
  }
}

/** What runs the instructions that make a batch's norms: they stand on no tape. */
interface NormsRunner {
  run: RunNorms;
}

function watchNorms(meet: (code: number) => void): void {
  const { read } = BatchNorms.prototype;
  const seen = new WeakSet<NormsRunner>();
  const watch = (runner: NormsRunner): void => {
    if (seen.has(runner)) return;
    seen.add(runner);
    const { run } = runner;
    runner.run = (words, count) => {
      // what a pass did not leave is made first, by an instruction of its own
      meet(words[0]!);
      if (words[0] === Code.stepProducts) meet(Code.stepNorms);
      return run(words, count);
    };
  };
  BatchNorms.prototype.read = function (this: BatchNorms, into): void {
    const own = this as unknown as NormsRunner & { readonly quick?: NormsRunner };
    for (const runner of [own, own.quick]) if (runner) watch(runner);
    read.call(this, into);
  };
}

/** An instruction, and with the function that it applies. */
function namesOf(code: number, [first]: readonly number[]): string[] {
  const name = Code[code] ?? `code ${code}`;
  const applied = OF_FUNCTIONS[code]?.[first!];
  return applied === undefined ? [name] : [name, `${name} of ${applied}`];
}
