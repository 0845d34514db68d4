import { reaches } from "./clock.js";
import { ABANDONED, FINISHED, type Job, type Message, State, Word } from "./control.js";
import { instanceOf, type Machine } from "./kernels.js";

/** So long a helper turns round before it sleeps: to be woken takes up to 50 µs. ms */
const WAKEFUL = 0.2;

interface Joined {
  readonly job: Job;
  readonly machine: Machine;
}

/** What a thread does that helps: it gets messages, and between them takes its share of the passes that it is offered. */
export class HelperThread {
  #control: Int32Array = new Int32Array(0);
  readonly #jobs = new Map<number, Joined>();
  #received = 0;

  /** Returns when the next message is on its way. */
  receive(message: Message): void {
    this.#received++;
    if (message.kind === "start") this.#control = message.control;
    else if (message.kind === "join") this.#join(message.job);
    else this.#jobs.delete(message.id);
    this.#serve();
  }

  #join(job: Job): void {
    this.#jobs.set(job.id, { job, machine: instanceOf(job.module, job.memory) });
    Atomics.add(new Int32Array(job.memory.buffer), job.joined / 4, 1);
  }

  #serve(): void {
    const control = this.#control;
    for (;;) {
      const signal = Atomics.load(control, Word.signal);
      if (Atomics.load(control, Word.posted) > this.#received) return;
      const state = Atomics.compareExchange(control, Word.state, State.offered, State.taken);
      if (state === State.offered) this.#help();
      else this.#wait(signal);
    }
  }

  #help(): void {
    const control = this.#control;
    const joined = this.#jobs.get(Atomics.load(control, Word.job));
    try {
      this.#run(joined!, joined!.job.passes[Atomics.load(control, Word.pass)]!);
    } catch {
      Atomics.store(control, Word.state, State.failed); // the first thread says so to the user
    }
    Atomics.store(control, Word.done, FINISHED);
  }

  #run({ job, machine }: Joined, tapes: readonly number[]): void {
    for (let k = 0; k < tapes.length; k++) {
      if (k > 0 && !this.#mayProceed(k)) return;
      if (tapes[k] !== 0) machine.run(tapes[k]!, job.pack);
      if (k + 1 < tapes.length) Atomics.store(this.#control, Word.done, k + 1);
    }
  }

  /** Waits until all have done `stretches` of the pass; false when it was abandoned. */
  #mayProceed(stretches: number): boolean {
    for (;;) {
      const signal = Atomics.load(this.#control, Word.signal);
      const proceed = Atomics.load(this.#control, Word.proceed);
      if (proceed === ABANDONED) return false;
      if (proceed >= stretches) return true;
      this.#wait(signal);
    }
  }

  /** Until the first thread says something. */
  #wait(signal: number): void {
    const control = this.#control;
    if (reaches(control, Word.signal, signal + 1, WAKEFUL)) return;
    Atomics.store(control, Word.asleep, 1);
    Atomics.wait(control, Word.signal, signal);
    Atomics.store(control, Word.asleep, 0);
  }
}
