/** Compiles the kernels for each number type, with and without the fused multiply-add: `npm run wasm` */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const sources = new URL("../../src/engine/simd/wasm/", import.meta.url);
const target = new URL("../../src/engine/simd/wasm.ts", import.meta.url);
const FLAGS = "--optimizeLevel 3 --shrinkLevel 0 --converge --runtime stub --noAssert --importMemory --enable simd";

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
  return Buffer.from(binary).toString("base64");
}

/** @returns the text of src/engine/simd/wasm.ts */
export async function kernelsText() {
  const lines = [];
  for (const [dtype, number] of [
    ["float32", "f32"],
    ["float64", "f64"],
  ]) {
    const fused = await compiled(number, ["--enable", "relaxed-simd"]);
    const plain = await compiled(number, []);
    lines.push(`  ${dtype}: {`, `    fused:`, `      "${fused}",`, `    plain:`, `      "${plain}",`, "  },");
  }
  return [
    "/** The compiled kernels, base64, made from the sources in wasm/ by `npm run wasm`. */",
    `export const KERNELS = {\n${lines.join("\n")}\n} as const;\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await kernelsText());
