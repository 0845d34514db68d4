import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandLine } from "../../src/cli/commandLine.js";
import type { Terminal } from "../../src/cli/runReport.js";
import { type BundledKernel, bundleKernel, requireShim } from "../kernel/support/bundleKernel.js";
import { nbformat45 } from "./support/nbformat.js";

let kernel: BundledKernel;
let folder: string;
beforeAll(async () => {
  kernel = await bundleKernel();
  folder = await mkdtemp(join(tmpdir(), "unroll-cli-"));
});
afterAll(async () => {
  await kernel.remove();
  await rm(folder, { recursive: true, force: true });
});

type Cell = string | { readonly cell_type: string; readonly source: string; readonly [key: string]: unknown };
const code = (source: string) => ({ cell_type: "code", metadata: {}, source, outputs: [], execution_count: null });

/** Writes a notebook; strings are code cells. */
async function notebookFile(name: string, cells: readonly Cell[]): Promise<string> {
  const path = join(folder, name);
  const all = cells.map((cell) => (typeof cell === "string" ? code(cell) : { metadata: {}, ...cell }));
  await writeFile(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: all }));
  return path;
}

interface CommandResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  argv: readonly string[],
  { tty = false, signal = undefined as AbortSignal | undefined, onFirstLine = () => {} } = {},
): Promise<CommandResult> {
  const [stdout, stderr] = [terminal(tty), terminal(false)];
  stdout.once("readable", onFirstLine);
  const exit = await commandLine(argv, { kernelPath: kernel.main, stdout, stderr, signal });
  return { exit, stdout: text(stdout), stderr: text(stderr) };
}

const terminal = (isTTY: boolean): PassThrough & Terminal => Object.assign(new PassThrough(), { isTTY, columns: 60 });
const text = (stream: PassThrough) => String(stream.read() ?? "");
const written = async (path: string) => v.parse(nbformat45, JSON.parse(await readFile(path, "utf8")));

describe("a notebook run from a terminal", () => {
  it("is written with its outputs, each cell reported", async () => {
    const notebook = await notebookFile("good.ipynb", [
      { cell_type: "markdown", source: "# Title" },
      'console.log("hi")\n// remark\nconst a = 1',
      "await fakeTrain(2)",
      "a + 1",
    ]);
    const out = join(folder, "deep/er/good.out.ipynb");
    const result = await run([notebook, "--out", out]);
    expect(result).toMatchObject({ exit: 0, stderr: "" });
    expect(result.stdout).toMatch(
      /^\[1\/3\] ok {2}\d+\.\d s {2}console\.log\("hi"\)\n\[2\/3\] ok .*\n\[3\/3\] ok .*a \+ 1\n$/,
    );
    const { cells, metadata } = await written(out);
    expect(metadata.kernelspec).toEqual({ name: "unroll", display_name: "Unroll", language: "typescript" });
    expect(metadata.language_info.name).toBe("typescript");
    expect(cells[1]).toMatchObject({ execution_count: 1, outputs: [{ output_type: "stream", text: ["hi\n"] }] });
    expect(cells[2]).toMatchObject({
      outputs: [{ output_type: "execute_result", data: { "image/svg+xml": ["<svg>trained 2 steps</svg>"] } }],
    });
    expect(cells[3]).toMatchObject({ outputs: [{ execution_count: 3, data: { "text/plain": ["2"] } }] });
  });

  it("that fails is written up to there, and ends with code 1 and the error", async () => {
    const notebook = await notebookFile("bad.ipynb", [
      "1",
      "\nnull.x",
      { ...code("3"), outputs: [{ output_type: "stream", name: "stdout", text: ["old\n"] }], execution_count: 9 },
    ]);
    const out = join(folder, "bad.out.ipynb");
    const result = await run([notebook, "--out", out]);
    expect(result.exit).toBe(1);
    expect(result.stderr).toContain("TypeError: Cannot read properties of null (reading 'x')\nCell In [2], line 2\n");
    expect(result.stdout).toContain("[2/3] error");
    const { cells } = await written(out);
    expect(cells[0]).toMatchObject({ outputs: [{ data: { "text/plain": ["1"] } }] });
    expect(cells[1]).toMatchObject({ execution_count: 2, outputs: [{ output_type: "error", ename: "TypeError" }] });
    expect(cells[2]).toMatchObject({ execution_count: 9, outputs: [{ output_type: "stream", text: ["old\n"] }] });
  });

  it("is stopped after its time", async () => {
    const notebook = await notebookFile("slow.ipynb", ["for (;;) {}"]);
    const { exit, stderr } = await run([notebook, "--timeout", "0.3"]);
    expect([exit, stderr]).toEqual([1, "\nTimeout: it ran longer than 0.3 s\nCell In [1], line 1\n"]);
  });

  it("is stopped on request, and written", async () => {
    const notebook = await notebookFile("stopped.ipynb", ["1", "await new Promise(() => {})"]);
    const out = join(folder, "stopped.out.ipynb");
    const stop = new AbortController();
    const onFirstLine = () => stop.abort(); // the second cell waits for ever
    const { exit, stdout, stderr } = await run([notebook, "--out", out], { signal: stop.signal, onFirstLine });
    expect(stdout).toMatch(/^\[1\/2\] ok/);
    expect([exit, stderr]).toEqual([1, expect.stringContaining("Interrupted: the run was stopped")]);
    expect((await written(out)).cells).toHaveLength(2);
  });

  it("says when its session dies, in a cell or between two", async () => {
    const inside = await run([await notebookFile("exit.ipynb", ["process.exit(4)"])]);
    expect([inside.exit, inside.stderr]).toEqual([
      1,
      expect.stringContaining("SessionEnded: the session was ended with exit code 4"),
    ]);
    const between = await run([
      await notebookFile("between.ipynb", ["setTimeout(() => process.exit(5))", "await new Promise(() => {})"]),
    ]);
    expect([between.exit, between.stderr]).toEqual([1, expect.stringContaining("exit code 5")]);
  });

  it("finds its files beside itself", async () => {
    await writeFile(join(folder, "beside.txt"), "found");
    const notebook = await notebookFile("beside.ipynb", [
      'import { readFileSync } from "node:fs"\nif (readFileSync("beside.txt", "utf8") !== "found") throw 1',
    ]);
    expect(await run([notebook])).toMatchObject({ exit: 0, stderr: "" });
  });

  it("leaves cells in other languages as they are, and says so", async () => {
    const notebook = await notebookFile("mixed.ipynb", [
      { ...code("print(1)"), metadata: { vscode: { languageId: "python" } }, execution_count: 3 },
      { ...code("0 < 1 > (0)"), metadata: { vscode: { languageId: "javascript" } } },
    ]);
    const out = join(folder, "mixed.out.ipynb");
    const { exit, stdout } = await run([notebook, "--out", out]);
    expect([exit, stdout]).toEqual([0, expect.stringContaining("1 cells in other languages were left as they are")]);
    expect((await written(out)).cells[0]).toMatchObject({ execution_count: 3, outputs: [] });
  });

  it("shows a bar while it trains, on a terminal", async () => {
    const { stdout } = await run([await notebookFile("bar.ipynb", ["await fakeTrain(4)"])], { tty: true });
    expect(stdout).toContain("████████████████████ 4/4  loss 0.2500");
  });
});

describe("a report", () => {
  it("stands alone: text, formulas, code, pictures, prints", async () => {
    await writeFile(join(folder, "dot.svg"), "<svg/>");
    const notebook = await notebookFile("report.ipynb", [
      {
        cell_type: "markdown",
        source: "# On $E_t$ & more\n\n$$\\frac{a}{b}$$\n\nIt costs $5 or $6. ![dot](dot.svg) ![web](https://x.y/z.png)",
      },
      'console.log("<b>"); picture("one")',
      'throw new Error("<end>")',
    ]);
    const html = join(folder, "report.html");
    expect((await run([notebook, "--html", html])).exit).toBe(1);
    const report = await readFile(html, "utf8");
    expect(report).toContain("<title>On $E_t$ &amp; more</title>");
    expect(report.match(/<math/g)).toHaveLength(2);
    expect(report).toContain("It costs $5 or $6.");
    expect(report).toContain(`src="data:image/svg+xml;base64,${Buffer.from("<svg/>").toString("base64")}"`);
    expect(report).toContain('src="https://x.y/z.png"');
    expect(report).toContain('<pre class="stdout">&lt;b&gt;\n</pre>');
    expect(report).toContain(
      `alt="text of one" src="data:image/svg+xml;base64,${Buffer.from("<svg>one</svg>").toString("base64")}"`,
    );
    expect(report).toContain('<pre class="error">Error: &lt;end&gt;\nCell In [2], line 1');
    expect(report).not.toMatch(/<script|<link/);
  });

  it("speaks the language that is asked for, else the one in the notebook's name", async () => {
    const cells = ['picture("one")'];
    const [plain, chinese] = [await notebookFile("said.ipynb", cells), await notebookFile("said.zh-cn.ipynb", cells)];
    const html = join(folder, "said.html");
    const cases: [readonly string[], string, string][] = [
      [[plain], "en", "one"],
      [[plain, "--language", "zh-Hans"], "zh-cn", "one in zh-cn"],
      [[chinese], "zh-cn", "one in zh-cn"],
      [[chinese, "--language", "EN"], "en", "one"],
    ];
    for (const [argv, language, shown] of cases) {
      await run([...argv, "--html", html]);
      const report = await readFile(html, "utf8");
      expect(report).toContain(`<html lang="${language}">`);
      expect(report).toContain(
        `alt="text of ${shown}" src="data:image/svg+xml;base64,${Buffer.from(`<svg>${shown}</svg>`).toString("base64")}"`,
      );
    }
  });

  it("takes pictures that a cell carries", async () => {
    const attachments = { "a b.png": { "image/png": "AQID" } };
    const notebook = await notebookFile("attached.ipynb", [
      { cell_type: "markdown", source: "![x](attachment:a%20b.png) ![y](missing.png)", attachments },
    ]);
    const html = join(folder, "attached.html");
    await run([notebook, "--html", html]);
    const report = await readFile(html, "utf8");
    expect(report).toContain('src="data:image/png;base64,AQID"');
    expect(report).toContain('src="missing.png"');
  });
});

describe("a command that cannot be carried out", () => {
  it("ends with code 2 and says what to do", async () => {
    const good = await notebookFile("ok.ipynb", []);
    const broken = join(folder, "broken.ipynb");
    await writeFile(broken, "{");
    const cases: [readonly string[], string][] = [
      [[], "no notebook is given\nTry --help.\n"],
      [[good, good], "one notebook at a time"],
      [[good, "--wrong"], "Unknown option '--wrong'"],
      [
        [good, "--timeout", "soon"],
        '--timeout takes a number of seconds greater than 0; "soon" is none\nTry --help.\n',
      ],
      [[good, "--language", "fr"], '--language takes en or zh-cn; "fr" is neither\nTry --help.\n'],
      [["absent.ipynb"], "absent.ipynb cannot be read: there is no such file\n"],
      [[folder], "cannot be read: it is a folder\n"],
      [[broken], "broken.ipynb is not JSON"],
      [[good, "--out", folder], "cannot be written: it is a folder"],
    ];
    for (const [argv, message] of cases) {
      const { exit, stderr } = await run(argv);
      expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
  });

  it("is explained by --help", async () => {
    expect(await run(["--help"])).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("usage: npm run notebook"),
    });
  });
});

describe("the command's own process", () => {
  it("runs, and Ctrl+C stops the cell but not the writing", async () => {
    const source = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
    const outfile = join(kernel.folder, "cli.mjs");
    await build({
      entryPoints: [source],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: { js: requireShim },
      logLevel: "warning",
    });
    const notebook = await notebookFile("ctrl-c.ipynb", ["1", "console.log(2); for (;;) {}"]);
    const out = join(folder, "ctrl-c.out.ipynb");
    const child = spawn(process.execPath, [outfile, notebook, "--out", out], { detached: true });
    child.stdout.once("data", () => process.kill(-child.pid!, "SIGINT"));
    const exit = await new Promise((resolve) => child.on("exit", resolve));
    expect(exit).toBe(1);
    expect((await written(out)).cells[1]).toMatchObject({
      outputs: expect.arrayContaining([expect.objectContaining({ ename: "Interrupted" })]),
    });
  });
});
