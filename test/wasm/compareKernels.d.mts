export interface KernelFacts {
  /** By $UNROLL_COMPILE_KERNELS, or `npm run check -- --all`. */
  readonly isAsked: boolean;
  /** Whether this machine has compiled the same sources and got the same text. */
  readonly isRecorded: boolean;
  readonly recentChanges: RecentChanges;
}
/** Whether the kernels changed in the last fifty commits or since. */
export type RecentChanges = "none" | "some" | "unknown";
export function mustCompile(facts: KernelFacts): boolean;
/** @returns the text that src/engine/simd/wasm.ts must be: compiled now, or itself where that is known to be right */
export function expectedKernels(text: string, hash: string): Promise<string>;
/** @param folder default: this repository */
export function recentChanges(folder?: string): RecentChanges;
