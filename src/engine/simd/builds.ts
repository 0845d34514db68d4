/** Two builds of the same kernels. */
import type { Dtype } from "../program/program.js";

/** With the fused multiply-add of relaxed SIMD, or with WebAssembly's first vector instructions alone. */
export type Build = "fused" | "plain";

/** Second bytes of instructions of three bytes: product and sum end in 1, the fused one in 2. */
const INSTRUCTIONS = {
  float32: { product: 0xe6, sum: 0xe4, fused: 0x85 },
  float64: { product: 0xf2, sum: 0xf0, fused: 0x87 },
} as const;
const PREFIX = 0xfd;
const NOP = 1;
/** Second bytes of the instructions that `madd` (wasm/lanes.ts) and `select` (wasm/exponentials.ts) leave; 2 is their third. */
const PRODUCT = 0x8d;
const SUM = 0x8e;
const SELECT = 0x8b;

/** The module of a build: other instructions where the kernels left marks. */
export function builtFor(dtype: Dtype, build: Build, kernels: Uint8Array): Uint8Array {
  const { product, sum, fused } = INSTRUCTIONS[dtype];
  // the fused instruction takes all three numbers: the first two wait for the third
  const replacements: Readonly<Record<number, readonly number[]>> =
    build === "fused"
      ? { [PRODUCT]: [NOP, NOP, NOP], [SUM]: [PREFIX, fused, 2] }
      : { [PRODUCT]: [PREFIX, product, 1], [SUM]: [PREFIX, sum, 1], [SELECT]: [PREFIX, 0x52, NOP] };
  const bytes = kernels.slice();
  kernels.forEach((byte, i) => {
    const replacement = byte === PREFIX && kernels[i + 2] === 2 && replacements[kernels[i + 1]!];
    if (replacement) bytes.set(replacement, i);
  });
  return bytes;
}
