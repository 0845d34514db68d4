/** The compiled kernels, loaded once for each number type. */
import type { Dtype } from "../program/program.js";
import { KERNELS } from "./wasm.js";

/** What the ES library lacks of WebAssembly's types. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer };
  validate(bytes: Uint8Array): boolean;
}
const wasm = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

export interface Machine {
  readonly buffer: ArrayBuffer;
  run(tape: number, pack: number): void;
}

const PAGE = 65536;
const modules = new Map<Dtype, object>();

/** @param bytes of memory wanted */
export function newMachine(dtype: Dtype, bytes: number): Machine {
  const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new wasm.Instance(moduleOf(dtype), { env: { memory, abort } });
  return { buffer: memory.buffer, run: (exports as Pick<Machine, "run">).run };
}

function moduleOf(dtype: Dtype): object {
  let module = modules.get(dtype);
  if (!module) {
    const { fused, plain } = KERNELS[dtype];
    const bytes = bytesOf(fused);
    // an engine without the fused multiply-add of relaxed SIMD refuses the whole module
    module = new wasm.Module(wasm.validate(bytes) ? bytes : bytesOf(plain));
    modules.set(dtype, module);
  }
  return module;
}

function bytesOf(base64: string): Uint8Array {
  const binary = (globalThis as unknown as { atob(text: string): string }).atob(base64);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function abort(): never {
  throw new Error("the numeric kernels stopped");
}
