/** Measures the parts of a benchmark one after the other, and prints what they found. */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { reachesGoal } from "./figure.mjs";

/** @typedef {import("./figure.mjs").Figure} Figure */

/**
 * @param {[title: string, measure: () => Promise<Figure[]>][]} parts
 * @param {string} [file]  where the figures go as JSON, too
 */
export async function report(parts, file) {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
  console.log(`${machine}, load ${loadText()}`);
  const measured = {};
  for (const [title, measure] of parts) {
    measured[title] = await measure();
    print(title, measured[title]);
  }
  console.log(`\nload at the end: ${loadText()}`);
  if (file) writeFileSync(file, `${JSON.stringify({ machine, load: loadavg(), measured }, null, 2)}\n`);
}

const loadText = () =>
  loadavg()
    .map((load) => load.toFixed(2))
    .join(" ");

/** @param {string} title @param {Figure[]} figures */
function print(title, figures) {
  const width = Math.max(title.length, ...figures.map(({ name }) => name.length));
  const row = (name, least, value, p95, unit, goal, note) =>
    console.log(
      `${name.padEnd(width)} ${least.padStart(9)} ${value.padStart(9)} ${p95.padStart(9)} ${unit.padEnd(2)}  ${goal.padEnd(12)} ${note}`,
    );
  console.log();
  row(title, "least", "median", "p95", "", "goal", "");
  for (const figure of figures) {
    const { name, least, value, p95, unit, note = "" } = figure;
    row(name, least?.toFixed(1) ?? "", value.toFixed(1), p95?.toFixed(1) ?? "", unit, goalText(figure), note);
  }
}

/** @param {Figure} figure */
function goalText(figure) {
  if (figure.goal === undefined) return "";
  return `≤ ${figure.goal} ${reachesGoal(figure) ? "met" : "missed"}`;
}
