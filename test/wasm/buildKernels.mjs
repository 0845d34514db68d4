/** Compiles the kernels for each number type, with and without the fused multiply-add: `npm run wasm` */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import zopfli from "@gfx/zopfli";
import asc from "assemblyscript/asc";

const sources = new URL("../../src/engine/simd/wasm/", import.meta.url);
const target = new URL("../../src/engine/simd/wasm.ts", import.meta.url);
const FLAGS = "--optimizeLevel 3 --shrinkLevel 1 --converge --runtime stub --noAssert --importMemory --enable simd";

async function compiled(number, features) {
  let binary;
  const options = ["kernels.ts", "--outFile", "kernels.wasm", "--use", `F=${number}`, ...FLAGS.split(" "), ...features];
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => readFile(new URL(name, sources), "utf8").catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary);
}

const BUILDS = [
  ["float32 fused", "f32", ["--enable", "relaxed-simd"]],
  ["float32 plain", "f32", []],
  ["float64 fused", "f64", ["--enable", "relaxed-simd"]],
  ["float64 plain", "f64", []],
];

/** @returns the text of src/engine/simd/wasm.ts */
export async function kernelsText() {
  const binaries = [];
  for (const [, number, features] of BUILDS) binaries.push(await compiled(number, features));
  const rows = BUILDS.map(([name], i) => `  { name: "${name}", bytes: ${binaries[i].length} },`);
  // neighbours are so alike that together they take little more room than one; Zopfli looks longer for the shortest way
  const deflated = await zopfli.deflateAsync(Buffer.concat(binaries), {});
  const packed = Buffer.from(deflated).toString("base64");
  return [
    "/** The compiled kernels, made from the sources in wasm/ by `npm run wasm`: their names and lengths. */",
    `export const BUILDS = [\n${rows.join("\n")}\n] as const;\n`,
    "/** All of them, one behind the other, deflated, base64. */",
    `export const PACKED =\n  "${packed}";\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await kernelsText());
