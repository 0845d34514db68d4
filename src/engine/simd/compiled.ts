/** A program as tapes and places: all that an execution needs but the memory, and all that a check of the plan reads. */
import type { Program } from "../program/program.js";
import { ContributionNorms } from "./contributionNorms.js";
import { Places } from "./memory.js";
import { type Pass, TapeWriter } from "./tapeWriter.js";

export interface TrainingPasses {
  readonly forward: Pass;
  readonly backward: Pass;
}

export interface Compiled {
  readonly program: Program;
  readonly threads: number;
  readonly places: Places;
  readonly tapes: TapeWriter;
  /** For one thread. */
  readonly alone: TrainingPasses;
  /** Shared among threads; undefined for one thread. */
  readonly divided: TrainingPasses | undefined;
}

/** Gives everything a place that any pass of the program needs, also those that are written later. */
export function compiled(program: Program, threads: number): Compiled {
  const places = new Places(program);
  const tapes = new TapeWriter(program, places);
  const passes = (count: number): TrainingPasses => ({
    forward: tapes.forward(count),
    backward: tapes.backward(true, count),
  });
  const alone = passes(1);
  const divided = threads > 1 ? passes(threads) : undefined;
  places.close(tapes.operations);
  ContributionNorms.reserve(program, tapes.stages, places);
  return { program, threads, places, tapes, alone, divided };
}
