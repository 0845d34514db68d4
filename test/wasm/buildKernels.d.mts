/** @returns hex: SHA-256 of all that the compiled kernels are made from */
export function kernelsHash(): Promise<string>;
/** @returns the text of src/engine/simd/wasm.ts, compiled now from its sources */
export function kernelsText(): Promise<string>;
/** @returns the text of src/engine/simd/wasm.ts as it stands */
export function committedKernels(): Promise<string>;
