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

/** An opening bracket comes next; Chinese keyboards type a wide one. */
const OPENS = /^\s*[(（]/u;

/** Characters as typesetters write them. */
const TYPOGRAPHY: Readonly<Record<string, string>> = { "-": "−", "*": "·", ".*": "⊙" };

export function plainEquations(network: Network): PlainEquation[] {
  const quantities = quantitiesOf(network);
  const runs = (text: string): Run[] => equationRuns(text.trim(), quantities);
  return network.statements.map(({ text }) => {
    const at = text.indexOf("=");
    return { left: runs(text.slice(0, at)), right: runs(text.slice(at)) };
  });
}

/** Everything in a network's text that has a value; no function of the language can have such a name. */
function quantitiesOf({ statements, sequences, parameters }: Network): ReadonlySet<string> {
  return new Set([...statements, ...sequences, ...parameters].map(({ name }) => name));
}

/**
 * Reads a piece of an equation as the student wrote it. What stands before a bracket is a function, upright, unless it is
 * a quantity, which the bracket multiplies.
 */
export function equationRuns(text: string, quantities: ReadonlySet<string>): Run[] {
  const runs: Run[] = [];
  const shown = text.replace(/\.\*/g, "⊙").replace(/#.*$/, "");
  for (const match of shown.matchAll(TOKEN)) {
    const [whole, name, index] = match;
    const isFunction = (found: string): boolean =>
      OPENS.test(shown.slice(match.index + whole.length)) && !quantities.has(found.normalize("NFC"));
    if (name === undefined) runs.push({ text: TYPOGRAPHY[whole] ?? whole });
    else if (index === undefined && isFunction(name)) runs.push(...plain(name));
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
