/** Measures what a student waits for in a real VS Code: activation, Run until the picture, Interrupt until the end. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { openWorkbench } from "../vscode/browser.mjs";
import { runCellAndWait, waitForKernel, waitForNotebook } from "../vscode/notebook.mjs";
import { copyOfExamples, ROOT } from "../vscode/project.mjs";
import { startServer } from "../vscode/server.mjs";
import { timeDashboard, timeInterrupt } from "../vscode/timings.mjs";
import { timesFigure } from "./figure.mjs";
import { LESSON_ONE } from "./lessonOne.mjs";

const RUNS = 7;
const STARTS = 3;
const ACTIVATION = "loads and activates the extension";
/** Lesson 1, ready to be run again, and a cell that never ends. */
const CELLS = [LESSON_ONE, "while (true) {}"];

/** @returns {Promise<import("./figure.mjs").Figure[]>} */
export async function measureVscode() {
  await run("npm", ["run", "build"]);
  return [...(await activation()), ...(await waits())];
}

/** The suite says how long activation took in its test's title. */
async function activation() {
  const told = new RegExp(`${ACTIVATION}: ([\\d.]+) ms of its own, (\\d+) ms`);
  const [own, whole] = [[], []];
  for (let i = 0; i < STARTS; i++) {
    const printed = await run(process.execPath, ["test/vscode/run.mjs", "--grep", ACTIVATION]);
    const found = told.exec(printed);
    if (!found) throw new Error(`the suite told no activation time:\n${printed}`);
    own.push(Number(found[1]));
    whole.push(Number(found[2]));
  }
  const note = `${STARTS} starts of the editor`;
  return [
    timesFigure("activation: the extension's code", own, { goal: 50, note: `${note}; loaded and activated` }),
    timesFigure("activation until the editor says so", whole, { note: "its own work, storage above all, included" }),
  ];
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
      timesFigure("Run to the picture, warm kernel", dashboards, {
        note: `${note}; with 300 training steps and the click`,
      }),
      timesFigure("Interrupt to the stopped cell", interrupts, { note: `${note}; seen every 100 ms` }),
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
