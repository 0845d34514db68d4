/** Runs named commands one after the other, all of them even when one fails, and sums up at the end what each took. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command  the program and its arguments
 * @property {string} [needs]  the name of the step whose result it works on: it is not run when that one failed
 * @typedef {{ name: string, outcome: "passed" | "FAILED" | "not run", seconds: number, why?: string }} Result
 */

/** Installs the packages of the lock file when a fresh clone has none. */
export function ensurePackages() {
  if (!existsSync(`${root}/node_modules/.package-lock.json`)) run({ name: "install", command: ["npm", "ci"] });
}

/** @param {Step} step @returns {Result} */
function run({ name, command: [program, ...args] }) {
  process.stdout.write(`\n── ${name}: ${program} ${args.join(" ")}\n`);
  const started = Date.now();
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit", env: process.env });
  const seconds = (Date.now() - started) / 1000;
  if (error) process.stdout.write(`${error.message}\n`);
  const outcome = status === 0 ? "passed" : "FAILED";
  process.stdout.write(`── ${name}: ${outcome} in ${seconds.toFixed(1)} s\n`);
  return { name, outcome, seconds };
}

/**
 * @param {readonly Step[]} steps  what a step needs stands before it
 * @param {(step: Step) => Result} [runStep]
 * @returns {Result[]}
 * @throws {Error} where a step needs one that does not stand before it
 */
export function resultsOf(steps, runStep = run) {
  /** @type {Result[]} */
  const results = [];
  for (const step of steps) {
    const needed = results.find(({ name }) => name === step.needs);
    if (step.needs && !needed)
      throw new Error(`step "${step.name}" needs "${step.needs}", which does not stand before it`);
    if (!needed || needed.outcome === "passed") results.push(runStep(step));
    else results.push({ name: step.name, outcome: "not run", seconds: 0, why: `"${step.needs}" did not pass` });
  }
  return results;
}

/** @param {readonly Result[]} results @returns {string} a line for each, and their numbers */
export function summaryOf(results) {
  const lines = results.map(({ name, outcome, seconds, why }) => {
    const time = outcome === "not run" ? "" : `${seconds.toFixed(1)} s`;
    return `${outcome.padEnd(7)} ${time.padStart(8)}  ${name}${why ? `: ${why}` : ""}`;
  });
  const count = (wanted) => results.filter(({ outcome }) => outcome === wanted).length;
  const notRun = count("not run") > 0 ? `, ${count("not run")} not run` : "";
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  const numbers = `${count("passed")} passed, ${count("FAILED")} failed${notRun} in ${total.toFixed(0)} s`;
  return `\n── summary\n${lines.join("\n")}\n${numbers}\n`;
}

/**
 * Runs the steps, prints the summary and ends the process: with 0 when all passed, else with 1.
 * @param {readonly Step[]} steps
 */
export function runSteps(steps) {
  const results = resultsOf(steps);
  process.stdout.write(summaryOf(results));
  process.exit(results.every(({ outcome }) => outcome === "passed") ? 0 : 1);
}
