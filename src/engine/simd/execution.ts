import { type Backend, type Execution, seedLosses } from "../program/backend.js";
import type { FloatArray, Program } from "../program/program.js";
import { Arenas } from "./arenas.js";
import { now } from "./clock.js";
import { type Compiled, compiled } from "./compiled.js";
import { ContributionNorms } from "./contributionNorms.js";
import { type Machine, newMachine } from "./kernels.js";
import { PACK_BYTES, type Places } from "./memory.js";
import { Pace } from "./pace.js";
import { performRule } from "./ruleCall.js";
import { Code } from "./tape.js";
import { TapeLoader } from "./tapeLoader.js";
import type { Pass, TapeWriter } from "./tapeWriter.js";
import { Team, type TeamPass } from "./team.js";
import { threadsAllowed } from "./threadHost.js";
import { isWorthThreads } from "./work.js";

/** Patience with threads that start where they must be waited for, ms. */
const LONGEST_START = 20_000;
/** The passes that a team can run. */
const [FORWARD, BACKWARD] = [0, 1];

/**
 * When passes are shared among threads: where that is faster, by measurement; or, for tests, always (also small ones,
 * and waiting for the threads to start).
 */
type Sharing = "faster" | "always";

class SimdExecution implements Execution {
  readonly #machine: Machine;
  readonly #places: Places;
  readonly #arenas: Arenas;
  readonly #tapes: TapeWriter;
  readonly #forward: TeamPass;
  readonly #backward: TeamPass;
  /** What is asked for seldom is written when it first is, and copied into the machine for each run, in one thread. */
  #propagate: Pass | undefined;
  readonly #contributions = new Map<number, Pass>();
  #contributionNorms: ContributionNorms | undefined;
  readonly #team: Team | undefined;
  readonly #paces = [new Pace(), new Pace()];
  readonly #compiled: Compiled;
  /** Whether adjoints may hold what the backward pass does not overwrite. */
  #isDirty = false;

  constructor(
    readonly program: Program,
    private readonly sharing: Sharing,
  ) {
    const threads = sharing === "always" || isWorthThreads(program) ? threadsAllowed() : 1;
    this.#compiled = compiled(program, threads);
    const { places, tapes, alone, divided } = this.#compiled;
    this.#places = places;
    this.#tapes = tapes;
    const packs = Array.from({ length: threads }, (_, p) =>
      p === 0 ? places.pack : places.roomOfBytes(`pack ${p}`, PACK_BYTES),
    );
    const joined = places.roomOfBytes("joined", 4);
    const loader = new TapeLoader(places.end);
    const passes = [alone, ...(divided ? [divided] : [])].map(({ forward, backward }) => [forward, backward]);
    const bytes = places.end + TapeLoader.bytes(passes.flat());
    this.#machine = newMachine(program.dtype, bytes, { shared: threads > 1 });
    this.#arenas = new Arenas(program, places, this.#machine.buffer);
    const load = (pass: Pass): TeamPass => loader.load(this.#machine.buffer, pass, this.#arenas);
    const [own, shared] = passes.map((pair) => pair.map(load));
    [this.#forward, this.#backward] = own as [TeamPass, TeamPass];
    if (shared) this.#team = new Team({ machine: this.#machine, packs, joined }, shared);
  }

  /** See `PlannedExecution`. */
  get decisions(): string {
    return this.#tapes.decisions.toString();
  }

  get values(): FloatArray {
    return this.#settled().values;
  }

  get adjoints(): FloatArray {
    return this.#settled().adjoints;
  }

  /** The numbers, when no helper is at work on them: one may be, after a pass that was cut off. */
  #settled(): Arenas {
    this.#team?.settle();
    return this.#arenas;
  }

  forward(): void {
    this.#run(this.#forward, FORWARD);
  }

  backward(seeds: ArrayLike<number>): void {
    const { adjoints } = this;
    if (this.#isDirty) adjoints.fill(0);
    this.#isDirty = false;
    seedLosses({ adjoints, program: this.program }, seeds);
    this.#run(this.#backward, BACKWARD);
  }

  propagate(): void {
    this.#isDirty = true;
    this.#propagate ??= this.#tapes.backward(false);
    this.#runOnce(this.#propagate);
  }

  contributions(time: number, into: FloatArray): void {
    const known = this.#contributions.get(time);
    const tape = known ?? this.#tapes.contribution(time);
    if (!known) this.#contributions.set(time, tape);
    this.#runOnce(tape);
    into.set(this.#arenas.contribution);
  }

  adjointNorms(offset: number, rows: number, size: number): Float64Array {
    return this.#normsOf([Code.norms, rows, size, this.#places.adjoint({ offset })], rows);
  }

  contributionNorms(): Map<string, Float64Array> {
    this.#contributionNorms ??= new ContributionNorms(this, this.#tapes.stages, this.#places, {
      norms: (words, rows) => this.#normsOf(words, rows),
      segment: (words) => this.#runSegment(words),
    });
    return this.#contributionNorms.read();
  }

  /** Runs an instruction that makes norms. @returns valid until the next */
  #normsOf(words: readonly number[], rows: number): Float64Array {
    const { once, norms } = this.#settled();
    once.set(words);
    once[words.length] = this.#places.norms;
    once[words.length + 1] = Code.end;
    this.#machine.run(this.#places.once, this.#places.pack);
    return norms.subarray(0, rows);
  }

  /** @param index of the same pass in the team */
  #run(pass: TeamPass, index: number): void {
    const team = this.#team;
    team?.settle();
    if (!team || !this.#isReady(team)) {
      this.#runAlone(pass);
      return;
    }
    const pace = this.#paces[index]!;
    const way = this.sharing === "always" ? 1 : pace.next();
    const start = now();
    if (way === 1) team.run(index);
    else this.#runAlone(pass);
    pace.took(way, now() - start);
  }

  #isReady(team: Team): boolean {
    const end = this.sharing === "always" ? now() + LONGEST_START : 0;
    for (;;) {
      if (team.isReady()) return true;
      if (team.isLost || now() > end) return false;
    }
  }

  #runAlone(pass: TeamPass): void {
    for (let k = 0; k < pass.length; k++) {
      const step = pass[k]![0];
      if (typeof step === "number") this.#machine.run(step, this.#places.pack);
      else step?.();
    }
  }

  #runOnce(pass: Pass): void {
    for (const [step] of pass) {
      if (step instanceof Int32Array) this.#runSegment(step);
      else if (step) performRule(step, this.#settled());
    }
  }

  #runSegment(words: Int32Array): void {
    this.#settled().once.set(words);
    this.#machine.run(this.#places.once, this.#places.pack);
  }
}

/** The backend with its threads used in a certain way. */
export const simdBackendOf = (sharing: Sharing): Backend => ({
  name: "simd",
  execution: (program) => new SimdExecution(program, sharing),
});

/** WebAssembly SIMD kernels over one memory; the whole of a pass is one call. */
export const simdBackend: Backend = simdBackendOf("faster");
