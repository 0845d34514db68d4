/** Measures the parts of a benchmark one after the other, and prints what they found. */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";

/** @typedef {{ name: string, value: number, unit: string, p95?: number, note?: string }} Figure  value: the median of what was measured */

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
  const row = (name, value, p95, unit, note) =>
    console.log(`${name.padEnd(width)} ${value.padStart(9)} ${p95.padStart(9)} ${unit.padEnd(2)}  ${note}`);
  console.log();
  row(title, "median", "p95", "", "");
  for (const { name, value, p95, unit, note = "" } of figures)
    row(name, value.toFixed(1), p95?.toFixed(1) ?? "", unit, note);
}
