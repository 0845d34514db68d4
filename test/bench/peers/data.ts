/** The same kind of data for every library: dense inputs, and a class to predict at each time step. */
import { Random } from "../../../src/engine/index.js";
import type { Shape } from "../versus/protocol.js";

export interface Data {
  /** [B][T][I], drawn from a normal distribution. */
  readonly x: readonly (readonly (readonly number[])[])[];
  /** [B][T], class indices from 0. */
  readonly target: readonly (readonly number[])[];
}

export function dataFor({ inputs, timeSteps, batch }: Shape): Data {
  const random = new Random(1);
  const many = <Item>(length: number, make: () => Item): Item[] => Array.from({ length }, make);
  return {
    x: many(batch, () => many(timeSteps, () => many(inputs, () => random.normal(0, 1)))),
    target: many(batch, () => many(timeSteps, () => Math.floor(random.uniform(0, inputs)))),
  };
}
