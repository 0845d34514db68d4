/** A training pass in parts, without threads: each stretch's parts one after the other, in a given order. */
import type { FloatArray, Program } from "../../../src/engine/program/program.js";
import { Arenas } from "../../../src/engine/simd/arenas.js";
import { newMachine } from "../../../src/engine/simd/kernels.js";
import { Places } from "../../../src/engine/simd/memory.js";
import { TapeLoader } from "../../../src/engine/simd/tapeLoader.js";
import { TapeWriter } from "../../../src/engine/simd/tapeWriter.js";
import type { TeamPass } from "../../../src/engine/simd/team.js";

export interface Divided {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  forward(): void;
  backward(): void;
}

/** @param order of the parts; parts that wrote what others of the same stretch read would show in another order */
export function divided(program: Program, threads: number, order: "first to last" | "last to first"): Divided {
  const places = new Places(program);
  const writer = new TapeWriter(program, places);
  const passes = [writer.forward(threads), writer.backward(true, threads)];
  const loader = new TapeLoader(places.end);
  const machine = newMachine("float64", places.end + TapeLoader.bytes(passes));
  const arenas = new Arenas(program, places, machine.buffer);
  const [forward, backward] = passes.map((pass) => loader.load(machine.buffer, pass, arenas));
  const run = (pass: TeamPass): void => {
    for (const stretch of pass)
      for (const step of order === "first to last" ? stretch : [...stretch].reverse())
        if (typeof step === "number") machine.run(step, places.pack);
        else step?.();
  };
  const { values, adjoints } = arenas;
  return { values, adjoints, forward: () => run(forward!), backward: () => run(backward!) };
}
