/** Every rewriting of the fast engine, and the edit that turns it off. */
import { KERNEL_REWRITINGS } from "./kernelRewritings.js";
import { OBSERVING_REWRITINGS } from "./observingRewritings.js";
import type { Rewriting } from "./rewriting.js";
import { THREAD_REWRITINGS } from "./threadRewritings.js";

const SIMD = "src/engine/simd";

const PLANNER_REWRITINGS: readonly Rewriting[] = [
  {
    name: "hoisting",
    what: "runs what does not depend on itself through time over all time steps at once",
    tasks: ["step"],
    patches: [
      {
        file: `${SIMD}/plan.ts`,
        find: "stronglyConnected(slots, (slot) => reads.get(slot)!)",
        replace: `[
          ...slots.filter(([one]) => one!.time === 0).map((slot) => ({ members: [slot], isCyclic: false })),
          { members: slots.filter(([one]) => one!.time > 0), isCyclic: true },
        ]`,
      },
    ],
  },
  {
    name: "gradients after the recurrence",
    what: "sums what all time steps share (a recurrent matrix's gradient) when the recurrence is done, in one product",
    tasks: ["step"],
    patches: [
      {
        file: `${SIMD}/tapeWriter.ts`,
        find: "!isFusedPrediction(operation, index) && !(isRecurrent && isShared(operation, index));",
        replace: "!isFusedPrediction(operation, index);",
      },
      {
        file: `${SIMD}/tapeWriter.ts`,
        find: "writer.writeGates(group.reverse());",
        replace: "{ writer.writeGates(group.reverse()); for (const run of group) this.#pull(writer, run, isShared); }",
      },
      { file: `${SIMD}/tapeWriter.ts`, find: "if (!isRecurrent) return;", replace: "return;" },
    ],
  },
  {
    name: "sums as terms",
    what: "adds every term of a sum straight into the sum's place",
    tasks: ["step"],
    patches: [
      {
        file: `${SIMD}/sums.ts`,
        find: "const finder = new TermFinder(forward);",
        replace: "if (forward) return [...forward]; const finder = new TermFinder(forward);",
      },
    ],
  },
  {
    name: "gates together",
    what: "makes the products of several matrices with one vector by one instruction",
    tasks: ["step"],
    patches: [
      {
        file: `${SIMD}/groups.ts`,
        find: "if (!isGate(a) || !isGate(b)",
        replace: "if (a || !isGate(a) || !isGate(b)",
      },
    ],
  },
  {
    name: "sum of two products",
    what: "makes f ⊙ c + i ⊙ g by one instruction",
    tasks: ["step"],
    patches: [{ file: `${SIMD}/groups.ts`, find: "const MOST_PRODUCTS = 2;", replace: "const MOST_PRODUCTS = 1;" }],
  },
  {
    name: "both factors of a product",
    what: "goes back from a ⊙ b to both factors by one instruction",
    tasks: ["step"],
    patches: [
      {
        file: `${SIMD}/tapeWriter.ts`,
        find: "if (isBoth && isWanted(operation, 0)",
        replace: "if (!operation && isBoth && isWanted(operation, 0)",
      },
    ],
  },
  {
    name: "first write sets",
    what: "lets the first to reach an adjoint set it, so that adjoints are not cleared before a pass",
    tasks: ["step"],
    patches: [
      { file: `${SIMD}/tapeWriter.ts`, find: "isFresh ? this.#seeded() : undefined", replace: "undefined" },
      { file: `${SIMD}/execution.ts`, find: "if (this.#isDirty) adjoints.fill(0);", replace: "adjoints.fill(0);" },
    ],
  },
  {
    name: "packed factors",
    what: "lays a shared matrix out in panels once a pass, for products of 4 rows or more",
    tasks: ["step"],
    patches: [{ file: `${SIMD}/factors.ts`, find: "const FEWEST_ROWS = 4;", replace: "const FEWEST_ROWS = Infinity;" }],
  },
  {
    name: "few rows unpacked",
    what: "reads a shared matrix where it stands for products of fewer than 4 rows",
    tasks: ["step"],
    patches: [{ file: `${SIMD}/factors.ts`, find: "const FEWEST_ROWS = 4;", replace: "const FEWEST_ROWS = 0;" }],
  },
  {
    name: "step sums",
    what: "sums a matrix's gradient time step by time step, which leaves the norm of each one's share",
    tasks: ["step", "observed"],
    patches: [
      {
        file: `${SIMD}/stepSums.ts`,
        find: "if (steps === 1 ||",
        replace: "if (steps > 0 || steps === 1 ||",
      },
    ],
  },
  {
    name: "update kernels",
    what: "clips and updates by kernels instead of loops",
    tasks: ["step"],
    patches: [
      {
        file: `${SIMD}/simdUpdates.ts`,
        find: "return state.kernel && builds().length > 0",
        replace: "return state.kernel && builds().length > 99",
      },
    ],
  },
];

/** In the order of the table; the first changes nothing: what it seems to gain is noise. */
export const REWRITINGS: readonly Rewriting[] = [
  {
    name: "nothing",
    what: "the same engine once more: how far two equal ones seem to differ",
    tasks: ["step", "threads", "observed", "credit", "jacobian", "jacobians"],
    patches: [],
  },
  ...PLANNER_REWRITINGS,
  ...KERNEL_REWRITINGS,
  ...OBSERVING_REWRITINGS,
  ...THREAD_REWRITINGS,
];
