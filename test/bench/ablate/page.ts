/** docs/engine.md: what the fast engine does for speed, and what that gains. */
import { BEFORE } from "./before.js";
import { DELETED } from "./deleted.js";
import { AT_MOST, gainOf, type Results, WORTH } from "./results.js";
import { REWRITINGS } from "./rewritings.js";
import { beforeTable, deletedTable, keptTable } from "./tables.js";

export function pageOf(results: Results): string {
  const parts = [
    "# The fast engine",
    "This page is written by `npm run bench:ablate -- --write`; it holds what runs on one machine found.",
    INTRODUCTION,
    "## What each rewriting gains",
    keptTable(REWRITINGS, results),
    "## What was deleted",
    DELETED_TEXT,
    deletedTable(DELETED),
    "## How it is measured",
    MEASURED,
    CHECKED,
    "## Before and after",
    beforeText(results),
    beforeTable(results.before),
    "## Machine",
    machineText(results),
    "## How to repeat it",
    REPEAT,
  ];
  return `${parts.join("\n\n")}\n`;
}

const percent = (ratio: number): string => `${((ratio - 1) * 100).toFixed(0)} %`;

const INTRODUCTION = `The fast engine (\`src/engine/simd\`) runs a program's operations in another order, by fewer instructions and in
other places than the program says. Each such rewriting can be wrong, so each must be worth its proof: what gains less than
${percent(WORTH.mean)} in the geometric mean of the cases that it is there for, and less than ${percent(WORTH.largestForClass)} in every case that a
lesson or a class would run, is deleted. A number is the time without the rewriting over the time with it: 1.10 means that a
step takes 10 % longer without it.`;

const DELETED_TEXT = `What these gained when they were deleted, measured in the same way on a crowded machine. The sources before are in
the history. Shared places of adjoints and of values were deleted before all others: they made one random network in ten wrong.

What gains little alone adds up. Without three more (products of gates together, both factors of a product, a sum of two products),
each below the bounds, a training step of LSTMs and GRUs of 16 units took 16 to 25 % longer than before the deletions; so these stay, and with
them what gains as little in the table above: the deletions end where the step as a whole would be more than ${percent(AT_MOST.mean)} slower.`;

const MEASURED = `An engine without a rewriting is the whole engine, bundled again after an exact edit of its sources
(\`test/bench/ablate\`); an edit that no longer applies is an error. All engines are loaded into one process. A case is a network
of a size (H hidden units, I inputs and as many outputs, T time steps, B sequences), a number type, and what is done: a training
step with SGD, the same with the norms that a frame shows, a credit matrix, all Jacobians. In each of seven rounds, whose order
rotates, the engine without a rewriting takes turns with the whole one, three bursts of about 5 ms each; the round's ratio is that
of their shortest bursts. A case's ratio is the median of the rounds. The mean's brackets hold the smallest and the largest mean
of a round; the row "nothing" compares the whole engine with itself, and shows what is noise.`;

const CHECKED = `Time is the processor time of the process, so that other programs on the same cores take little part; with
two threads it is the time that passes. Before an engine is timed on a case, its numbers (each parameter's gradient, each norm)
are compared with those of the reference rules: an engine that gives others is an error, so what is measured is a real engine.
Cases with up to 128 hidden units and 100 time steps are what a lesson or a class would run.`;

function beforeText({ before, sizes }: Results): string {
  const { mean, between, largest } = gainOf(before);
  const [low, high] = between.map((ratio) => ratio.toFixed(3));
  const { before: old, now } = sizes;
  return `Training steps of the engine as it is, over those of \`${BEFORE}\`, before anything was deleted: in the geometric mean
${mean.toFixed(3)} (${low}…${high}), at most ${largest!.ratio.toFixed(2)} (${largest!.name}). The goal is at most ${AT_MOST.mean} in the mean and ${AT_MOST.largest} in
every case. \`src/engine/simd\` had ${old.files} files of ${old.lines} lines, the kernels' sources among them, and has ${now.files} of ${now.lines}.`;
}

function machineText({ machine, loads }: Results): string {
  const texts = loads.map(([start, end]) => `${start.toFixed(1)} to ${end.toFixed(1)}`);
  return `${machine}. Load, of which this benchmark itself is 1: ${texts.join(", ")}.`;
}

const REPEAT = `\`\`\`bash
npm run bench:ablate                              # everything in one thread
npm run bench:ablate -- --only gates,packed       # rewritings with these in their names
npm run bench:ablate -- --tasks threads,busy      # two threads; wants free cores
npm run bench:ablate -- --cases LSTM --rounds 15  # cases with this in their names
npm run bench:ablate -- --tasks before            # against ${BEFORE}
npm run bench:ablate -- --json FILE               # keeps every ratio; --read FILE,FILE goes on from there
npm run bench:ablate -- --write                   # writes this page
\`\`\``;
