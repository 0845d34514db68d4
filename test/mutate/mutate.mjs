/**
 * `npm run mutate [-- --only TEXT] [--kernels] [--sample K] [--write]`: breaks each condition of the planner (with --kernels
 * each operator of the kernels), one at a time, and judges the engine with it (judge.ts). Survivors that no line of
 * survivors.json explains make its exit code 1; --write tells of all in docs/mutations.md.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";
import { compiled, moduleText } from "../wasm/buildKernels.mjs";
import { mutantsOf } from "./conditions.mjs";
import { kernelMutantsOf } from "./kernelMutants.mjs";
import { pageOf } from "./page.mjs";

const FOLDER = "src/engine/simd";
/** Threads and loading have tests of their own; the compiled kernels are no source. */
const NOT_PLANNING =
  /^(?:arenas|clock|control|builds|execution|fastestBackend|helper|helperThread|kernels|lzma|pace|sharedMemory|simdUpdates|team|threadHost|wasm|work)\.ts$/u;
/** A mutant that runs longer has lost its way. ms */
const PATIENCE = 300_000;
const AT_ONCE = 2;

const OPTIONS = {
  only: { type: "string", default: "" },
  kernels: { type: "boolean", default: false },
  sample: { type: "string", default: "1" },
  write: { type: "boolean", default: false },
};
const { values } = parseArgs({ options: OPTIONS });

function plannerMutants() {
  const files = readdirSync(path.join(ROOT, FOLDER)).filter((name) => name.endsWith(".ts") && !NOT_PLANNING.test(name));
  return files.flatMap((name) => mutantsOf(`${FOLDER}/${name}`, readFileSync(path.join(ROOT, FOLDER, name), "utf8")));
}

function kernelMutants() {
  const folder = path.join(ROOT, FOLDER, "wasm");
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "updates.ts");
  return files.flatMap((name) =>
    kernelMutantsOf(`${FOLDER}/wasm/${name}`, readFileSync(path.join(folder, name), "utf8")),
  );
}

/** The judge with one module in the place of another. @returns its file */
async function bundled(name, file, contents) {
  const outfile = path.join(ROOT, "out", "mutate", "judge", `${name}.js`);
  const plugin = {
    name: "mutant",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
        loaded === path.join(ROOT, file) ? { contents, loader: "ts" } : undefined,
      );
    },
  };
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["test/mutate/judge.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "silent",
    plugins: [plugin],
  });
  return outfile;
}

async function mutatedKernels(instead) {
  const { default: asc } = await import("assemblyscript/asc");
  const binaries = [await compiled(asc, "f32", instead), await compiled(asc, "f64", instead)];
  return moduleText(binaries, "of a mutant");
}

/** @returns whether the engine with the mutant is found to be wrong */
async function isFound(mutant, slot) {
  const [file, contents] = values.kernels
    ? [`${FOLDER}/wasm.ts`, await mutatedKernels({ [path.basename(mutant.file)]: mutant.code }).catch(() => undefined)]
    : [mutant.file, mutant.code];
  if (contents === undefined) return true; // AssemblyScript refuses it
  return (await exitCode(await bundled(slot, file, contents))) !== 0;
}

function exitCode(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file], { stdio: "ignore", timeout: PATIENCE });
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** What the last run of a kind has found, if there was one. */
function readFound(kind) {
  const file = path.join(ROOT, "out", "mutate", `${kind}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

const all = (values.kernels ? kernelMutants() : plannerMutants()).filter(({ file, what }) =>
  `${file}: ${what}`.includes(values.only),
);
const mutants = all.filter((_, i) => i % Number(values.sample) === 0);
mkdirSync(path.join(ROOT, "out", "mutate", "judge"), { recursive: true });
if (
  await isFound({ file: `${FOLDER}/run.ts`, code: readFileSync(path.join(ROOT, FOLDER, "run.ts"), "utf8") }, "none")
) {
  console.error("the engine is judged wrong without any mutant");
  process.exit(1);
}

const keyOf = ({ file, what }) => `${path.basename(file)}: ${what}`;
const survivors = [];
let next = 0;
async function work(slot) {
  for (let i = next++; i < mutants.length; i = next++) {
    if (await isFound(mutants[i], `slot${slot}`)) continue;
    survivors.push(mutants[i]);
    console.log(`survived: ${mutants[i].file}: ${mutants[i].what}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, (_, slot) => work(slot)));

const reasons = JSON.parse(readFileSync(path.join(ROOT, "test/mutate/survivors.json"), "utf8"));
const unexplained = survivors.filter((mutant) => reasons[keyOf(mutant)] === undefined);
console.log(
  `${mutants.length} of ${all.length} mutants tried: ${mutants.length - survivors.length} found, ${survivors.length} survived, ${unexplained.length} of them unexplained`,
);
if (values.write) {
  const kind = values.kernels ? "kernels" : "planner";
  const found = { all: all.length, tried: mutants.length, survivors: survivors.map(keyOf).sort() };
  writeFileSync(path.join(ROOT, "out", "mutate", `${kind}.json`), JSON.stringify(found, null, 2));
  writeFileSync(path.join(ROOT, "docs", "mutations.md"), pageOf(readFound, reasons));
}
process.exit(unexplained.length > 0 ? 1 : 0);
