/** What the kernels do for speed alone. */
import type { Patch, Rewriting, Task } from "./rewriting.js";

const WASM = "src/engine/simd/wasm";

const kernel = (
  name: string,
  what: string,
  file: string,
  edits: readonly (readonly [find: string, replace: string])[],
  tasks: readonly Task[] = ["step"],
): Rewriting => ({
  name,
  what,
  tasks,
  patches: edits.map(([find, replace]): Patch => ({ file: `${WASM}/${file}.ts`, find, replace })),
});

export const KERNEL_REWRITINGS: readonly Rewriting[] = [
  {
    name: "fused multiply-add",
    what: "uses relaxed SIMD's instruction where the engine has it: two builds of every kernel",
    tasks: ["step"],
    patches: [
      {
        file: "src/engine/simd/kernels.ts",
        find: '(["fused", "plain"] as const)',
        replace: '(["plain"] as const)',
      },
    ],
  },
  kernel("one row's tiles", "has tiles of eight vectors for products of fewer than 4 rows", "gemm", [
    ["if (M < 4 && bk != 0) for", "if (M < 0) for"],
  ]),
  kernel("six rows a tile", "fills fifteen registers with six rows of a product instead of four", "tiles", [
    ["if (takesSix && (", "if (left < 0 && takesSix && ("],
  ]),
  kernel(
    "columns summed in registers",
    "sums rows four vectors of columns at a time",
    "rows",
    [["for (; j + 4 * LANES <= n; j += 4 * LANES) {", "for (; j < 0; j += 4 * LANES) {"]],
    ["step", "observed"],
  ),
  kernel(
    "squares in their own precision",
    "squares float32 numbers as they are, and only sums in doubles",
    "norms",
    [["safeRoot(quickSumOfSquares(n, x))", "safeRoot(sumOfSquares(n, x))"]],
    ["observed", "credit"],
  ),
];
