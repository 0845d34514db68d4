/** The diagnosis in English. */
import type { Diagnosis, Recurrence } from "./diagnosis.js";
import { type DiagnosisText, type FlowText, factor, n } from "./diagnosisText.js";
import type { NonFiniteFlow, SteadyFlow } from "./gradientFlow.js";
import type { Learning } from "./learning.js";

const steps = (count: number) => (count === 1 ? "1 step" : `${n(count)} steps`);

/** All sentences of a diagnosis. */
export function english(diagnosis: Diagnosis): DiagnosisText {
  const { learning } = diagnosis;
  return { ...englishFlow(diagnosis), learning: learning ? englishLearning(learning) : "" };
}

function englishFlow({ flow, clipped, recurrence }: Diagnosis): FlowText {
  switch (flow.code) {
    case "vanishing":
      return {
        verdict: "Vanishing",
        explanation: `${factor(flow.factor)} a step back in time; 1 % is left after ${steps(flow.hundredthAfter!)}. ${englishRatio(flow)}`,
        advice: englishLonger(recurrence),
      };
    case "exploding":
      return {
        verdict: "Exploding",
        explanation: `${factor(flow.factor)} a step back in time; a hundredfold after ${steps(flow.hundredthAfter!)}. ${englishRatio(flow)}`,
        advice: englishSmaller(clipped, recurrence),
      };
    case "steady":
      return {
        verdict: "Steady",
        explanation: `${factor(flow.factor)} a step back in time. ${englishRatio(flow)}`,
        advice: "",
      };
    case "dead":
      return {
        verdict: "Dead",
        explanation:
          flow.time === 0
            ? "the last loss sends no gradient back at all: it is exactly zero."
            : `the gradient is exactly zero at t = ${flow.time} and before.`,
        advice:
          "A unit stuck where its function is flat passes nothing back: try tanh, a smaller learning rate, or a positive bias.",
      };
    case "nonFinite":
      return englishNonFinite(flow, clipped);
    case "tooShort":
      return {
        verdict: "Too short to say",
        explanation: `with ${steps(flow.timeSteps)} of time there is no trend to see.`,
        advice: "",
      };
    case "noRecurrence":
      return {
        verdict: "No recurrence",
        explanation: "no equation looks back in time, so no gradient travels through it.",
        advice: "",
      };
    case "lookAhead":
      return {
        verdict: "Looks ahead",
        explanation: `${flow.state} runs from the last step to the first, so the last loss meets it at the last step alone.`,
        advice: "See the gradient of all losses.",
      };
  }
}

/** What makes a memory last longer. */
function englishLonger({ gated, parameter, scalar }: Recurrence): string {
  if (gated) return "A gate nearer to one keeps more: start its bias higher.";
  if (scalar) return `Try a ${parameter} nearer to 1, or an LSTM.`;
  return parameter === null ? "Try an LSTM." : `Try a ${parameter} nearer to orthogonal, or an LSTM.`;
}

/** What keeps a gradient small. */
function englishSmaller(clipped: boolean, { parameter }: Recurrence): string {
  const start = parameter === null ? "smaller weights" : `a smaller ${parameter}`;
  if (clipped) return `Clipping keeps the update small; ${start} would keep the gradient itself small.`;
  return `Clip the gradient's norm (clipNorm), or start from ${start}.`;
}

const englishRatio = ({ ratio, from, to }: SteadyFlow) =>
  `At t = ${from} its norm is ${n(ratio)} times that at t = ${to}.`;

const ENGLISH_WHAT: Record<NonFiniteFlow["what"], string> = {
  value: "the value of",
  loss: "the loss",
  gradient: "the gradient of",
  parameter: "the parameter",
};

function englishNonFinite({ what, name, value, step, time }: NonFiniteFlow, clipped: boolean): FlowText {
  const where = time > 0 ? `training step ${n(step)}, t = ${n(time)}` : `training step ${n(step)}`;
  const because =
    value === "NaN"
      ? "NaN is ∞ − ∞ or 0 × ∞: something overflowed before it."
      : "A number outgrew the largest that a float can hold.";
  return {
    verdict: value === "NaN" ? "Not a number" : "Overflow",
    explanation: `${ENGLISH_WHAT[what]} ${name} became ${value === "NaN" ? "NaN" : value === "Infinity" ? "∞" : "−∞"} at ${where}. ${because}`,
    advice: clipped
      ? "Lower the learning rate, or start from smaller weights."
      : "Lower the learning rate, or clip the gradient's norm (clipNorm).",
  };
}

function englishLearning({ code, loss, first, meanOf, baseline }: Learning): string {
  const means = meanOf > 1 ? `, each a mean of ${steps(meanOf)}` : "";
  const fell = `Loss ${n(first)} → ${n(loss)}${means}`;
  const nothing = `knowing nothing costs ${n(baseline ?? 0)}`;
  const sentences: Record<Learning["code"], string> = {
    start: `Loss ${n(first)} at the start${baseline === null ? "" : ` (${nothing})`}.`,
    learned: `${fell}: learned (${nothing}).`,
    learning: `${fell}: it is learning (${nothing}).`,
    baseline: `${fell}: no better yet than knowing nothing (${n(baseline ?? 0)}).`,
    worse: `${fell}: worse than knowing nothing (${n(baseline ?? 0)}).`,
    fell: `${fell}: falling.`,
    flat: `${fell}: no change.`,
    rose: `${fell}: rising.`,
  };
  return sentences[code];
}
