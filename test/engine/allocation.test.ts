/** A training step makes no garbage: counted in a process of its own, where nothing else runs. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

interface Measured {
  /** Objects that a step allocates, by function. */
  readonly objects: Readonly<Record<string, number>>;
  /** How much the live heap grows in 10,000 steps (1,000 of those that threads share). */
  readonly grownKB: number;
}

const NETWORKS = ["elman", "lstm", "elman in two threads"];

let measured: Readonly<Record<string, Measured>>;
beforeAll(() => {
  const script = fileURLToPath(new URL("../bench/allocations.mjs", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  measured = JSON.parse(stdout);
});

describe.each(NETWORKS)("training steps of the %s network", (name) => {
  // V8 may box one number a step on the way into the pass, depending on how far it has optimised that code
  it("allocate nothing of ours", () => {
    const { objects } = measured[name]!;
    const total = Object.values(objects).reduce((a, b) => a + b, 0);
    expect(Math.round(total), JSON.stringify(objects)).toBeLessThanOrEqual(1);
  });

  it("leave the live heap as it was", () => {
    expect(measured[name]!.grownKB).toBeLessThan(16);
  });
});
