/**
 * Judges the engine that it is bundled with: every plan of some networks is proved, and every number of theirs compared with
 * the reference's. Its exit code is 1 for an engine that is wrong.
 */
import type { Batch, Dtype } from "../../src/engine/index.js";
import { referenceBackend } from "../../src/engine/program/backend.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import { compared, executionOn } from "../engine/simd/backends.js";
import { batchOf } from "../fuzz/data.js";
import { drawNetwork } from "../fuzz/draw/generate.js";
import { observationsAgree } from "../fuzz/laws/observations.js";
import { plansAreProved } from "../fuzz/laws/plans.js";
import { modelOf, type Network } from "../fuzz/network.js";
import { Subject } from "../fuzz/subject.js";
import { NETWORKS } from "./networks.js";

/** So many more are drawn from the grammar. */
const DRAWN = 25;

function wrongOf(network: Network): readonly string[] {
  const dtypes: readonly Dtype[] = ["float64", "float32"];
  const subject = subjectOf(network);
  if (!subject) return [];
  const wrong = dtypes.flatMap((dtype) => {
    const model = modelOf(network, dtype);
    const batch: Batch = batchOf(network, model);
    const fast = executionOn(simdBackend, model, batch);
    fast.forward(); // what the first pass has left must not matter
    fast.backward(new Float64Array(fast.program.losses.length).fill(1));
    return compared(executionOn(referenceBackend, model, batch), fast, "pass");
  });
  return [...plansAreProved.check(subject).wrong, ...observationsAgree.check(subject).wrong, ...wrong];
}

function subjectOf(network: Network): Subject | undefined {
  try {
    return new Subject(network);
  } catch {
    return undefined; // nothing can be said of its numbers
  }
}

const drawn = Array.from({ length: DRAWN }, (_, i) => drawNetwork(7, i));
for (const network of [...NETWORKS, ...drawn]) {
  const wrong = wrongOf(network);
  if (wrong.length === 0) continue;
  console.log(`${network.text}\n${wrong[0]}`);
  process.exit(1);
}
