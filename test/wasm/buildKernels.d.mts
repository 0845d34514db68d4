/** @returns hex: SHA-256 of all that the compiled kernels are made from */
export function kernelsHash(): Promise<string>;
/** @returns the text of src/engine/simd/wasm.ts, compiled now from its sources */
export function kernelsText(): Promise<string>;
/** @returns the kernels of one number type, with some sources in the place of their files */
export function compiled(asc: unknown, number: string, instead?: Record<string, string>): Promise<Buffer>;
/** @returns the text of src/engine/simd/wasm.ts for some binaries */
export function lzma(bytes: Uint8Array): Uint8Array;
export function moduleText(binaries: Buffer[], hash: string): string;
/** @returns the text of src/engine/simd/wasm.ts as it stands */
export function committedKernels(): Promise<string>;
