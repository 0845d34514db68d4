/**
 * Proves a compiled plan: the machine's instructions are walked through in their order, in exact arithmetic, and must come
 * to what the program's own list of operations means. Nothing is known here of why the planner did what it did. Every pass
 * is walked twice with other numbers, so that whatever is left of the pass before shows.
 */
import type { Execution } from "../../../../src/engine/program/backend.js";
import type { Operand } from "../../../../src/engine/program/program.js";
import type { Compiled, TrainingPasses } from "../../../../src/engine/simd/compiled.js";
import { ContributionNorms } from "../../../../src/engine/simd/contributionNorms.js";
import { adjointsOf, type RuleCall } from "../../../../src/engine/simd/ruleCall.js";
import { Code } from "../../../../src/engine/simd/tape.js";
import type { Pass } from "../../../../src/engine/simd/tapeWriter.js";
import { givenPlaces, Meant, placesOf, seedPlaces } from "./meant.js";
import { forward, pull, type Residues } from "./operations.js";
import { residue } from "./residues.js";
import { Walk } from "./walk.js";

/** So many faults are told. */
const MOST_FAULTS = 20;

/** @returns what is wrong, in words; nothing for a plan that is right */
export function faultsOf(plan: Compiled): string[] {
  const ways = plan.divided ? [plan.alone, plan.divided] : [plan.alone];
  const { threads } = plan;
  return ways
    .flatMap((passes) => new PlanWalk(plan, passes === plan.alone ? 1 : threads).faults(passes))
    .slice(0, MOST_FAULTS);
}

class PlanWalk {
  readonly #walk: Walk;
  readonly #values: Residues;
  readonly #adjoints: Residues;
  readonly #contribution: Residues;
  readonly #faults: string[] = [];

  constructor(
    private readonly plan: Compiled,
    threads: number,
  ) {
    const { program, places } = plan;
    this.#walk = new Walk(program.dtype, places.end, threads);
    const view = (address: number, count: number): Residues => {
      const start = this.#walk.cells.index(address);
      return this.#walk.cells.numbers.subarray(start, start + count);
    };
    this.#values = view(places.values, program.arenaSize);
    this.#adjoints = view(places.adjoints, program.arenaSize);
    this.#contribution = view(places.contribution, program.sharedSize);
  }

  faults(passes: TrainingPasses): string[] {
    for (const draw of [1, 2]) {
      const meant = new Meant(this.plan.program, draw);
      this.#forward(passes.forward, meant);
      this.#backward(passes.backward, meant);
      if (passes !== this.plan.alone || draw === 1) continue;
      const { timeSteps } = this.plan.program;
      const shares = Array.from({ length: timeSteps }, (_, i) => meant.contribution(i + 1));
      this.#contributions(shares);
      this.#norms(shares);
      this.#propagation(meant);
    }
    return [...this.#walk.cells.faults, ...this.#faults];
  }

  #forward(pass: Pass, meant: Meant): void {
    const { program, places } = this.plan;
    const { cells } = this.#walk;
    cells.forget(places.values, program.arenaSize);
    const given = [...givenPlaces(program), ...program.constants.map(({ offset }) => offset)];
    for (const at of given) {
      this.#values[at] = meant.values[at]!;
      cells.load(places.value({ offset: at }), 1);
    }
    meant.forward();
    this.#run(pass);
    this.#compareNamed("value", meant.values, this.#values);
  }

  #backward(pass: Pass, meant: Meant): void {
    const { program, places } = this.plan;
    const { cells } = this.#walk;
    meant.backward();
    cells.forget(places.adjoints, program.arenaSize);
    // what the losses are read for is not known to the seeds that are written: each sequence gets its own here
    for (const at of seedPlaces(program)) {
      this.#adjoints[at] = meant.seed(at);
      cells.load(places.adjoint({ offset: at }), 1);
    }
    this.#run(pass);
    // an adjoint that nothing ever comes back to keeps the zero that memory begins with
    cells.load(places.adjoints, program.arenaSize);
    this.#compareNamed("adjoint", meant.adjoints, this.#adjoints);
  }

  #contributions(shares: readonly Residues[]): void {
    const { program, tapes } = this.plan;
    shares.forEach((share, i) => {
      this.#run(tapes.contribution(i + 1));
      for (const [name, operand] of program.parameters)
        this.#compare(`contribution of time step ${i + 1} to ${name}`, operand, share, this.#contribution);
    });
  }

  /** Everything once more, as where the caller has set any adjoints. */
  #propagation(meant: Meant): void {
    this.#adjoints.fill(0);
    for (const at of seedPlaces(this.plan.program)) this.#adjoints[at] = meant.seed(at);
    this.#run(this.plan.tapes.backward(false));
    this.#compareNamed("propagated adjoint", meant.adjoints, this.#adjoints);
  }

  #norms(shares: readonly Residues[]): void {
    const { program, places, tapes } = this.plan;
    const { plain } = this.#walk;
    const execution = {
      program,
      values: new Float64Array(plain, 0, 1),
      contributions: (time: number, into: Residues) => into.set(shares[time - 1]!),
    } as Pick<Execution, "program" | "values" | "contributions"> as Execution;
    const norms = new ContributionNorms(execution, tapes.stages, places, {
      norms: (words, rows) => {
        this.#walk.run(Int32Array.from([...words, places.norms, Code.end]));
        return new Float64Array(plain, places.norms, rows);
      },
      segment: (words) => this.#walk.run(words),
    }).read();
    for (const [name, { offset, size }] of program.parameters)
      shares.forEach((share, i) => {
        const part = share.subarray(offset, offset + size);
        this.#compareNorm(`norm of the contribution of time step ${i + 1} to ${name}`, part, norms.get(name)![i]!);
      });
  }

  /** A norm is kept as its square; what was looked at itself has a root. */
  #compareNorm(what: string, numbers: Residues, found: number): void {
    const square = numbers.reduce((sum, x) => residue(sum + x * x), 0);
    const isSquare = Number.isInteger(found) && residue(found) === square;
    const isNorm = Math.abs(found - Math.hypot(...numbers)) <= 1e-9 * found;
    if (!isSquare && !isNorm) this.#faults.push(`${what} is not that of its numbers`);
  }

  #run(pass: Pass): void {
    const { cells } = this.#walk;
    for (const stretch of pass) {
      stretch.forEach((step, thread) => {
        cells.enter(thread);
        if (step instanceof Int32Array) this.#walk.run(step);
        else if (step) this.#rule(step);
      });
      cells.barrier();
    }
    cells.enter(0);
    this.#walk.forgetPacked();
  }

  #rule(call: RuleCall): void {
    const { operation } = call;
    this.#touch(call);
    if (call.does === "forward") {
      forward(operation, this.#values);
      return;
    }
    const { from, into } = adjointsOf(call, { adjoints: this.#adjoints, contribution: this.#contribution });
    pull(operation, call.index, this.#values, from, into);
  }

  /** What a reference rule reads and writes. */
  #touch(call: RuleCall): void {
    const { places } = this.plan;
    const { cells } = this.#walk;
    const { operation } = call;
    const block = (address: number, { size, stride }: Operand) => ({
      address,
      rows: stride === 0 ? 1 : operation.samples,
      row: places.bytes(stride),
      size,
    });
    cells.instruction = `the rule of ${operation.kind}`;
    for (const input of operation.inputs) cells.reads(block(places.value(input), input));
    if (call.does === "forward") cells.writes(block(places.value(operation.out), operation.out));
    if (call.does !== "pull") return;
    cells.reads(block(places.adjoint(operation.out), operation.out));
    const target = block(places.adjoint(operation.inputs[call.index]!), operation.inputs[call.index]!);
    cells.reads(target);
    cells.writes(target);
  }

  /** Of all that has a name, at every time step, and before the first. */
  #compareNamed(what: string, expected: Residues, found: Residues): void {
    const { sequences, derived, parameters } = this.plan.program;
    for (const [name, { at, boundary }] of sequences)
      for (const [t, operand] of [...at.entries(), ...boundary])
        if (operand) this.#compare(`${what} of ${name}[${t}]`, operand, expected, found);
    for (const [name, operand] of [...derived, ...parameters])
      this.#compare(`${what} of ${name}`, operand, expected, found);
  }

  #compare(what: string, operand: Operand, expected: Residues, found: Residues): void {
    const wrong = placesOf(operand, this.plan.program.batchSize).find((at) => expected[at] !== found[at]);
    if (wrong === undefined || this.#faults.length >= MOST_FAULTS) return;
    this.#faults.push(`${what} is not what the equations mean (entry ${wrong - operand.offset})`);
  }
}
