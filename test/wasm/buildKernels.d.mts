/** @returns the text of src/engine/simd/wasm.ts, compiled from its sources */
export function kernelsText(): Promise<string>;
