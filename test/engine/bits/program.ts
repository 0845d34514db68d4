/** What the tests of this folder run, in Node and in a page: trainings whose parameters come back as a hash of all their bits. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleLibrary } from "../../lab/bundleLibrary.js";

/** By what a training computes: the reference rules, the kernels without fused multiply-add, or the best that the engine runs. */
export type Build = "reference" | "plain" | "best";

/**
 * The bits of parameters that the reference rules have trained: the same on every machine and in every engine. Only a change
 * of the rules, or of their order, changes them; the test tells the new ones.
 */
export const STORED = { float64: "69c2bfa1d8009d78", float32: "0cc69e44728342db" } as const;

/** Every function of the language whose digits an engine could have its own opinion on. */
const EQUATIONS = `
  a[t] = softplus(P x[t] + Q h[t-1] + a_0)
  g[t] = sigmoid(U x[t] + R (a[t] .* h[t-1]) + b)
  h[t] = g[t] .* h[t-1] + (1 - g[t]) .* tanh(W h[t-1] + exp(-a[t]) - log(1 + a[t]) ./ 3)
  y[t] = softmax(V h[t] + 0.1 * relu(h[t])' h[t] .^ 3 + c)
  E[t] = crossEntropy(target[t], y[t])`;

const PROGRAM = `
/** @param build  of which the engine believes that it is the best it has: it asks for the fused kernels first */
export async function trainedBits(build, dtype) {
  const { validate } = WebAssembly;
  let asked = 0;
  const isAllowed = { reference: () => false, plain: () => asked++ > 0, best: () => true }[build];
  WebAssembly.validate = (bytes) => isAllowed() && validate(bytes);
  const library = await import("./library.js?" + build);
  const bits = await trained(library, dtype);
  WebAssembly.validate = validate;
  return bits;
}

async function trained({ adam, init, Random, rnn, train }, dtype) {
  const normal = { init: { W: init.normal(0.4), U: init.xavier(), R: init.orthogonal(), Q: init.spectral(0.9) } };
  const model = rnn(${JSON.stringify(EQUATIONS)}).build({ x: 5, a: 7, h: 7, y: 4 }, { seed: 3, dtype, ...normal });
  const random = new Random(4);
  const sequences = (draw) => Array.from({ length: 3 }, () => Array.from({ length: 9 }, draw));
  const x = sequences(() => Array.from({ length: 5 }, () => random.normal()));
  const batch = { x, target: sequences(() => random.integer(0, 3)) };
  await train(model, batch, { steps: 40, optimizer: adam({ lr: 0.02 }), clipNorm: 1, live: false });
  return hashOf(model.parameters);
}

/** FNV-1a over the bytes of all numbers, little-endian, by name. */
function hashOf(parameters) {
  let hash = 0xcbf29ce484222325n;
  for (const name of Object.keys(parameters).sort()) {
    const { buffer, byteOffset, byteLength } = parameters[name].data;
    for (const byte of new Uint8Array(buffer, byteOffset, byteLength))
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
`;

export const BUILDS: readonly Build[] = ["reference", "plain", "best"];
export const DTYPES = ["float64", "float32"] as const;

/** Every training twice in the program, and once in a worker. */
const MAIN = `
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { trainedBits } from "./bits.js";
const all = {};
for (const build of ${JSON.stringify(BUILDS)})
  for (const dtype of ${JSON.stringify(DTYPES)}) all[build + " " + dtype] = await trainedBits(build, dtype);
if (!isMainThread) parentPort.postMessage(all);
else {
  const again = {};
  for (const key of Object.keys(all)) again[key] = await trainedBits(...key.split(" "));
  new Worker(new URL(import.meta.url)).on("message", (worker) => console.log(JSON.stringify({ all, again, worker })));
}
`;

/** Puts the program (`bits.js`) and the library beside each other. */
export async function writeProgram(folder: string): Promise<void> {
  await bundleLibrary(join(folder, "library.js"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "bits.js"), PROGRAM);
}

/** By build and number type, `plain float64`. */
type Bits = Readonly<Record<string, string>>;

/** Runs the program that {@link writeProgram} wrote, by this Node. */
export async function bitsInNode(
  folder: string,
): Promise<{ readonly all: Bits; readonly again: Bits; readonly worker: Bits }> {
  await writeFile(join(folder, "main.js"), MAIN);
  return JSON.parse((await promisify(execFile)(process.execPath, [join(folder, "main.js")])).stdout);
}
