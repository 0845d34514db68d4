import type { Job } from "./control.js";
import type { Helper } from "./helper.js";
import type { Machine } from "./kernels.js";
import { helpingThreads } from "./threadHost.js";

/** An address to run the machine from, something to do outside of it, or nothing. */
export type Step = number | (() => void) | undefined;

/** By stretch and thread. */
export type TeamPass = readonly (readonly Step[])[];

export interface TeamPlace {
  readonly machine: Machine;
  /** For each thread room for the packed rows of a product. */
  readonly packs: readonly number[];
  /** A word of the machine's memory, for counting. */
  readonly joined: number;
}

let jobs = 0;
const releases = new FinalizationRegistry<{ readonly id: number; readonly helpers: readonly Helper[] }>(
  ({ id, helpers }) => {
    for (const helper of helpers) helper.post({ kind: "leave", id });
  },
);

/** Runs an execution's passes on all threads. */
export class Team {
  readonly #id = ++jobs;
  readonly #joined: Int32Array;
  #helpers: readonly Helper[] | undefined;

  constructor(
    private readonly place: TeamPlace,
    private readonly passes: readonly TeamPass[],
  ) {
    this.#joined = new Int32Array(place.machine.buffer, place.joined, 1);
  }

  /** Whether all helpers are there; the first who asks has them called, and does not wait. */
  isReady(): boolean {
    this.#helpers ??= this.#called();
    return !this.isLost && Atomics.load(this.#joined, 0) === this.#helpers.length;
  }

  /** Whether it will never be ready again. */
  get isLost(): boolean {
    const helpers = this.#helpers;
    for (let p = 0; helpers && p < helpers.length; p++) if (helpers[p]!.isLost) return true;
    return false;
  }

  /** After it no helper works on this execution's numbers. */
  settle(): void {
    const helpers = this.#helpers;
    for (let p = 0; helpers && p < helpers.length; p++) helpers[p]!.settle();
  }

  /** @throws NumericError when a helper stops in the middle of it */
  run(index: number): void {
    const helpers = this.#helpers!;
    const pass = this.passes[index]!;
    if (pass.length === 0) return;
    for (let p = 0; p < helpers.length; p++) helpers[p]!.offer(this.#id, index);
    for (let k = 0; k < pass.length; k++) {
      this.#step(pass[k]![0], 0);
      for (let p = 0; p < helpers.length; p++) if (!helpers[p]!.hasDone(k + 1)) this.#step(pass[k]![p + 1], p + 1);
      for (let p = 0; p < helpers.length; p++) helpers[p]!.proceed(k + 1);
    }
    for (let p = 0; p < helpers.length; p++) helpers[p]!.release();
  }

  #step(step: Step, thread: number): void {
    if (typeof step === "number") this.place.machine.run(step, this.place.packs[thread]!);
    else step?.();
  }

  #called(): readonly Helper[] {
    const helpers = helpingThreads();
    const { machine, packs, joined } = this.place;
    helpers.forEach((helper, p) => {
      const passes = this.passes.map((pass) => pass.map((stretch) => Number(stretch[p + 1] ?? 0)));
      const job: Job = {
        id: this.#id,
        module: machine.module,
        memory: machine.memory,
        pack: packs[p + 1]!,
        passes,
        joined,
      };
      helper.post({ kind: "join", job });
    });
    releases.register(this, { id: this.#id, helpers });
    return helpers;
  }
}
