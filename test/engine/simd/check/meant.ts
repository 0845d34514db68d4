/** A program's numbers in exact arithmetic, computed by its own lists, operation by operation. */
import { isFusedPrediction } from "../../../../src/engine/program/contributions.js";
import type { Operand, Operation, Program } from "../../../../src/engine/program/program.js";
import { forward, pull, type Residues } from "./operations.js";
import { MODULUS, scrambled } from "./residues.js";

export class Meant {
  readonly values: Residues;
  readonly adjoints: Residues;
  /** In backward order; index 0: those outside time. */
  #byTime: readonly Operation[][] | undefined;

  /** @param draw which random numbers parameters, inputs, initial states and constants get */
  constructor(
    readonly program: Program,
    private readonly draw: number,
  ) {
    this.values = new Float64Array(program.arenaSize);
    this.adjoints = new Float64Array(program.arenaSize);
    for (const at of givenPlaces(program)) this.values[at] = this.#random("given", at);
    for (const { offset, value } of program.constants) this.values[offset] = scrambled(`number ${value}`, draw);
  }

  forward(): void {
    for (const operation of this.program.forward) forward(operation, this.values);
  }

  /** The adjoints of the losses, so that no two are alike; then all others. */
  backward(): void {
    this.propagate(new Map(seedPlaces(this.program).map((at) => [at, this.seed(at)])));
  }

  /** All adjoints from those of some numbers, by their places. */
  propagate(seeds: ReadonlyMap<number, number>): void {
    this.adjoints.fill(0);
    for (const [at, seed] of seeds) this.adjoints[at] = seed;
    for (const { operation, mode } of this.program.backward)
      for (let i = 0; i < operation.inputs.length; i++) {
        const isWanted = mode === "observe" ? i === 1 : !isFusedPrediction(operation, i);
        if (isWanted && operation.inputs[i]!.differentiable) this.#pull(operation, i, this.adjoints);
      }
  }

  /** What one time step alone adds to the adjoints of what the batch shares. [sharedSize] */
  contribution(time: number): Residues {
    const into = new Float64Array(this.program.sharedSize);
    const add = (operations: readonly Operation[], from: Residues): void => {
      for (const operation of operations)
        operation.inputs.forEach((input, i) => {
          if (input.differentiable && input.stride === 0 && !isFusedPrediction(operation, i))
            pull(operation, i, this.values, from, into);
        });
    };
    add(this.#backwardAt(time), this.adjoints);
    add(this.#backwardAt(0), into);
    return into;
  }

  #backwardAt(time: number): readonly Operation[] {
    this.#byTime ??= this.#backwardByTime();
    return this.#byTime[time]!;
  }

  #backwardByTime(): Operation[][] {
    const byTime: Operation[][] = Array.from({ length: this.program.timeSteps + 1 }, () => []);
    for (const operation of [...this.program.forward].reverse()) byTime[operation.time]!.push(operation);
    return byTime;
  }

  /** The adjoint that a loss begins with. */
  seed(at: number): number {
    return this.#random("seed", at);
  }

  #pull(operation: Operation, index: number, into: Residues): void {
    pull(operation, index, this.values, this.adjoints, into);
  }

  #random(what: string, at: number): number {
    return 1 + (scrambled(what, this.draw, at) % (MODULUS - 1));
  }
}

/** Every number of an operand, for all sequences. */
export function placesOf({ offset, size, stride }: Operand, batchSize: number): number[] {
  return Array.from({ length: stride === 0 ? size : size * batchSize }, (_, i) => offset + i);
}

/** What is loaded before a forward pass: parameters, inputs, and states before their first step. */
export function givenPlaces({ parameters, inputs, sequences, batchSize }: Program): number[] {
  const outside = [...sequences.values()].flatMap(({ boundary }) => [...boundary.values()]);
  const given = [...inputs.values()].flatMap(({ at, boundary }) => [...at, ...boundary.values()]);
  return [...parameters.values(), ...outside, ...given].flatMap((operand) =>
    operand ? placesOf(operand, batchSize) : [],
  );
}

/** The losses themselves. */
export function seedPlaces({ losses, batchSize }: Program): number[] {
  return losses.flatMap(({ operand }) => placesOf(operand, batchSize));
}
