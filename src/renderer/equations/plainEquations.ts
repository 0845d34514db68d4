/** Equations as runs of letters with indices, for a picture that cannot hold KaTeX. */
import type { Network } from "../../trace/index.js";
import { mathName, plain, type Run } from "../panels/text.js";

export interface PlainEquation {
  readonly left: readonly Run[];
  /** From the equals sign on. */
  readonly right: readonly Run[];
}

/** A name with its time (`s[t-1]`), a number, or any other character. */
const TOKEN = /([\p{L}_][\p{L}\p{N}_]*)(?:\[([^\]]*)\])?|\d+(?:\.\d+)?|\s+|./gu;

/** Functions stand upright. */
const FUNCTIONS = new Set(
  "tanh sigmoid relu softplus exp log identity softmax concat sum mean diag crossEntropy binaryCrossEntropy squaredError halfSquaredError".split(
    " ",
  ),
);

/** Characters as typesetters write them. */
const TYPOGRAPHY: Readonly<Record<string, string>> = { "-": "−", "*": "·", ".*": "⊙" };

export function plainEquations(network: Network): PlainEquation[] {
  return network.statements.map(({ text }) => {
    const at = text.indexOf("=");
    return { left: equationRuns(text.slice(0, at).trim()), right: equationRuns(text.slice(at).trim()) };
  });
}

/** Reads a piece of an equation as the student wrote it. */
export function equationRuns(text: string): Run[] {
  const runs: Run[] = [];
  for (const [whole, name, index] of text.replace(/\.\*/g, "⊙").replace(/#.*$/, "").matchAll(TOKEN)) {
    if (name === undefined) runs.push({ text: TYPOGRAPHY[whole] ?? whole });
    else if (FUNCTIONS.has(name)) runs.push(...plain(name));
    else runs.push(...mathName(name, index?.replace("-", "−")));
  }
  return joined(runs);
}

/** Neighbours that look the same are one run. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last && last.math === run.math && last.shift === run.shift)
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

type Sized = Network["parameters"][number];

/** `x ∈ ℝ⁶` for everything whose size is known: sequences, then parameters. */
export const plainSizes = ({ sequences, parameters }: Network): Run[][][] =>
  [sequences, parameters].map((items) => items.filter(({ rows, columns }) => rows > 0 && columns > 0).map(sizeRuns));

function sizeRuns({ name, rows, columns }: Pick<Sized, "name" | "rows" | "columns">): Run[] {
  const size = columns > 1 ? `${rows}×${columns}` : rows > 1 ? String(rows) : "";
  return [...mathName(name), ...plain(" ∈ ℝ"), ...(size ? [{ text: size, shift: "sup" as const }] : [])];
}
