import type { Arenas } from "./arenas.js";
import { performRule } from "./ruleCall.js";
import type { Pass } from "./tapeWriter.js";
import type { Step, TeamPass } from "./team.js";

/** Puts tapes into memory, one behind the other. */
export class TapeLoader {
  #next: number;

  /** @param start the first free address */
  constructor(start: number) {
    this.#next = start;
  }

  /** What passes take. */
  static bytes(passes: readonly Pass[]): number {
    const words = passes.flat(2).map((tape) => (tape instanceof Int32Array ? tape.length : 0));
    return 4 * words.reduce((sum, n) => sum + n, 0);
  }

  /** @param arenas what the rules work on that the machine calls for */
  load(buffer: ArrayBufferLike, pass: Pass, arenas: Arenas): TeamPass {
    return pass.map((stretch) =>
      stretch.map((step) => {
        if (step instanceof Int32Array) return this.#put(buffer, step);
        return step && (() => performRule(step, arenas));
      }),
    );
  }

  #put(buffer: ArrayBufferLike, tape: Int32Array): Step {
    const address = this.#next;
    new Int32Array(buffer, address, tape.length).set(tape);
    this.#next += 4 * tape.length;
    return address;
  }
}
