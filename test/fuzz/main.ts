/**
 * `npm run fuzz -- [--count N] [--seed S] [--from I] [--texts N] [--shorten N] [--write]`: draws networks and texts, prints
 * what was met and what is wrong, each shortened. Its exit code is 1 when anything is. `--network JSON` runs one alone.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Worker } from "node:worker_threads";
import { testThreads } from "../engine/simd/testThreads.js";
import { type Failure, Fuzz, shortened } from "./fuzz.js";
import { lawsWith } from "./laws/index.js";
import type { Law } from "./laws/law.js";
import type { Network } from "./network.js";
import { failureText, reportOf } from "./report.js";
import { Subject } from "./subject.js";
import { drawText, shortestText, wrongWith } from "./texts.js";

const OPTIONS = {
  count: { type: "string", default: "2000" },
  seed: { type: "string", default: "1" },
  from: { type: "string", default: "0" },
  texts: { type: "string", default: "0" },
  shorten: { type: "string", default: "20" },
  law: { type: "string", default: "" },
  network: { type: "string" },
  write: { type: "boolean", default: false },
} as const;

/** @param root the project's folder @returns the exit code */
export async function main(root: string): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  const [count, seed, from, texts, shorten] = [
    values.count,
    values.seed,
    values.from,
    values.texts,
    values.shorten,
  ].map(whole) as [number, number, number, number, number];
  const workers: Worker[] = [];
  const laws = lawsWith(testThreads(workers)).filter(({ name }) => name.includes(values.law));
  if (values.network) return runOne(JSON.parse(values.network) as Network, laws);
  const start = process.cpuUsage();
  const fuzz = new Fuzz(laws, seed);
  for (let index = from; index < from + count; index++) say(fuzz.run(index));
  const shown = toShorten(fuzz.failures, shorten).map((failure) =>
    shortened(failure, laws.find(({ name }) => name === failure.law)!),
  );
  const wrongTexts = wrongTextsOf(texts, seed);
  await Promise.all(workers.map((worker) => worker.terminate()));
  const { user, system } = process.cpuUsage(start);
  const report = reportOf(fuzz, { seed, count, texts, wrongTexts: wrongTexts.length, seconds: (user + system) / 1e6 });
  console.log(`\n${report}`);
  for (const failure of shown) console.log(`\n${failureText(failure)}`);
  for (const [text, wrong] of wrongTexts.slice(0, shorten)) console.log(`\n${JSON.stringify(text)}\n  ${wrong}`);
  if (values.write) writeFileSync(path.join(root, "docs", "fuzz.md"), report);
  return fuzz.failures.length + wrongTexts.length > 0 ? 1 : 0;
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new RangeError(`expected a whole number, found ${text}`);
}

/** A line for each failure as it comes. */
function say(failures: readonly Failure[]): void {
  for (const { index, law, wrong } of failures) console.log(`network ${index} breaks "${law}": ${wrong[0]}`);
}

/** The first few of each law: one fault breaks many networks. */
function toShorten(failures: readonly Failure[], most: number): readonly Failure[] {
  const byLaw = new Map<string, number>();
  return failures.filter(({ law }) => {
    byLaw.set(law, (byLaw.get(law) ?? 0) + 1);
    return byLaw.get(law)! <= most;
  });
}

function wrongTextsOf(count: number, seed: number): (readonly [text: string, wrong: string])[] {
  const found: (readonly [string, string])[] = [];
  for (let index = 0; index < count; index++) {
    const text = drawText(seed, index);
    if (wrongWith(text) === undefined) continue;
    const shortest = shortestText(text, (shorter) => wrongWith(shorter) !== undefined);
    found.push([shortest, wrongWith(shortest) ?? "is wrong now and then"]);
  }
  return found;
}

/** A network that somebody reported. */
function runOne(network: Network, laws: readonly Law[]): number {
  const subject = new Subject(network);
  const failures = laws.flatMap((law) => {
    const { wrong } = law.check(subject);
    return wrong.length > 0 ? [{ index: 0, law: law.name, network, wrong }] : [];
  });
  console.log(failures.length === 0 ? "nothing is wrong" : failures.map(failureText).join("\n\n"));
  return failures.length > 0 ? 1 : 0;
}
