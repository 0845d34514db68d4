/** A derived line as runs of letters, for a picture that cannot hold KaTeX: read from its plain text. */
import { mathName, plain, type Run } from "../panels/text.js";

/** `δ` or `∂` in front of a name with its time, a power, a transpose, an elementwise operator, or any other piece. */
const TOKEN =
  /(?<delta>δ)(?=[\p{L}_])|Σ_(?<over>[tτ])|(?<name>[\p{L}_][\p{L}\p{N}_]*)(?:\[(?<time>[^\]]*)\])?|(?<transpose>')|\s*\.\^\s*(?<power>-?\d+)|(?<operator>\.[*/])|(?<number>\d+(?:\.\d+)?)|(?<space>\s+)|(?<other>[\s\S])/gu;

const OPERATORS: Readonly<Record<string, string>> = { ".*": "⊙", "./": "⊘" };
const minus = (text: string) => text.replaceAll("-", "−");
const raised = (text: string): Run => ({ text: minus(text), shift: "sup" });

/** @param text a side of a line, `(1 - s[t] .^ 2) .* ∂E/∂s[t]` */
export function derivedRuns(text: string): Run[] {
  const runs: Run[] = [];
  let isDelta = false;
  for (const { 0: whole, groups } of text.matchAll(TOKEN)) {
    const { name, time } = groups!;
    if (name !== undefined) runs.push(...(isDelta ? deltaRuns(name, time) : mathName(name, time && minus(time))));
    else if (!groups!.delta) runs.push(...signRuns(whole, groups!));
    isDelta = groups!.delta !== undefined;
  }
  return joined(runs);
}

/** Plain neighbours are one run. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const arePlain = last && !last.math && !last.shift && !run.math && !run.shift;
    if (arePlain) result[result.length - 1] = { text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

/** δ with the name above and the time below: two indices of one letter, so one after the other. */
function deltaRuns(name: string, time: string | undefined): Run[] {
  const below: Run[] = time === undefined ? [] : [{ text: minus(time), math: true, shift: "sub" }];
  return [{ text: "δ", math: true }, { text: name.replaceAll("_", ""), math: true, shift: "sup" }, ...below];
}

function signRuns(whole: string, groups: Readonly<Record<string, string | undefined>>): Run[] {
  if (groups.over !== undefined) return [{ text: "Σ" }, { text: groups.over, math: true, shift: "sub" }];
  if (groups.transpose !== undefined) return [raised("T")];
  if (groups.power !== undefined) return [raised(groups.power)];
  if (groups.operator !== undefined) return plain(OPERATORS[groups.operator]!);
  return plain(minus(whole));
}
