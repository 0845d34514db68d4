/** A training step makes next to no garbage: counted in a process of its own, where nothing else runs. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

interface Measured {
  /** Objects that a step allocates, by function. */
  readonly objects: Readonly<Record<string, number>>;
  /** How much the live heap grows in 10,000 steps. */
  readonly grownKB: number;
}

/**
 * Objects a step, by network: iterators and a key where a batch is read, the lists that `Math.hypot` takes. None stands
 * in a loop over time or over numbers, so they are as many whatever T and the sizes are.
 */
const FEW = { elman: 18, lstm: 28 };

let measured: Readonly<Record<string, Measured>>;
beforeAll(() => {
  const script = fileURLToPath(new URL("../bench/allocations.mjs", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  measured = JSON.parse(stdout);
});

describe.each(Object.entries(FEW))("training steps of the %s network", (name, few) => {
  it("allocate a few objects to read the batch and take norms, and none else", () => {
    const { objects } = measured[name]!;
    const total = Object.values(objects).reduce((a, b) => a + b, 0);
    expect(Math.round(total), JSON.stringify(objects)).toBeLessThanOrEqual(few);
  });

  it("leave the live heap as it was", () => {
    expect(measured[name]!.grownKB).toBeLessThan(16);
  });
});
