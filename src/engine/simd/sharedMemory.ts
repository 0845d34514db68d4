/** The import of a memory: its field's name, its kind 2, and limits with a maximum. */
const IMPORT = [..."memory\x02\x01"].map((letter) => letter.charCodeAt(0));
/** The same limits of a memory that is shared. */
const SHARED = 3;

/**
 * The same module for a memory that threads share: the instructions are the same, only the imported memory is declared
 * in another way (WebAssembly's threads extension, section 5.5.5 of its binary format).
 */
export function onSharedMemory(module: Uint8Array): Uint8Array {
  const at = module.findIndex((_, i) => IMPORT.every((byte, k) => module[i + k] === byte));
  return module.with(at + IMPORT.length - 1, SHARED);
}
