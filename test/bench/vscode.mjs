/** Measures what a student waits for in a real VS Code: activation, Run until the picture, Interrupt until the end. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { openWorkbench } from "../vscode/browser.mjs";
import { runCellAndWait, waitForKernel, waitForNotebook } from "../vscode/notebook.mjs";
import { copyOfExamples, ROOT } from "../vscode/project.mjs";
import { startServer } from "../vscode/server.mjs";
import { timeDashboard, timeInterrupt } from "../vscode/timings.mjs";
import { median } from "./statistics.mjs";

const RUNS = 7;
const ACTIVATION = "loads and activates the extension";
/** The first panel of lesson 1, ready to be run again, and a cell that never ends. */
const CELLS = [
  `const lyric = tasks.text("想要有直升机")
const model = cells.elman.build({ x: lyric.size, s: 16, y: lyric.size }, { seed: 7, init: { W: init.spectral(1.1) } })
dashboard(await train(model, lyric, { steps: 300, optimizer: sgd({ lr: 0.1 }), clipNorm: 5 }))`,
  "while (true) {}",
];

/** @returns {Promise<import("./ui.mjs").Figure[]>} */
export async function measureVscode() {
  await run("npm", ["run", "build"]);
  return [await activation(), ...(await waits())];
}

/** The suite says how long activation took in its test's title. */
async function activation() {
  const printed = await run(process.execPath, ["test/vscode/run.mjs", "--grep", ACTIVATION]);
  const ms = new RegExp(`${ACTIVATION}: (\\d+) ms`).exec(printed)?.[1];
  if (!ms) throw new Error(`the suite told no activation time:\n${printed}`);
  return { name: "activation of the extension", value: Number(ms), unit: "ms", note: "one start" };
}

async function waits() {
  const lessons = await copyOfExamples();
  const file = path.join(lessons.folder, "bench.ipynb");
  writeFileSync(file, notebook());
  const server = await startServer({ extensions: [ROOT], smokeTestDriver: false });
  try {
    const page = await openWorkbench(server, { folder: lessons.folder, file });
    await waitForNotebook(page);
    await waitForKernel(page, /unroll/i);
    await runCellAndWait(page, 0);
    const note = `${RUNS} times`;
    const dashboards = await times(() => timeDashboard(page, 0));
    const interrupts = await times(() => timeInterrupt(page, 1));
    await page.close();
    return [
      {
        name: "Run to the picture, warm kernel",
        value: median(dashboards),
        unit: "ms",
        note: `${note}; with 300 training steps and the click`,
      },
      {
        name: "Interrupt to the stopped cell",
        value: median(interrupts),
        unit: "ms",
        note: `${note}; seen every 100 ms`,
      },
    ];
  } finally {
    await server.stop();
    await lessons.remove();
  }
}

/** @param {() => Promise<number>} measure */
async function times(measure) {
  const all = [];
  for (let i = 0; i < RUNS; i++) all.push(await measure());
  return all;
}

function notebook() {
  const cells = CELLS.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const metadata = {
    kernelspec: { display_name: "Unroll", language: "typescript", name: "unroll" },
    language_info: { name: "typescript" },
  };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}

/** @param {string} command @param {string[]} args @returns {Promise<string>} what it printed */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (printed += data));
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve(printed) : reject(new Error(`${command} ${args.join(" ")}:\n${printed}`)),
    );
  });
}
