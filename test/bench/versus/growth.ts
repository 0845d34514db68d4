/** Networks that grow in one dimension at a time. */
import type { Case } from "./cases.js";

const BASE = { cell: "rnn", hidden: 64, inputs: 32, timeSteps: 100, batch: 16 } as const;
const VALUES = {
  H: [16, 32, 64, 128, 256],
  T: [25, 100, 400, 1600],
  B: [1, 4, 16, 64],
} as const;
const DIMENSION = { H: "hidden", T: "timeSteps", B: "batch" } as const;

/** @param quick  the smallest and largest of each dimension, and one between */
export function growthCases(quick: boolean): { varied: "H" | "T" | "B"; case: Case }[] {
  return (["H", "T", "B"] as const).flatMap((varied) => {
    const values: readonly number[] = VALUES[varied];
    const chosen = quick ? [values[0]!, values[values.length >> 1]!, values.at(-1)!] : values;
    return chosen.map((value) => ({ varied, case: grown(varied, value) }));
  });
}

function grown(varied: "H" | "T" | "B", value: number): Case {
  return { task: "step", dtype: "float64", shape: { ...BASE, [DIMENSION[varied]]: value } };
}
