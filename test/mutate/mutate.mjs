/**
 * `npm run mutate [-- --only TEXT] [--kernels] [--sample K] [--again] [--write]`: breaks each condition of the planner (with --kernels
 * each operator of the kernels), one at a time, and judges the engine with it (judge.ts). Verdicts are kept in out/mutate;
 * --again tries only what was neither found nor explained so far, for a judge that has become stricter. Survivors that no line of
 * survivors.json explains make its exit code 1; --write tells of all verdicts in docs/mutations.md.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";
import { compiled, moduleText } from "../wasm/buildKernels.mjs";
import { switchedConditions } from "./conditions.mjs";
import { Judge } from "./judges.mjs";
import { kernelMutantsOf } from "./kernelMutants.mjs";
import { pageOf } from "./page.mjs";

const FOLDER = "src/engine/simd";
const OUT = path.join(ROOT, "out", "mutate");
/** Threads and loading have tests of their own; the compiled kernels are no source. */
const NOT_PLANNING =
  /^(?:arenas|clock|control|builds|execution|fastestBackend|helper|helperThread|kernels|lzma|pace|sharedMemory|simdUpdates|team|threadHost|wasm|work)\.ts$/u;
/** Mutants of the kernels are compiled quickly: they are as right or wrong as those that run quickly. */
const QUICKLY = "--optimizeLevel 0 --shrinkLevel 0";

const OPTIONS = {
  only: { type: "string", default: "" },
  kernels: { type: "boolean", default: false },
  sample: { type: "string", default: "1" },
  again: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
};
const { values } = parseArgs({ options: OPTIONS });

const read = (file) => readFileSync(path.join(ROOT, file), "utf8");

/** The planner with all its mutants, each turned off. */
function plannerMutants() {
  const names = readdirSync(path.join(ROOT, FOLDER)).filter((name) => name.endsWith(".ts") && !NOT_PLANNING.test(name));
  const modules = new Map();
  const mutants = [];
  for (const file of names.map((name) => `${FOLDER}/${name}`)) {
    const switched = switchedConditions(file, read(file), mutants.length);
    modules.set(file, switched.code);
    mutants.push(...switched.mutants);
  }
  return { modules, mutants, questionOf: ({ id }) => ({ mutant: id }) };
}

/** The kernels as they are, compiled as their mutants will be. */
async function kernelMutants() {
  const { default: asc } = await import("assemblyscript/asc");
  const files = readdirSync(path.join(ROOT, FOLDER, "wasm")).filter(
    (name) => name.endsWith(".ts") && name !== "updates.ts",
  );
  const mutants = files.flatMap((name) => kernelMutantsOf(`${FOLDER}/wasm/${name}`, read(`${FOLDER}/wasm/${name}`)));
  const whole = [await compiled(asc, "f32", {}, QUICKLY), await compiled(asc, "f64", {}, QUICKLY)];
  const questionOf = async ({ file, code }, number) => {
    const binary = await compiled(asc, number, { [path.basename(file)]: code }, QUICKLY).catch(() => undefined);
    return binary && { kernels: { [number === "f64" ? "float64" : "float32"]: binary } };
  };
  return { modules: new Map([[`${FOLDER}/wasm.ts`, moduleText(whole, "of mutants")]]), mutants, questionOf };
}

/** The judge with some modules in the places of others. @returns its file */
async function bundled(modules) {
  const outfile = path.join(OUT, "judge", `${kind}.mjs`);
  const plugin = {
    name: "mutants",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
        const contents = modules.get(path.relative(ROOT, loaded).replaceAll("\\", "/"));
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
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
    banner: { js: read("test/mutate/switch.mjs") },
    plugins: [plugin],
  });
  return outfile;
}

/** Verdicts so far on mutants of a kind, by name: "found", "survived" or "not judged". */
function verdictsOf(kind) {
  const file = path.join(OUT, `${kind}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** Kernels of both number types are compiled one after the other: most mutants are found in the first. */
async function isFound(mutant) {
  if (!values.kernels) return judge.finds(questionOf(mutant));
  for (const number of ["f64", "f32"]) {
    const question = await questionOf(mutant, number);
    if (!question || (await judge.finds(question))) return true; // AssemblyScript refuses it, or it is wrong
  }
  return false;
}

const NOT_JUDGED = "not judged";
const keyOf = ({ file, what }) => `${path.basename(file)}: ${what}`;
const kind = values.kernels ? "kernels" : "planner";
const before = verdictsOf(kind);
const reasons = JSON.parse(read("test/mutate/survivors.json"));
const isSettled = (key) => before[key] === "found" || (before[key] === "survived" && reasons[key] !== undefined);
const isTried = (key) => key.includes(values.only) && !(values.again && isSettled(key));

mkdirSync(path.join(OUT, "judge"), { recursive: true });
const { modules, mutants, questionOf } = values.kernels ? await kernelMutants() : plannerMutants();
const judge = new Judge(await bundled(modules));
await judge.start();

const verdicts = {};
for (const [i, mutant] of mutants.entries()) {
  const key = keyOf(mutant);
  if (isTried(key) && i % Number(values.sample) === 0) {
    verdicts[key] = (await isFound(mutant)) ? "found" : "survived";
    if (verdicts[key] === "survived") console.log(`survived: ${key}`);
  } else verdicts[key] = before[key] ?? NOT_JUDGED;
  // what is not written yet stays known to a run that goes on here
  writeFileSync(path.join(OUT, `${kind}.json`), JSON.stringify({ ...before, ...verdicts }, null, 1));
}
judge.end();
writeFileSync(path.join(OUT, `${kind}.json`), JSON.stringify(verdicts, null, 1));

const survivors = Object.keys(verdicts).filter((key) => verdicts[key] === "survived");
const unexplained = survivors.filter((key) => reasons[key] === undefined);
console.log(
  `${Object.values(verdicts).filter((verdict) => verdict !== NOT_JUDGED).length} of ${mutants.length} mutants judged: ${survivors.length} survived, ${unexplained.length} of them unexplained`,
);
for (const key of unexplained) console.log(`unexplained: ${key}`);
const needless = Object.keys(reasons).filter((key) => verdicts[key] === "found");
for (const key of needless) console.log(`found, its reason is no longer needed: ${key}`);
if (values.write) writeFileSync(path.join(ROOT, "docs", "mutations.md"), pageOf(verdictsOf, reasons));
process.exit(unexplained.length > 0 ? 1 : 0);
