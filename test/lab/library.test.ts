/** What the README says about threads in a program of one's own, with the library as it is bundled. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundleLibrary, root } from "./bundleLibrary.js";

let folder: string;

/** The README's two files; imports of the package lead to its bundle. */
async function readmeFiles(): Promise<[string, string]> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const [, main, helper] = /```js\n(\/\/ main\.js\n[\s\S]*?)(\/\/ helper\.js\n[\s\S]*?)```/.exec(readme)!;
  return [main!, helper!].map((text) => text.replaceAll('"unroll-notebooks"', '"./library.js"')) as [string, string];
}

/** Trains on a batch of sequences; whether threads may see its numbers, and every loss. */
const PROGRAM = `
import { cells, Random, sgd, train } from "./library.js";
const model = cells.elman.build({ x: 16, s: 64, y: 16 }, { seed: 1 });
const random = new Random(2);
const sequences = () => Array.from({ length: 32 }, () => Array.from({ length: 10 }, () => Array.from({ length: 16 }, () => random.uniform(0, 1))));
const run = await train(model, { x: sequences(), target: sequences() }, { steps: 60, optimizer: sgd({ lr: 0.01 }) });
const isShared = model.execution(10, 32).values.buffer instanceof SharedArrayBuffer;
console.log(JSON.stringify({ isShared, losses: [...run.losses] }));`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-library-"));
  await bundleLibrary(join(folder, "library.js"));
  const [main, helper] = await readmeFiles();
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "helper.js"), helper);
  await writeFile(join(folder, "alone.js"), PROGRAM);
  await writeFile(join(folder, "main.js"), main + PROGRAM);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const runProgram = async (name: string): Promise<{ isShared: boolean; losses: readonly number[] }> =>
  JSON.parse((await promisify(execFile)(process.execPath, [join(folder, name)])).stdout);

it("a program may have threads as the README says, gets the same numbers and comes to its end", async () => {
  const [alone, shared] = await Promise.all([runProgram("alone.js"), runProgram("main.js")]);
  expect(alone.isShared).toBe(false);
  expect(shared.isShared).toBe(true);
  expect(shared.losses).toEqual(alone.losses);
});
