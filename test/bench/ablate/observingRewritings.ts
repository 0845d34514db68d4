/** What makes norms, credit matrices and Jacobians fast. */
import type { Rewriting } from "./rewriting.js";

const SIMD = "src/engine/simd";

export const OBSERVING_REWRITINGS: readonly Rewriting[] = [
  {
    name: "norms of products",
    what: "finds the norm of a single sequence's share in a gradient as ‖δ_t‖ ‖x_t‖",
    tasks: ["observed"],
    patches: [
      {
        file: `${SIMD}/contributionNorms.ts`,
        find: "if (program.batchSize === 1) this.#singles = this.#singlesOf(plain);",
        replace: `if (program.batchSize === 1) {
            const times = Array.from({ length: program.timeSteps }, (_, i) => i + 1);
            this.#others = this.#names.flatMap((parameter) => times.map((time) => ({ parameter, time }))).sort(byTime);
          }`,
      },
    ],
  },
  {
    name: "vectors joined",
    what: "finds the norm of a vector that several products have once",
    tasks: ["observed"],
    patches: [
      {
        file: `${SIMD}/vectorNorms.ts`,
        find: "address <= block.address + block.count * block.step;",
        replace: "address === block.address;",
      },
    ],
  },
  {
    name: "norms of a batch's products",
    what: "finds a batch's norms from each time step's product, not from all its contributions",
    tasks: ["observed"],
    patches: [
      {
        file: `${SIMD}/contributionNorms.ts`,
        find: "else this.#batches = this.#batchesOf(plain);",
        replace: `else {
            const times = Array.from({ length: program.timeSteps }, (_, i) => i + 1);
            this.#others = this.#names.flatMap((parameter) => times.map((time) => ({ parameter, time }))).sort(byTime);
          }`,
      },
    ],
  },
  {
    name: "biases' norms beside",
    what: "finds a bias's norms while the rows are read for those of a matrix",
    tasks: ["observed"],
    patches: [
      {
        file: `${SIMD}/contributionNorms.ts`,
        find: "const withTerm = quick.find((norms) => norms?.hasTerm(use));",
        replace: "const withTerm = quick.find((norms) => !norms && norms?.hasTerm(use));",
      },
    ],
  },
  {
    name: "credit rows",
    what: "makes a credit matrix by one backward pass with a row for each loss",
    tasks: ["credit"],
    patches: [
      {
        file: "src/engine/manyAdjoints.ts",
        find: "if (!isPossible(passed.single, sequence, wanted)) return undefined;",
        replace: "if (sequence || !isPossible(passed.single, sequence, wanted)) return undefined;",
      },
    ],
  },
  {
    name: "Jacobians' rows",
    what: "makes a Jacobian by one backward pass with a row for each component",
    tasks: ["jacobian", "jacobians"],
    patches: [
      {
        file: "src/engine/manyAdjoints.ts",
        find: "if (builds().length === 0 || !canPass(between, [to])) return undefined;",
        replace: "if (between) return undefined;",
      },
    ],
  },
  {
    name: "passes of rows kept",
    what: "writes the tape of a pass of rows once for a network",
    tasks: ["credit", "jacobian", "jacobians"],
    patches: [
      {
        file: "src/engine/manyAdjoints.ts",
        find: "if (pass.size > LARGEST_KEPT_BYTES)",
        replace: "if (pass.size > 0)",
      },
    ],
  },
  {
    name: "rows' rooms of powers of two",
    what: "gives rows that grow the room of the time step before",
    tasks: ["credit", "jacobian", "jacobians"],
    patches: [
      {
        file: `${SIMD}/rowsMemory.ts`,
        find: "2 ** Math.ceil(Math.log2(Math.max(bytes, 64))) + 64;",
        replace: "align(bytes);",
      },
    ],
  },
  {
    name: "rows that reach",
    what: "leaves out the rows of losses that cannot reach a value",
    tasks: ["credit"],
    patches: [
      {
        file: `${SIMD}/rowsWriter.ts`,
        find: "for (const { operand, row } of seeds) this.#reach(operand, { first: row, end: row + operand.size });",
        replace: `const all = { first: 0, end: Math.max(...seeds.map(({ operand, row }) => row + operand.size)) };
          for (const { operand } of seeds) this.#reach(operand, all);`,
      },
    ],
  },
  {
    name: "few stretches of values",
    what: "copies the values that a pass of rows reads in few long stretches",
    tasks: ["credit", "jacobian", "jacobians"],
    patches: [
      { file: `${SIMD}/rowsMemory.ts`, find: "const SHORT_GAP = 1024;", replace: "const SHORT_GAP = -Infinity;" },
    ],
  },
];
