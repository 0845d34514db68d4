/** Runs named commands one after the other, all of them even when one fails, and sums up at the end what each took. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command  the program and its arguments
 * @property {string} [needs]  the name of the step whose result it works on: it is not run when that one failed
 * @typedef {{ name: string, outcome: "passed" | "FAILED" | "not run", seconds: number, why?: string, said?: string[] }} Result
 */

/** What names a failure in what vitest, tsc or Node print. */
const FAILURE = /^\s*FAIL\b|\b[A-Z]?\w*Error: |\berror TS\d/u;
/** Lines of a failed step that the summary repeats, for a reader who has the end of the output only. */
const MOST_LINES = 8;
const LONGEST_LINE = 200;

/** @param {string} output @returns {string[]} the lines that name failures, or the last ones where none does */
export function failuresIn(output) {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.trim().slice(0, LONGEST_LINE))
    .filter((line) => line !== "");
  const named = [...new Set(lines.filter((line) => FAILURE.test(line)))];
  return named.length > 0 ? named.slice(0, MOST_LINES) : lines.slice(-MOST_LINES);
}

/** Installs the packages of the lock file when a fresh clone has none. */
export async function ensurePackages() {
  if (!existsSync(`${root}/node_modules/.package-lock.json`)) await run({ name: "install", command: ["npm", "ci"] });
}

/** @param {Step} step @returns {Promise<Result>} */
async function run({ name, command: [program, ...args] }) {
  process.stdout.write(`\n── ${name}: ${program} ${args.join(" ")}\n`);
  const started = Date.now();
  const { status, output } = await printed(program, args);
  const seconds = (Date.now() - started) / 1000;
  const outcome = status === 0 ? "passed" : "FAILED";
  process.stdout.write(`── ${name}: ${outcome} in ${seconds.toFixed(1)} s\n`);
  return { name, outcome, seconds, ...(status !== 0 && { said: failuresIn(output) }) };
}

/**
 * Runs a program, prints what it prints, and keeps it.
 * @param {string} program @param {string[]} args
 * @returns {Promise<{ status: number, output: string }>}
 */
function printed(program, args) {
  const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["inherit", "pipe", "pipe"],
    env: { ...process.env, ...colours },
  });
  let output = "";
  for (const stream of ["stdout", "stderr"]) {
    child[stream].setEncoding("utf8").on("data", (text) => {
      output += text;
      process[stream].write(text);
    });
  }
  return new Promise((resolve) => {
    child.on("error", ({ message }) => {
      process.stdout.write(`${message}\n`);
      resolve({ status: 1, output: message });
    });
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

/**
 * @param {readonly Step[]} steps  what a step needs stands before it
 * @param {(step: Step) => Result | Promise<Result>} [runStep]
 * @returns {Promise<Result[]>}
 * @throws {Error} where a step needs one that does not stand before it
 */
export async function resultsOf(steps, runStep = run) {
  /** @type {Result[]} */
  const results = [];
  for (const step of steps) {
    const needed = results.find(({ name }) => name === step.needs);
    if (step.needs && !needed)
      throw new Error(`step "${step.name}" needs "${step.needs}", which does not stand before it`);
    if (!needed || needed.outcome === "passed") results.push(await runStep(step));
    else results.push({ name: step.name, outcome: "not run", seconds: 0, why: `"${step.needs}" did not pass` });
  }
  return results;
}

/** @param {readonly Result[]} results @returns {string} a line for each, their numbers, and what those that failed said */
export function summaryOf(results) {
  const lines = results.map(({ name, outcome, seconds, why }) => {
    const time = outcome === "not run" ? "" : `${seconds.toFixed(1)} s`;
    return `${outcome.padEnd(7)} ${time.padStart(8)}  ${name}${why ? `: ${why}` : ""}`;
  });
  const count = (wanted) => results.filter(({ outcome }) => outcome === wanted).length;
  const notRun = count("not run") > 0 ? `, ${count("not run")} not run` : "";
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  const numbers = `${count("passed")} passed, ${count("FAILED")} failed${notRun} in ${total.toFixed(0)} s`;
  const said = results.flatMap(({ name, said = [] }) => said.map((line) => `${name}: ${line}\n`));
  return `\n── summary\n${lines.join("\n")}\n${numbers}\n${said.join("")}`;
}

/**
 * Runs the steps, prints the summary and ends the process: with 0 when all passed, else with 1.
 * @param {readonly Step[]} steps
 */
export async function runSteps(steps) {
  const results = await resultsOf(steps);
  process.stdout.write(summaryOf(results));
  process.exit(results.every(({ outcome }) => outcome === "passed") ? 0 : 1);
}
