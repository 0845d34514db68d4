import { type Backend, type Execution, seedLosses } from "../program/backend.js";
import type { Dtype, FloatArray, Program } from "../program/program.js";
import { now, spinUntil } from "./clock.js";
import { type Machine, newMachine } from "./kernels.js";
import { PACK_BYTES, Places } from "./memory.js";
import { Pace } from "./pace.js";
import { TapeLoader } from "./tapeLoader.js";
import { type Pass, TapeWriter } from "./tapeWriter.js";
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
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  readonly #machine: Machine;
  readonly #pack: number;
  readonly #forward: TeamPass;
  readonly #backward: TeamPass;
  readonly #propagate: TeamPass;
  readonly #contributions: readonly TeamPass[];
  readonly #team: Team | undefined;
  readonly #paces = [new Pace(), new Pace()];
  /** One time step's contributions, laid out like the shared part of the arena. */
  readonly contribution: FloatArray;
  /** Whether adjoints may hold what the backward pass does not overwrite. */
  #isDirty = false;

  constructor(
    readonly program: Program,
    private readonly sharing: Sharing,
  ) {
    const { dtype, arenaSize, sharedSize, constants } = program;
    const places = new Places(program);
    const threads = sharing === "always" || isWorthThreads(program) ? threadsAllowed() : 1;
    const writer = new TapeWriter(program, places, () => this);
    const passes: Pass[] = [writer.forward(), writer.backward(true), writer.backward(false), ...writer.contributions()];
    const divided = threads > 1 ? [writer.forward(threads), writer.backward(true, threads)] : [];
    const packs = [
      places.pack,
      ...Array.from({ length: threads - 1 }, (_, p) => places.roomOfBytes(`pack ${p}`, PACK_BYTES)),
    ];
    const joined = places.roomOfBytes("joined", 4);
    const loader = new TapeLoader(places.end);
    this.#machine = newMachine(dtype, places.end + TapeLoader.bytes([...passes, ...divided]), { shared: threads > 1 });
    this.#pack = places.pack;
    const { buffer } = this.#machine;
    this.values = numbersAt(dtype, buffer, places.values, arenaSize);
    this.adjoints = numbersAt(dtype, buffer, places.adjoints, arenaSize);
    this.contribution = numbersAt(dtype, buffer, places.contribution, sharedSize);
    for (const { offset, value } of constants) this.values[offset] = value;
    const load = (pass: Pass): TeamPass => loader.load(buffer, pass);
    const [forward, backward, propagate, ...contributions] = passes.map(load);
    [this.#forward, this.#backward, this.#propagate] = [forward!, backward!, propagate!];
    this.#contributions = contributions;
    if (threads > 1) this.#team = new Team({ machine: this.#machine, packs, joined }, divided.map(load));
  }

  forward(): void {
    this.#run(this.#forward, FORWARD);
  }

  backward(seeds: ArrayLike<number>): void {
    if (this.#isDirty) this.adjoints.fill(0);
    this.#isDirty = false;
    seedLosses(this, seeds);
    this.#run(this.#backward, BACKWARD);
  }

  propagate(): void {
    this.#isDirty = true;
    this.#run(this.#propagate);
  }

  contributions(time: number, into: FloatArray): void {
    this.#run(this.#contributions[time - 1]!);
    into.set(this.contribution);
  }

  /** @param index of the same pass in the team, if it has it */
  #run(pass: TeamPass, index?: number): void {
    const team = this.#team;
    team?.settle();
    if (index === undefined || !team || !this.#isReady()) {
      this.#runAlone(pass);
      return;
    }
    const way = this.sharing === "always" ? 1 : this.#paces[index]!.next();
    const start = now();
    if (way === 1) team.run(index);
    else this.#runAlone(pass);
    this.#paces[index]!.took(way, now() - start);
  }

  #isReady(): boolean {
    const team = this.#team;
    if (this.sharing === "always" && team) spinUntil(() => team.isReady() || team.isLost, LONGEST_START);
    return team?.isReady() ?? false;
  }

  #runAlone(pass: TeamPass): void {
    for (let k = 0; k < pass.length; k++) {
      const step = pass[k]![0];
      if (typeof step === "number") this.#machine.run(step, this.#pack);
      else step?.();
    }
  }
}

function numbersAt(dtype: Dtype, buffer: ArrayBufferLike, address: number, length: number): FloatArray {
  return dtype === "float32" ? new Float32Array(buffer, address, length) : new Float64Array(buffer, address, length);
}

/** The backend with its threads used in a certain way. */
export const simdBackendOf = (sharing: Sharing): Backend => ({
  name: "simd",
  execution: (program) => new SimdExecution(program, sharing),
});

/** WebAssembly SIMD kernels over one memory; the whole of a pass is one call. */
export const simdBackend: Backend = simdBackendOf("faster");
