/** The import of a memory: its field's name "memory", its kind 2, limits without a maximum, at least one page. */
const IMPORT = [...[..."\x06memory"].map((letter) => letter.charCodeAt(0)), 2, 0, 1];
/** Limits of a shared memory: a flag, one page at least, all 65,536 at most (as LEB128). */
const SHARED_LIMITS = [3, 1, 0x80, 0x80, 4];
/** In front of the import in its section: the number of imports, and the module's name "env". */
const BEFORE = 5;

/**
 * The same module for a memory that threads share: the instructions are the same, only the imported memory is declared
 * in another way (WebAssembly's threads extension, section 5.5.5 of its binary format).
 * @throws Error when the module does not import exactly one memory, `env.memory`
 */
export function onSharedMemory(module: Uint8Array): Uint8Array {
  const at = module.findIndex((_, i) => IMPORT.every((byte, k) => module[i + k] === byte));
  const length = at - BEFORE - 1;
  const body = BEFORE + IMPORT.length;
  if (at < 0 || module[length] !== body || module[length - 1] !== 2)
    throw new Error("The kernels must import one memory, env.memory, of one page or more, and nothing else.");
  const declared = [
    body + SHARED_LIMITS.length - 2,
    ...module.subarray(length + 1, at + IMPORT.length - 2),
    ...SHARED_LIMITS,
  ];
  return Uint8Array.from([...module.subarray(0, length), ...declared, ...module.subarray(at + IMPORT.length)]);
}
