/** The compiled kernels, loaded once for each number type. */
import { inflateSync } from "fflate";
import type { Dtype } from "../program/program.js";
import { BUILDS, PACKED } from "./wasm.js";

/** What the ES library lacks of WebAssembly's types. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer };
  validate(bytes: Uint8Array): boolean;
}
const wasm = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

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
  readonly buffer: ArrayBuffer;
}

const PAGE = 65536;
const modules = new Map<string, object>();

/** With the fused multiply-add of relaxed SIMD, or with WebAssembly's first vector instructions alone. */
export type Build = "fused" | "plain";

/**
 * @param bytes of memory wanted
 * @param build default: the best that this engine runs
 */
export function newMachine(dtype: Dtype, bytes: number, build: Build = builds()[0]!): Machine {
  const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new wasm.Instance(moduleOf(dtype, build), { env: { memory, abort } });
  return { buffer: memory.buffer, ...(exports as Kernels) };
}

let known: readonly Build[] | undefined;

/** The builds that this engine runs, the fastest first: it refuses a module with instructions that it does not know. */
export function builds(): readonly Build[] {
  known ??= (["fused", "plain"] as const).filter((build) => wasm.validate(kernels().get(`float32 ${build}`)!));
  return known;
}

function moduleOf(dtype: Dtype, build: Build): object {
  const key = `${dtype} ${build}`;
  const module = modules.get(key) ?? new wasm.Module(kernels().get(key)!);
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
