/** A training pass in parts, without threads: each stretch's parts one after the other, in a given order. */
import type { Program } from "../../../src/engine/program/program.js";
import { newMachine } from "../../../src/engine/simd/kernels.js";
import { Places } from "../../../src/engine/simd/memory.js";
import { TapeLoader } from "../../../src/engine/simd/tapeLoader.js";
import { TapeWriter } from "../../../src/engine/simd/tapeWriter.js";
import type { TeamPass } from "../../../src/engine/simd/team.js";

export interface Divided {
  readonly values: Float64Array;
  readonly adjoints: Float64Array;
  forward(): void;
  backward(): void;
}

/** @param order of the parts; parts that wrote what others of the same stretch read would show in another order */
export function divided(program: Program, threads: number, order: "first to last" | "last to first"): Divided {
  const places = new Places(program);
  const registers = (): typeof arenas => arenas;
  const writer = new TapeWriter(program, places, registers);
  const passes = [writer.forward(threads), writer.backward(true, threads)];
  const loader = new TapeLoader(places.end);
  const machine = newMachine("float64", places.end + TapeLoader.bytes(passes));
  const numbers = (address: number, length: number) => new Float64Array(machine.buffer, address, length);
  const arenas = {
    values: numbers(places.values, program.arenaSize),
    adjoints: numbers(places.adjoints, program.arenaSize),
    contribution: numbers(places.contribution, program.sharedSize),
  };
  for (const { offset, value } of program.constants) arenas.values[offset] = value;
  const [forward, backward] = passes.map((pass) => loader.load(machine.buffer, pass));
  const run = (pass: TeamPass): void => {
    for (const stretch of pass)
      for (const step of order === "first to last" ? stretch : [...stretch].reverse())
        if (typeof step === "number") machine.run(step, places.pack);
        else step?.();
  };
  return { ...arenas, forward: () => run(forward!), backward: () => run(backward!) };
}
