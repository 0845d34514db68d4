/** `node test/bench/ablate.mjs`: what each rewriting of the fast engine gains. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { BEFORE, sizeOf, sourcesOf } from "./before.js";
import { busyCore } from "./busy.js";
import { casesOf, nameOf } from "./cases.js";
import { contest, type Ratios } from "./contest.js";
import { type Loaded, loadEngine } from "./engines.js";
import { pageOf } from "./page.js";
import { gainOf, type Measured, medianOf, merged, type Results } from "./results.js";
import type { Rewriting, Task } from "./rewriting.js";
import { REWRITINGS } from "./rewritings.js";
import { gainText } from "./tables.js";

const OPTIONS = {
  rounds: { type: "string", default: "7" },
  /** Parts of rewritings' names, with commas between. */
  only: { type: "string", default: "" },
  /** What is done, with commas between; "before": the training steps against the engine before the deletions. */
  tasks: { type: "string", default: "step,observed,credit,jacobian,jacobians,before" },
  /** A part of the cases' names. */
  cases: { type: "string", default: "" },
  json: { type: "string" },
  read: { type: "string" },
  write: { type: "boolean", default: false },
} as const;

interface Plan {
  readonly root: string;
  /** Where bundles go. */
  readonly folder: string;
  readonly rounds: number;
  readonly rewritings: readonly Rewriting[];
  readonly tasks: readonly string[];
  /** A part of the cases' names. */
  readonly cases: string;
  /** Keeps what is found so far. */
  keep(results: Results): void;
}

/** @param root the project's folder @param folder where bundles go */
export async function main(root: string, folder: string): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const parts = values.only.split(",");
  const rewritings = REWRITINGS.filter(({ name }) => parts.some((part) => name.includes(part)));
  const tasks = values.tasks.split(",");
  const keep = (results: Results): void => {
    if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 1)}\n`);
  };
  const plan = { root, folder, rounds: Number(values.rounds), rewritings, tasks, cases: values.cases, keep };
  const results = values.read ? merged(values.read.split(",").map(readResults)) : await measureAll(plan);
  keep(results);
  for (const [name, measured] of Object.entries(results.rewritings))
    if (measured.length > 0) console.log(gainText(name, gainOf(measured)));
  if (results.before.length > 0) console.log(gainText(`${BEFORE} before`, gainOf(results.before)));
  if (values.write) writeFileSync(path.join(root, "docs", "engine.md"), pageOf(results));
}

const readResults = (file: string): Results => JSON.parse(readFileSync(file, "utf8"));

/** What is found so far. */
interface Draft extends Results {
  readonly rewritings: Record<string, Measured[]>;
  readonly before: Measured[];
}

async function measureAll(plan: Plan): Promise<Results> {
  const { root, folder, tasks } = plan;
  const load = loadavg()[0]!;
  const old = sourcesOf(root, BEFORE, folder);
  const sizes = { before: sizeOf(old), now: sizeOf(root) };
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
  const draft: Draft = { machine, loads: [], rewritings: {}, before: [], sizes };
  const whole = await loadEngine(root, path.join(folder, "whole"));
  await ablate(plan, whole, draft);
  if (tasks.includes("before")) await compare(plan, whole, old, draft);
  return { ...draft, loads: [[load, loadavg()[0]!]] };
}

async function ablate(plan: Plan, whole: Loaded, draft: Draft): Promise<void> {
  const { root, folder, rounds, rewritings } = plan;
  const tasks = plan.tasks.filter((task) => task !== "before") as Task[];
  const wanted = rewritings.filter((one) => one.tasks.some((task) => tasks.includes(task)));
  const engines = new Map<string, Loaded>();
  for (const { name, patches } of wanted)
    engines.set(name, await loadEngine(root, path.join(folder, name.replace(/[^a-z0-9]+/gi, "-")), patches));
  for (const one of casesOf(tasks, plan.cases)) {
    const some = wanted.filter((of) => of.tasks.includes(one.task));
    const others = new Map(some.map(({ name }) => [name, engines.get(name)!]));
    const quieten = one.task === "busy" ? busyCore() : undefined;
    const ratios = await contest({ one, rounds, base: whole, others, reference: whole });
    quieten?.();
    for (const [name, of] of ratios) {
      draft.rewritings[name] ??= [];
      draft.rewritings[name].push({ one, ratios: of });
    }
    say(nameOf(one), ratios);
    plan.keep(draft);
  }
}

async function compare(plan: Plan, whole: Loaded, sources: string, draft: Draft): Promise<void> {
  const { folder, rounds, cases } = plan;
  const base = await loadEngine(sources, path.join(folder, "before"));
  for (const one of casesOf(["step"], cases)) {
    const ratios = await contest({ one, rounds, base, others: new Map([["now", whole]]), reference: whole });
    draft.before.push({ one, ratios: ratios.get("now")! });
    say(nameOf(one), ratios);
    plan.keep(draft);
  }
}

function say(name: string, ratios: Ratios): void {
  const texts = [...ratios].map(([of, rounds]) => `${of} ${medianOf({ ratios: rounds }).toFixed(3)}`);
  console.log(`${name}: ${texts.join(", ")}`);
}
