/** Notebooks whose equations are warned of, or no longer read, run from a terminal with the real lab. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commandLine } from "../../src/cli/commandLine.js";
import { type BundledKernel, bundleKernel } from "../kernel/support/bundleKernel.js";

let kernel: BundledKernel;
let folder: string;
beforeAll(async () => {
  kernel = await bundleKernel({ withLab: true });
  folder = await mkdtemp(join(tmpdir(), "unroll-cli-"));
});
afterAll(async () => {
  await kernel.remove();
  await rm(folder, { recursive: true, force: true });
});

/** What an older version saved under a cell. */
const saved = (text: string) => [
  { output_type: "execute_result", execution_count: 7, metadata: {}, data: { "text/plain": [text] } },
];
const cell = (source: string, text: string) => ({
  cell_type: "code",
  metadata: {},
  source,
  execution_count: 7,
  outputs: saved(text),
});

async function run(name: string, cells: readonly object[], ...options: string[]) {
  const [path, out] = [join(folder, `${name}.ipynb`), join(folder, `${name}.out.ipynb`)];
  await writeFile(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exit = await commandLine([path, "--out", out, ...options], { kernelPath: kernel.main, stdout, stderr });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return { exit, stdout: text(stdout), stderr: text(stderr), cells: JSON.parse(await readFile(out, "utf8")).cells };
}

const GATES = "f[t] = sigmoid(W x[t] + U c[t-1])";

it("a text that is now refused says how to write what was meant, and takes no other cell's saved outputs away", async () => {
  const network = `rnn\`\n  ${GATES}\n  c[t] = f[t] * c[t-1]\n  E[t] = squaredError(target[t], c[t])\n\`.build({ x: 3, c: 4 })`;
  const { exit, stderr, cells } = await run("refused", [
    cell("1 + 1", "an older 2"),
    cell(network, "an older model"),
    cell("3", "an older 3"),
    { cell_type: "markdown", metadata: {}, source: "# The end" },
    cell("4", "an older 4"),
  ]);
  expect(exit).toBe(1);
  expect(stderr).toContain("* is the matrix product, but f[t] and c[t-1] are both vectors of 4 rows");
  expect(stderr).toContain("Between two vectors write .* or ⊙: c[t] = f[t] .* c[t-1]");
  expect(cells[0].outputs).toMatchObject([{ data: { "text/plain": ["2"] } }]);
  expect(cells[1].outputs).toMatchObject([{ output_type: "error", ename: "ShapeError" }]);
  for (const [i, text] of [
    [2, "an older 3"],
    [4, "an older 4"],
  ] as const)
    expect(cells[i]).toMatchObject({ execution_count: 7, outputs: saved(text) });
});

it("a warning is a line in the terminal and in the cell's output", async () => {
  const definition = `rnn\`\n  ${GATES}\n  c[t] = f[t] .* c[t-1]\n  E[t] = squaredError(target[t], c[t])\n  R = 0.5*sum(W .^ 2)\n\``;
  const line =
    "Warning, line 4 of the equations: R is no loss, and no loss depends on it: it changes nothing. To add it to the loss, give it a loss's name: E_R = 0.5*sum(W .^ 2)";
  const english = await run("warned", [cell(`for (let i = 0; i < 3; i++) ${definition}`, "")]);
  expect(english).toMatchObject({ exit: 0, stderr: "" });
  expect(english.stdout).toMatch(/^Warning, line 4 .*\n\[1\/1\] ok/u);
  expect(english.stdout).toContain(`${line}\n`);
  expect(english.cells[0].outputs).toMatchObject([{ output_type: "stream", name: "stderr", text: [`${line}\n`] }]);
  const chinese = await run("chinese", [cell(definition, "")], "--language", "zh-cn");
  expect(chinese.stdout).toContain("警告（方程第 4 行）：R 不是损失");
});
