/** The compiled kernels, loaded once for each number type. */
import { inflateSync } from "fflate";
import { OptionError } from "../errors.js";
import { formatBytes } from "../formatBytes.js";
import type { Dtype } from "../program/program.js";
import { onSharedMemory } from "./sharedMemory.js";
import { BUILDS, PACKED } from "./wasm.js";

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

/** What the kernels export. Addresses are in bytes. */
interface Kernels {
  run(tape: number, pack: number): void;
  /** Euclidean norm of n numbers. */
  norm(n: number, x: number): number;
  /** Multiplies n numbers. */
  scale(n: number, x: number, by: number): void;
  /** Cuts n numbers to ±most. */
  clamp(n: number, x: number, most: number): void;
  /** Updates n parameters w by their gradients g; see wasm/updates.ts. */
  update(rule: number, n: number, w: number, g: number, slots: number, factors: number): void;
}

export interface Machine extends Kernels {
  readonly module: object;
  readonly memory: MachineMemory;
  readonly buffer: ArrayBufferLike;
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
  return instanceOf(moduleOf(dtype, build, shared), newMemory(bytes, shared));
}

/** @throws OptionError when there is no room for it: WebAssembly addresses 4 GiB */
function newMemory(bytes: number, shared: boolean): MachineMemory {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new wasm.Memory({ initial: pages, maximum: pages, shared });
  } catch (cause) {
    const advice = "Give smaller sizes, shorter sequences or smaller batches";
    throw new OptionError(
      `this network needs ${formatBytes(bytes)} of memory here: there is no room for it. ${advice}.`,
      { cause },
    );
  }
}

/** The machine once more on the same memory: for another thread. */
export function instanceOf(module: object, memory: MachineMemory): Machine {
  const { exports } = new wasm.Instance(module, { env: { memory, abort } });
  return { module, memory, buffer: memory.buffer, ...(exports as Kernels) };
}

let known: readonly Build[] | undefined;

/** The builds that this engine runs, the fastest first: it refuses a module with instructions that it does not know. */
export function builds(): readonly Build[] {
  known ??= (["fused", "plain"] as const).filter((build) => wasm.validate(kernels().get(`float32 ${build}`)!));
  return known;
}

function moduleOf(dtype: Dtype, build: Build, shared: boolean): object {
  const key = `${dtype} ${build}${shared ? " shared" : ""}`;
  const known = modules.get(key);
  if (known) return known;
  const bytes = kernels().get(`${dtype} ${build}`)!;
  const module = new wasm.Module(shared ? onSharedMemory(bytes) : bytes);
  modules.set(key, module);
  return module;
}

let unpacked: ReadonlyMap<string, Uint8Array> | undefined;

/** The bytes of every build, by number type and name. */
function kernels(): ReadonlyMap<string, Uint8Array> {
  unpacked ??= unpack();
  return unpacked;
}

function unpack(): ReadonlyMap<string, Uint8Array> {
  const binary = (globalThis as unknown as { atob(text: string): string }).atob(PACKED);
  const all = inflateSync(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  let end = 0;
  return new Map(
    BUILDS.map(({ name, bytes }) => {
      end += bytes;
      return [name, all.subarray(end - bytes, end)];
    }),
  );
}

function abort(): never {
  throw new Error("the numeric kernels stopped");
}
