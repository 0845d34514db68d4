/** A payload as plain text: what a reader of the raw notebook, a terminal or a copied output gets. */
import { diagnose, diagnosisSentence, formatNumber, groupThousands } from "../../trace/index.js";
import { at, type DecodedRecording, row, stateNames } from "../decode.js";
import type { DecodedPayload } from "../decodePayload.js";
import { derivationText } from "../derivation/derivationText.js";
import { parameterFact, thinnedFact, trainingFacts, warningLines } from "../facts.js";
import type { GradientCheckPayload } from "../gradientCheck/checkModel.js";
import { checkSheet } from "../gradientCheck/checkSheet.js";
import { pathsText } from "../paths/pathsText.js";
import type { Strings } from "../strings.js";

/** The payload in words and a small table; lines end with a newline but for the last. */
export function staticText({ payload, recordings }: DecodedPayload, words: Strings): string {
  switch (payload.view) {
    case "definition":
      return lines(
        payload.network.statements.map(({ text }) => text),
        warningLines(payload.network, words),
        [parameterFact(payload.network, undefined, words)],
      );
    case "gradientCheck":
      return checkText(payload, words);
    case "compare":
      return lines(
        ...payload.runs.map(({ name }, i) => [
          `${name}: ${lossFact(recordings[i]!, words)}`,
          diagnosisOf(recordings[i]!, words),
        ]),
      );
    case "paths":
      return pathsText(payload, words.paths);
    case "derivation":
      return derivationText(payload, words.derivation);
    default:
      return recordingText(recordings[0]!, payload.view, words);
  }
}

/** Groups of lines, a blank line between them. */
const lines = (...groups: readonly (readonly string[])[]) =>
  groups
    .map((group) => group.filter(Boolean).join("\n"))
    .filter(Boolean)
    .join("\n\n");

function recordingText(decoded: DecodedRecording, view: string, words: Strings): string {
  const { recording, frames } = decoded;
  const { network } = recording;
  const equations = network.statements.map(({ text }) => text);
  const facts = [parameterFact(network, recording.timeSteps, words), ...trainingFacts(recording, words)];
  const warnings = warningLines(network, words);
  if (view === "equations" || frames.steps.length === 0) return lines(equations, warnings, facts);
  const table = padded(timeTable(decoded, words));
  return lines(equations, warnings, [...facts, lossFact(decoded, words)], table, [
    diagnosisOf(decoded, words),
    thinnedFact(recording, words),
  ]);
}

const diagnosisOf = ({ recording, frames }: DecodedRecording, { language }: Strings) =>
  frames.steps.length > 0 ? diagnosisSentence({ ...diagnose(recording), learning: null }, language) : "";

/** First and last loss, and what knowing nothing costs. */
function lossFact({ recording, training, frames }: DecodedRecording, words: Strings): string {
  const { task } = recording;
  const [first, last] = [training?.losses[0], training?.losses.at(-1)];
  const nothing = task?.baseline === undefined ? "" : ` (${words.knowingNothing(formatNumber(task.baseline))})`;
  if (first !== undefined && last !== undefined)
    return words.lossFromTo(formatNumber(first), formatNumber(last)) + nothing;
  const sum = Array.from(row(frames.losses, frames.steps.length - 1)).reduce((a, b) => a + b, 0);
  const loss = recording.reduction === "mean" ? sum / recording.timeSteps : sum;
  return words.lossIs(formatNumber(loss)) + nothing;
}

/** Rows shown at either end when there are more. */
const ENDS = 6;

/** Time, tokens, loss and gradient norms of the last frame. */
function timeTable(decoded: DecodedRecording, words: Strings): string[][] {
  const { recording, frames } = decoded;
  const k = frames.steps.length - 1;
  const tokens = Object.entries(recording.task?.tokens ?? {});
  const states = stateNames(recording).filter((name) => frames.lastLossNorms.has(name));
  const last = frames.times.at(-1) ?? 1;
  const loss = recording.network.sequences.find(({ role }) => role === "loss")?.name ?? "E";
  const heading = [
    words.timeColumn,
    ...tokens.map(([name]) => name),
    words.lossColumn,
    ...states.map((name) => `‖∂${loss}[${last}]/∂${name}[t]‖`),
  ];
  const rowAt = (i: number) => [
    groupThousands(frames.times[i]!),
    ...tokens.map(([, list]) => list[i] ?? ""),
    formatNumber(at(frames.losses, k, i)),
    ...states.map((name) => formatNumber(at(frames.lastLossNorms.get(name)!, k, i))),
  ];
  const indices = Array.from(frames.times.keys());
  if (indices.length <= 2 * ENDS) return [heading, ...indices.map(rowAt)];
  return [heading, ...indices.slice(0, ENDS).map(rowAt), heading.map(() => "…"), ...indices.slice(-ENDS).map(rowAt)];
}

/** Cells a terminal gives to a character: two for Chinese. */
const cells = (text: string) =>
  [...text].reduce((sum, character) => sum + (/[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/u.test(character) ? 2 : 1), 0);

/** Right-aligned columns, two blanks apart. */
function padded(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => cells(row[column]!))));
  return rows.map((row) => row.map((cell, column) => " ".repeat(widths[column]! - cells(cell)) + cell).join("  "));
}

function checkText(payload: GradientCheckPayload, words: Strings): string {
  const { caption, cells, remarks, verdict } = checkSheet(payload, words.check);
  return lines([caption], padded(cells), [...remarks.map(({ sentence }) => sentence), verdict]);
}
