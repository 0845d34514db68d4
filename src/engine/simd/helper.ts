import { NumericError } from "../errors.js";
import { reaches } from "./clock.js";
import { ABANDONED, FINISHED, type Message, State, WORDS, Word } from "./control.js";
import type { ThreadPort } from "./threadHost.js";

/** So long a pass waits for a helper to begin, before it does the helper's share itself. ms */
const GRACE = 0.1;
/** So long for one that has begun. ms */
const PATIENCE = 10_000;

/** A helping thread, as the first thread sees it. */
export class Helper {
  readonly #control = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  #isHelping = false;

  constructor(private readonly port: ThreadPort) {
    this.post({ kind: "start", control: this.#control });
  }

  /** Whether it will never help again. */
  get isLost(): boolean {
    return Atomics.load(this.#control, Word.state) === State.failed;
  }

  post(message: Message): void {
    this.port.postMessage(message);
    Atomics.add(this.#control, Word.posted, 1);
    this.#wake();
  }

  /** It need not be there to take it. @param job whose execution the helper has joined */
  offer(job: number, pass: number): void {
    const control = this.#control;
    Atomics.store(control, Word.job, job);
    Atomics.store(control, Word.pass, pass);
    Atomics.store(control, Word.done, 0);
    Atomics.store(control, Word.proceed, 0);
    Atomics.store(control, Word.state, State.offered);
    this.#isHelping = true;
    this.#wake();
  }

  /**
   * Waits for its share of a pass.
   * @param stretches that must be done
   * @returns false when it did not begin in time: then it never does, in this pass
   * @throws NumericError when it stopped in the middle of a pass
   */
  hasDone(stretches: number): boolean {
    const control = this.#control;
    if (this.#isHelping && Atomics.load(control, Word.state) === State.offered) this.#isHelping = this.#begins();
    if (!this.#isHelping) return false;
    if (reaches(control, Word.done, stretches, PATIENCE) && !this.isLost) return true;
    throw new NumericError(
      "A thread that helps with large batches stopped in the middle of a pass, so its numbers are incomplete. " +
        "Run the cell again.",
    );
  }

  /** All have done so many stretches. */
  proceed(stretches: number): void {
    if (!this.#isHelping) return;
    Atomics.store(this.#control, Word.proceed, stretches);
    this.#wake();
  }

  /** The pass is over. */
  release(): void {
    if (this.#isHelping) Atomics.store(this.#control, Word.state, State.free);
  }

  /** Sees to it that nothing is left of a pass that was cut off (by an interrupt, or an error). */
  settle(): void {
    const control = this.#control;
    if (Atomics.load(control, Word.state) === State.free) return;
    if (Atomics.compareExchange(control, Word.state, State.offered, State.free) !== State.taken) return;
    Atomics.store(control, Word.proceed, ABANDONED);
    this.#wake();
    const isOver = reaches(control, Word.done, FINISHED, PATIENCE);
    // a thread that never comes to the end of a stretch was ended itself
    Atomics.compareExchange(control, Word.state, State.taken, isOver ? State.free : State.failed);
  }

  #begins(): boolean {
    const control = this.#control;
    reaches(control, Word.state, State.taken, GRACE);
    return Atomics.compareExchange(control, Word.state, State.offered, State.free) !== State.offered;
  }

  #wake(): void {
    Atomics.add(this.#control, Word.signal, 1);
    if (Atomics.load(this.#control, Word.asleep) !== 0) Atomics.notify(this.#control, Word.signal);
  }
}
