/** The compiled kernels, loaded once for each number type. */
import type { Dtype } from "../program/program.js";
import { onSharedMemory } from "./sharedMemory.js";
import { KERNELS } from "./wasm.js";

/** What the ES library lacks of WebAssembly's types. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (descriptor: { initial: number; maximum: number; shared: boolean }) => MachineMemory;
  validate(bytes: Uint8Array): boolean;
}
const wasm = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

export interface MachineMemory {
  readonly buffer: ArrayBufferLike;
}

export interface Machine {
  readonly module: object;
  readonly memory: MachineMemory;
  readonly buffer: ArrayBufferLike;
  run(tape: number, pack: number): void;
}

const PAGE = 65536;
const modules = new Map<string, object>();

/** With the fused multiply-add of relaxed SIMD, or with WebAssembly's first vector instructions alone. */
export type Build = "fused" | "plain";

export interface MachineOptions {
  /** Default: the best that this engine runs. */
  readonly build?: Build;
  /** Whether other threads may work on the same memory. Default false. */
  readonly shared?: boolean;
}

/** @param bytes of memory wanted */
export function newMachine(dtype: Dtype, bytes: number, options: MachineOptions = {}): Machine {
  const { build = builds()[0]!, shared = false } = options;
  const pages = Math.ceil(bytes / PAGE);
  return instanceOf(moduleOf(dtype, build, shared), new wasm.Memory({ initial: pages, maximum: pages, shared }));
}

/** The machine once more on the same memory: for another thread. */
export function instanceOf(module: object, memory: MachineMemory): Machine {
  const { exports } = new wasm.Instance(module, { env: { memory, abort } });
  return { module, memory, buffer: memory.buffer, run: (exports as Pick<Machine, "run">).run };
}

let known: readonly Build[] | undefined;

/** The builds that this engine runs, the fastest first: it refuses a module with instructions that it does not know. */
export function builds(): readonly Build[] {
  const { float32 } = KERNELS;
  known ??= (["fused", "plain"] as const).filter((build) => wasm.validate(bytesOf(float32[build])));
  return known;
}

function moduleOf(dtype: Dtype, build: Build, shared: boolean): object {
  const key = `${dtype} ${build}${shared ? " shared" : ""}`;
  let module = modules.get(key);
  if (!module) {
    const bytes = bytesOf(KERNELS[dtype][build]);
    module = new wasm.Module(shared ? onSharedMemory(bytes) : bytes);
    modules.set(key, module);
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
