/** Compiles the kernels for each number type: `npm run wasm` */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { compress } from "lzma1";

const sources = new URL("../../src/engine/simd/wasm/", import.meta.url);
const target = new URL("../../src/engine/simd/wasm.ts", import.meta.url);
const OPTIMISED = "--optimizeLevel 3 --shrinkLevel 1 --converge";
const FLAGS = "--runtime stub --noAssert --importMemory --maximumMemory 65536 --enable simd --enable relaxed-simd";
const BUILDS = [
  ["float32", "f32"],
  ["float64", "f64"],
];
/** Packages that decide the bytes. AssemblyScript pins its Binaryen. */
const COMPILERS = ["assemblyscript", "lzma1"];

const versionOf = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;

/** @returns hex: SHA-256 of all that the compiled kernels are made from */
export async function kernelsHash() {
  const names = (await readdir(sources)).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, sources), "utf8")));
  const parts = [names, texts, `${OPTIMISED} ${FLAGS}`, BUILDS, COMPILERS.map((name) => [name, versionOf(name)])];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * @param {Record<string, string>} [instead] sources in the place of files, by name
 * @param {string} [optimised] how well, as AssemblyScript's options
 */
export async function compiled(asc, number, instead = {}, optimised = OPTIMISED) {
  let [binary, text] = [undefined, ""];
  const files = ["--outFile", "kernels.wasm", "--textFile", "kernels.wat"];
  const options = ["kernels.ts", ...files, "--use", `F=${number}`, ...`${optimised} ${FLAGS}`.split(" ")];
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => instead[name] ?? readFile(new URL(name, sources), "utf8").catch(() => null),
    writeFile: (name, contents) => {
      if (name.endsWith(".wat")) text = contents;
      else binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  refuseFalseMarks(Buffer.from(binary), text);
  return Buffer.from(binary);
}

/** What src/engine/simd/builds.ts replaces, by the text of the instruction. */
const MARKS = { "f32x4.relaxed_min": 0x8d, "f32x4.relaxed_max": 0x8e, "i32x4.relaxed_laneselect": 0x8b };

/** @throws Error where the three bytes of a mark stand in something else: a number, an address */
function refuseFalseMarks(binary, text) {
  for (const [name, second] of Object.entries(MARKS)) {
    const marks = binary.filter((_, i) => binary[i] === 0xfd && binary[i + 1] === second && binary[i + 2] === 2).length;
    const wanted = text.split(`${name}\n`).length - 1;
    if (marks !== wanted || wanted === 0) throw new Error(`${marks} marks for ${wanted} instructions ${name}`);
  }
}

/** @returns the text of src/engine/simd/wasm.ts, compiled now */
export async function kernelsText() {
  const { default: asc } = await import("assemblyscript/asc"); // large: whoever asks for the hash goes without
  const binaries = [];
  for (const [, number] of BUILDS) binaries.push(await compiled(asc, number));
  return moduleText(binaries, await kernelsHash());
}

/** @returns the bytes as `unlzma` reads them */
export const lzma = (bytes) => Uint8Array.from(compress(bytes, 9));

/** @param binaries for all number types, in their order: they are so alike that together they take little more room than one */
export function moduleText(binaries, hash) {
  const rows = BUILDS.map(([dtype], i) => `  { dtype: "${dtype}", bytes: ${binaries[i].length} },`);
  const packed = Buffer.from(lzma(Buffer.concat(binaries))).toString("base64");
  return [
    "/** The compiled kernels, made from the sources in wasm/ by `npm run wasm`: their number types and lengths. */",
    `// SHA-256 of the sources, the compilers' versions and their options: ${hash}`,
    `export const BUILDS = [\n${rows.join("\n")}\n] as const;\n`,
    "/** Both, one behind the other, LZMA, base64. */",
    `export const PACKED =\n  "${packed}";\n`,
  ].join("\n");
}

/** @returns the text of src/engine/simd/wasm.ts as it stands */
export const committedKernels = () => readFile(target, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await kernelsText());
