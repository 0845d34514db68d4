/**
 * Judges the engine that it is bundled with, mutant after mutant: every plan of some networks is proved, and every number of
 * theirs compared with the reference's. A process of its own (see judges.mjs), which is told the mutants and answers.
 */
import { type Batch, backward, type Dtype } from "../../src/engine/index.js";
import { referenceBackend } from "../../src/engine/program/backend.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import { compared, executionOn, wrongNorms } from "../engine/simd/backends.js";
import { batchOf } from "../fuzz/data.js";
import { drawNetwork } from "../fuzz/draw/generate.js";
import { contributionsSum } from "../fuzz/laws/backends.js";
import { observationsAgree } from "../fuzz/laws/observations.js";
import { plansAreProved } from "../fuzz/laws/plans.js";
import { batchesAreTheirSequences } from "../fuzz/laws/sequences.js";
import { partsAreIndependent } from "../fuzz/laws/threads.js";
import { modelOf, type Network } from "../fuzz/network.js";
import { Subject } from "../fuzz/subject.js";
import { type Builds, replaceKernels } from "./kernelsOf.js";
import { EXTREMES, NETWORKS } from "./networks.js";

declare const mutation: {
  readonly met: Uint8Array;
  readonly calls: number;
  begin(now: number | undefined, usual?: number): void;
};

/** What is asked: a mutant by its number, or kernels that stand in the place of those in the bundle. */
type Question = { readonly mutant: number } | { readonly kernels: Builds };
/** "alive" after each network; the last answer to a question is one of the others. "tainted": ask once more, elsewhere. */
type Answer = "alive" | "ready" | "found" | "survived" | "tainted";

const send = process.send!.bind(process) as (answer: { answer: Answer; atLoad?: readonly number[] }) => void;

/** So many networks more are drawn from the grammar. */
const DRAWN = 25;

/** A network with the conditions that the engine meets in it, and how many; all, where mutants are kernels. */
interface Case {
  readonly network: Network;
  readonly met: Uint8Array;
  readonly calls: number;
}

/** The cheapest first: what finds most is the proof. */
const LAWS: readonly ((subject: Subject) => readonly string[])[] = [
  (subject) => plansAreProved.check(subject).wrong,
  (subject) => numbersAgree(subject.network, "float64"),
  (subject) => numbersAgree(subject.network, "float32"),
  (subject) => contributionsSum.check(subject).wrong,
  (subject) => partsAreIndependent.check(subject).wrong,
  (subject) => batchesAreTheirSequences.check(subject).wrong,
  observed,
  creditInSingles,
];

/** A trace is of the reference where a network has found a difference itself: that is as wrong. */
function observed(subject: Subject): readonly string[] {
  const { wrong } = observationsAgree.check(subject);
  const { backendDifference } = subject.fast("float64").model;
  return backendDifference === undefined ? wrong : [backendDifference];
}

function numbersAgree(network: Network, dtype: Dtype): readonly string[] {
  const model = modelOf(network, dtype);
  const batch: Batch = batchOf(network, model);
  const fast = executionOn(simdBackend, model, batch);
  fast.forward(); // what the first pass has left must not matter
  fast.backward(new Float64Array(fast.program.losses.length).fill(1));
  return compared(executionOn(referenceBackend, model, batch), fast, "pass");
}

/** In single precision, where norms are doubles beside numbers that are not. */
function creditInSingles({ reference, network, batch, kinks }: Subject): readonly string[] {
  if (reference.model.definition.checked.timeless || kinks === "near") return [];
  const [doubles, singles] = (["float64", "float32"] as const).map((dtype) => backward(modelOf(network, dtype), batch));
  return [...reference.execution.program.sequences.keys()].flatMap((name) => {
    const [expected, actual] = [doubles!, singles!].map((trace) => trace.credit(name).data);
    const most = 1e-3 * Math.max(...expected!) + 1e-30;
    return expected!.some((x, i) => !(Math.abs(x - actual![i]!) <= most)) ? [`credit of ${name} in float32`] : [];
  });
}

/** Of a network whose numbers are not finite, or too many. */
function extremesOf(network: Network): readonly string[] {
  const model = modelOf(network, "float64");
  const batch = batchOf(network, model);
  const norms = (["float64", "float32"] as const).flatMap((dtype) =>
    wrongNorms(executionOn(simdBackend, modelOf(network, dtype), batch)),
  );
  return [...plansAreProved.check({ reference: { batch: model.prepare(batch) }, network } as Subject).wrong, ...norms];
}

let asked = 0;

/** @returns what is wrong; undefined where nothing can be said of the network's numbers */
function wrongOf(network: Network): string | undefined {
  if (EXTREMES.includes(network)) return extremesOf(network)[0];
  asked++; // what a network has found of itself is remembered by its text
  const subject = new Subject({ ...network, text: `${network.text}\n# ${asked}` });
  for (const law of LAWS) {
    const [wrong] = law(subject);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Like `wrongOf`; an engine that throws is wrong. */
function isWrong(network: Network): boolean {
  try {
    return wrongOf(network) !== undefined;
  } catch {
    return true;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Every network without any mutant. @throws when one is judged wrong all the same */
async function cases(): Promise<Case[]> {
  const found: Case[] = [];
  for (const network of [...NETWORKS, ...EXTREMES, ...Array.from({ length: DRAWN }, (_, i) => drawNetwork(7, i))]) {
    mutation.begin(undefined);
    if (![...NETWORKS, ...EXTREMES].includes(network) && !isFit(network)) continue;
    const wrong = wrongOf(network);
    if (wrong !== undefined) throw new Error(`without any mutant:\n${network.text}\n${wrong}`);
    found.push({ network, met: mutation.met.slice(), calls: mutation.calls });
    send({ answer: "alive" });
    await turn();
  }
  return found;
}

/** Whether anything can be said of a drawn network's numbers. */
function isFit(network: Network): boolean {
  try {
    return Boolean(new Subject(network));
  } catch {
    return false;
  }
}

/** What found the last mutants comes first: the next one of the same file is found by it, too. */
async function judge(order: Case[], question: Question): Promise<Answer> {
  const mutant = "mutant" in question ? question.mutant : undefined;
  for (const [i, one] of order.entries()) {
    if (mutant !== undefined && one.met[mutant] === 0) continue;
    begin(question, one.calls);
    const found = isWrong(one.network);
    begin(undefined, one.calls);
    if (found) {
      order.unshift(...order.splice(i, 1));
      return isWrong(one.network) ? "tainted" : "found"; // a mutant may leave something behind
    }
    send({ answer: "alive" });
    await turn();
  }
  return "survived";
}

function begin(question: Question | undefined, usual: number): void {
  mutation.begin(question && "mutant" in question ? question.mutant : undefined, usual);
  replaceKernels(question && "kernels" in question ? question.kernels : undefined);
}

const atLoad = [...mutation.met.entries()].flatMap(([id, isMet]) => (isMet ? [id] : []));
const order = await cases();
send({ answer: "ready", atLoad });
process.on("message", (question: Question) => {
  judge(order, question).then(
    (answer) => send({ answer }),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
