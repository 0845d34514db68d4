/** The compiled kernels, loaded once for each number type. */
import { OptionError } from "../errors.js";
import { formatBytes } from "../formatBytes.js";
import type { Dtype } from "../program/program.js";
import { type Build, builtFor } from "./builds.js";
import { unlzma } from "./lzma.js";
import { onSharedMemory } from "./sharedMemory.js";
import { Code, MachineBinary, MachineFunction, MachineLoss, NumberList, UpdateRule } from "./wasm/opcodes.js";
import { BUILDS, PACKED } from "./wasm.js";

export type { Build };

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
  update(rule: UpdateRule, n: number, w: number, g: number, slots: number, factors: number): void;
}

/** A number of the kernels' own, as it stands now. */
interface Global {
  value: number;
}

/** Why the kernels stopped; see wasm/unknown.ts. */
interface Refusal {
  readonly unknownList: Global;
  readonly unknownNumber: Global;
}

export interface Machine extends Kernels {
  readonly module: object;
  readonly memory: MachineMemory;
  readonly buffer: ArrayBufferLike;
}

const PAGE = 65536;
const modules = new Map<string, object>();

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
  return { module, memory, buffer: memory.buffer, ...told(exports as Kernels & Refusal) };
}

/** Kernels that tell which number they do not know, where they would only stop. */
function told(kernels: Kernels & Refusal): Kernels {
  const { norm, scale, clamp } = kernels;
  return {
    norm,
    scale,
    clamp,
    run(tape, pack) {
      try {
        kernels.run(tape, pack);
      } catch (error) {
        throw refusal(kernels) ?? error;
      }
    },
    update(rule, n, w, g, slots, factors) {
      try {
        kernels.update(rule, n, w, g, slots, factors);
      } catch (error) {
        throw refusal(kernels) ?? error;
      }
    },
  };
}

/** What the kernels' numbers stand for, and the last of each list. */
const LISTS: { readonly [L in NumberList]: readonly [what: string, last: number] } = {
  [NumberList.instruction]: ["instruction", Code.pullProduct],
  [NumberList.elementFunction]: ["function", MachineFunction.square],
  [NumberList.pairOperation]: ["operation of two arguments", MachineBinary.divide],
  [NumberList.loss]: ["loss", MachineLoss.halfSquaredError],
  [NumberList.updateRule]: ["update rule", UpdateRule.adam],
};

/** @returns undefined when the kernels stopped for another reason */
function refusal({ unknownList, unknownNumber }: Refusal): Error | undefined {
  if (unknownList.value < 0) return undefined;
  const [what, last] = LISTS[unknownList.value as NumberList];
  unknownList.value = -1;
  return new Error(
    `the kernels know no ${what} ${unknownNumber.value}: expected 0 to ${last}, as in simd/wasm/opcodes.ts. This is a fault of Unroll, not of the network`,
  );
}

let known: readonly Build[] | undefined;

/** The builds that this engine runs, the fastest first: it refuses a module with instructions that it does not know. */
export function builds(): readonly Build[] {
  known ??= (["fused", "plain"] as const).filter((build) => wasm.validate(bytesOf("float32", build)));
  return known;
}

function moduleOf(dtype: Dtype, build: Build, shared: boolean): object {
  const key = `${dtype} ${build}${shared ? " shared" : ""}`;
  const known = modules.get(key);
  if (known) return known;
  const bytes = bytesOf(dtype, build);
  const module = new wasm.Module(shared ? onSharedMemory(bytes) : bytes);
  modules.set(key, module);
  return module;
}

let unpacked: ReadonlyMap<Dtype, Uint8Array> | undefined;

function bytesOf(dtype: Dtype, build: Build): Uint8Array {
  unpacked ??= unpack();
  return builtFor(dtype, build, unpacked.get(dtype)!);
}

function unpack(): ReadonlyMap<Dtype, Uint8Array> {
  const binary = (globalThis as unknown as { atob(text: string): string }).atob(PACKED);
  const size = BUILDS.reduce((sum, { bytes }) => sum + bytes, 0);
  const all = unlzma(
    Uint8Array.from(binary, (character) => character.charCodeAt(0)),
    size,
  );
  let end = 0;
  return new Map(
    BUILDS.map(({ dtype, bytes }) => {
      end += bytes;
      return [dtype, all.subarray(end - bytes, end)];
    }),
  );
}

function abort(): never {
  throw new Error("the numeric kernels stopped");
}
