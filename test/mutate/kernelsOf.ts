/** Kernels in the place of those that the engine has compiled: it is bundled once, and each mutant is other bytes. */
import type { Dtype } from "../../src/engine/index.js";
import { builtFor } from "../../src/engine/simd/builds.js";
import { builds } from "../../src/engine/simd/kernels.js";
import { BUILDS } from "../../src/engine/simd/wasm.js";

/** Compiled kernels by number type; those of a type that is missing stay. */
export type Builds = Readonly<Partial<Record<Dtype, Uint8Array>>>;

const { Module, Instance } = WebAssembly;
const dtypeOf = new WeakMap<object, Dtype>();
let instead: ReadonlyMap<Dtype, WebAssembly.Module> = new Map();

// the engine looks both up when it makes a machine
WebAssembly.Module = new Proxy(Module, {
  construct(target, [bytes]: [Uint8Array<ArrayBuffer>]) {
    const module = new target(bytes);
    const dtype = BUILDS.find((build) => build.bytes === bytes.length)?.dtype; // no two are equally long
    if (dtype) dtypeOf.set(module, dtype);
    return module;
  },
});
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, [module, imports]: [WebAssembly.Module, WebAssembly.Imports]) {
    return new target(instead.get(dtypeOf.get(module)!) ?? module, imports);
  },
});

/** From now on; undefined: the engine's own again. */
export function replaceKernels(kernels: Builds = {}): void {
  const entries = Object.entries(kernels) as [Dtype, Uint8Array][];
  instead = new Map(
    entries.map(([dtype, bytes]) => [
      dtype,
      new Module(builtFor(dtype, builds()[0]!, bytes) as Uint8Array<ArrayBuffer>),
    ]),
  );
}
