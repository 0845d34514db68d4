/** docs/performance.md: the tables with what a reader must know to judge them. */

import { goalsIn } from "./goals.js";
import type { Results } from "./results.js";
import { browserTable, casesTable, growthTable, memoryTable, peaksTable } from "./tables.js";

export function reportOf(results: Results): string {
  const parts = [
    "# Performance",
    "This page is written by `npm run bench -- --write`; it holds what one run found on one machine.",
    "## One training step",
    STEP,
    casesTable(results.cases, results.peaks),
    FAIRNESS,
    "## In the browser",
    BROWSER,
    browserTable(results.cases) ?? "Not measured in this run.",
    "## Goals not reached in this run",
    missedText(results),
    "## Speed limits of this machine",
    LIMITS,
    results.peaks.length > 0 ? peaksTable(results.peaks) : "Not measured in this run.",
    "## Memory",
    MEMORY,
    memoryTable(results.cases),
    "## Growth with H, T and B",
    GROWTH,
    results.growth.length > 0 ? growthTable(results.growth) : "Not measured in this run.",
    "## Machine and versions",
    machineText(results),
    "## How to repeat it",
    REPEAT,
  ];
  return `${parts.join("\n\n")}\n`;
}

const STEP = `Forward, the whole of backpropagation through time, and an SGD update; cross-entropy at every time step. H hidden
units, I inputs and as many outputs, T time steps, B sequences. Times are medians over the rounds, with the middle half in
brackets. A ratio is the peer's time over Unroll's in the same round: above 1, Unroll is faster. A dash: the peer cannot do
the case, is not installed, or would have taken seconds a step.`;

const FAIRNESS = `How they are compared:

- Every contestant runs in a process of its own, and is warmed up by the same rule before its first round: so many steps
  and so long, at the most twice as long where its steps are slow. The rounds visit all of them in
  a new random order each time, so that a busy moment falls on all; between two there is a pause, until the threads of the
  one before are still: those of OpenBLAS turn for a tenth of a second after a product.
- Unroll is a \`Trainer\` on the backend that it chooses by itself, with a helping thread for large batches, as in a
  notebook: it finds out by itself when two threads are faster. The reference backend is the plain one, on one thread.
- PyTorch uses its fastest way: \`nn.RNN\`, \`nn.LSTM\` or \`nn.GRU\` over all time steps at once. It runs with one thread and
  with two; the better one counts. Its BLAS is OpenBLAS, and the benchmark refuses to compare with the reference BLAS.
  Its layers have two bias vectors where ours have one, and its GRU applies the reset gate after the product.
- The step "with ‖∂E/∂s_t‖ of every t" is compared with a student's loop over time, with \`retain_grad\` on each
  state and all norms read at once.
  The credit matrix ‖∂E_k/∂s_t‖ is compared with one \`autograd.grad\` a loss; ours is \`backward(model, batch).credit("s")\`
  as in a cell that runs again: a new trace each time, of a model that is compiled.
- tfjs-wasm runs its SIMD kernels on one thread (in Node it has no others), in production mode: the products with the
  inputs and outputs once for all time steps, gates of one kind side by side, one gradient call in one \`tidy\`.
- tfjs-wasm and brain.js know float32 only. brain.js reads one token at a time, embeds it, and updates with RMSprop.
- The flops are those of the matrix products alone: 6·H² a recurrent matrix, 4·H·I an input matrix, 6·H·O the output
  matrix, for each time step and sequence.`;

const BROWSER = `The same programs, bundled for a page, in headless Chromium; a page of its own for each case, with a helping
thread as in Node. The page is isolated from other origins: it may share memory between threads, and its clock is fine.
The rounds lie between those of the others.`;

const LIMITS = `What libraries reach in a plain matrix product, the fastest round at the start or the end of the run. WebAssembly's vectors have 128 bits; OpenBLAS uses the 256 or 512 bits
of the processor. That is what bounds the large networks: a kernel in WebAssembly has a half or a quarter of the arithmetic.
"Of peak" above is the share of the fastest library's speed on one core.`;

const MEMORY = `"Unroll's numbers" are the values and adjoints of all time steps, and what drives the kernels. The others are whole
processes, with the language's runtime; PyTorch's go on from case to case, and keep what they once took.`;

const GROWTH = `Unroll alone: RNN, I = O = 32, float64. The time per flop is flat when a larger network costs no more than its
arithmetic; the memory per T·B·H is flat when nothing grows faster than the network's own numbers. Where time steps and
sequences are few, the parameters and what drives the kernels weigh more.`;

const REPEAT = `\`\`\`bash
apt-get install python3-torch libopenblas0-pthread   # Debian; without them PyTorch is left out
apt-get install chromium                             # or its path in $CHROMIUM; without it the browser is left out
npm ci
npm run bench                        # all cases, all peers: about half an hour
npm run bench -- --quick             # a short run, in about 4 minutes
npm run bench -- --only LSTM         # the cases with this in their names
npm run bench -- --json FILE         # every round of every contestant
npm run bench -- --write             # writes this page
\`\`\``;

function missedText({ cases }: Results): string {
  const { measured, missed } = goalsIn(cases);
  if (measured === 0) return "No goal was measured.";
  if (missed.length === 0) return `Every goal that was measured was reached (${measured}).`;
  const head = `${missed.length} of the ${measured} that were measured:`;
  return [head, "", ...missed.map((text) => `- ${text}`)].join("\n");
}

function machineText({ machine, load, quick, versions }: Results): string {
  const lines = Object.entries(versions).map(([peer, text]) => `- ${peer}: ${text}`);
  const length = quick ? "a short run (`--quick`): take the last digit lightly" : "a full run";
  const [start, end] = load.map((value) => value.toFixed(2));
  const cores = `Other work ran on the same cores where the load was above 1: it was ${start} at the start, ${end} at the end.`;
  return [`${machine}; ${length}. ${cores}`, "", ...lines].join("\n");
}
