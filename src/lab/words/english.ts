import { ROLE_WORDS } from "../../engine/index.js";
import { diagnosisInEnglish, formatNumber, groupThousands, inOneLine } from "../../trace/index.js";
import type { LabWords, PathFacts } from "./labWords.js";

const nothing = (baseline: number | undefined): string =>
  baseline === undefined ? "" : ` (knowing nothing: ${formatNumber(baseline)})`;

export const english: LabWords = {
  diagnosis: (diagnosis) => inOneLine(diagnosisInEnglish(diagnosis), "en"),
  run: ({ status, done, planned, seconds, course, baseline }) => {
    const losses = course
      ? `: loss ${formatNumber(course.first)} → ${formatNumber(course.last)}${nothing(baseline)}`
      : "";
    return `${done} of ${planned} training steps (${status}) in ${seconds.toFixed(1)} s${losses}.`;
  },
  pass: ({ timeSteps, loss, baseline }) =>
    `One forward and backward pass through ${timeSteps} time steps: loss ${formatNumber(loss)}${nothing(baseline)}.`,
  parameters: (count) => `${count} parameters.`,
  check: (passed, largest, sample) => {
    const of = sample ? ` (${groupThousands(sample.checked)} of ${groupThousands(sample.all)} entries)` : "";
    return `Gradient check ${passed ? "passed" : "failed"}${of}: largest relative difference ${largest}.`;
  },
  formulasAgree: (count, largest) => {
    const all = ["", "The formula agrees", "Both formulas agree"][count] ?? `All ${count} formulas agree`;
    return `${all} with backpropagation, to ${largest}.`;
  },
  formulasDiffer: (failed) => {
    const where = failed.map(({ name, time }) => `${name}${time === null ? "" : ` at t = ${time}`}`);
    return `Not in agreement with backpropagation: ${where.join(", ")}.`;
  },
  paths: (facts) => {
    const { count, isOne, to, ungrouped, sum, gradient, difference } = facts;
    const ends = `${count} ${isOne ? "path leads" : "paths lead"} from ${facts.fromLoss ? "the loss " : ""}${facts.from} to ${to}`;
    const agree = `backpropagation gives ${gradient} (largest difference of an entry ${difference})`;
    const most = ungrouped ? " (too many to be summed by length)" : "";
    return `${ends}${most}${pathText(facts)}; ${isOne ? "it gives" : "they sum to"} a gradient of norm ${sum}, and ${agree}.`;
  },
  about: (number) => `about ${number}`,
  derived: (lines, more) => {
    const rest = more > 0 ? `; and ${more} more lines` : "";
    return `Backpropagation through time, derived from the equations: ${lines.join("; ")}${rest}.`;
  },
  sidesAgree: (agree, timeSteps, difference) =>
    agree
      ? `With the numbers of all ${timeSteps} time steps both sides agree to ${difference}.`
      : `With the numbers of all ${timeSteps} time steps the two sides differ by up to ${difference}.`,
  warning: ({ message, span }) => `Warning${span ? `, line ${span.line} of the equations` : ""}: ${message}`,
  names: ROLE_WORDS,
  space: " ",
};

function pathText({ path, isOne }: PathFacts): string {
  if (!path) return "";
  if (isOne) return `, ${path.text}`;
  return `, the largest ${path.isProven ? "" : "found "}${path.text} with norm ${path.norm}`;
}
