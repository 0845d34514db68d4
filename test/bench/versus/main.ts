/** `npm run bench [-- --quick] [--only TEXT] [--json FILE] [--write]`: Unroll against its peers. `--write` makes docs/performance.md. */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Case, casesFor, nameOf } from "./cases.js";
import { Contest } from "./contest.js";
import { growthCases } from "./growth.js";
import { FULL, QUICK } from "./measure.js";
import { peerSpecs } from "./peers.js";
import { reportOf } from "./report.js";
import type { CaseResult, GrowthPoint, Results } from "./results.js";
import { bestTorch, higherPeaks, ratioTo, timeOf } from "./results.js";
import { spreadText } from "./tables.js";

/** @param root  the project's folder @param bundles  where the peers' programs lie */
export async function main(root: string, bundles: string): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const cases = casesFor(values.only);
  if (cases.length === 0) throw new Error(`no case contains "${values.only}": ${casesFor().map(nameOf).join(", ")}`);
  const contest = await Contest.open(
    peerSpecs(bundles, path.join(root, "test/bench/peers")),
    values.quick ? QUICK : FULL,
  );
  for (const [peer, text] of Object.entries(contest.versions)) console.log(`${peer}: ${text}`);
  const results = await measureAll(contest, cases, values.quick, values.only === undefined);
  contest.close();
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 1)}\n`);
  console.log(`\n${reportOf(results)}`);
  if (values.write) write(path.join(root, "docs"), reportOf(results));
}

const OPTIONS = {
  quick: { type: "boolean", default: false },
  only: { type: "string" },
  json: { type: "string" },
  write: { type: "boolean", default: false },
} as const;

async function measureAll(contest: Contest, cases: readonly Case[], quick: boolean, whole: boolean): Promise<Results> {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
  const before = loadavg()[0]!;
  const peaksBefore = await contest.peaks();
  const results: CaseResult[] = [];
  for (const one of cases) {
    results.push(await contest.measure(one));
    say(results.at(-1)!);
  }
  const growth: GrowthPoint[] = [];
  for (const { varied, case: one } of whole ? growthCases(quick) : [])
    growth.push({ varied, result: await contest.measure(one, ["unroll"]) });
  const peaks = higherPeaks(peaksBefore, await contest.peaks());
  const { versions } = contest;
  return { machine, load: [before, loadavg()[0]!], quick, versions, peaks, cases: results, growth };
}

function say(result: CaseResult): void {
  const torch = bestTorch(result);
  const against = torch ? `, PyTorch ÷ Unroll ${spreadText(ratioTo(result, torch))}` : "";
  console.log(`${nameOf(result.case)}: ${spreadText(timeOf(result, "unroll"))} ms${against}`);
  for (const [peer, why] of result.left) console.log(`  without ${peer}: ${why}`);
}

function write(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "performance.md"), text);
}
