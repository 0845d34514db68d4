/** A derivation as groups of lines: what is written where, before any number is asked for. */
import { type DerivationLine, type DerivationLines, formatNumber, type Network } from "../../trace/index.js";
import { agreementOf, worstOf } from "./agreement.js";
import type { DerivationWords, Remark } from "./words.js";

type Kind = DerivationLine["kind"];
type Piece = DerivationLine["right"][number];

export interface LineModel {
  /** One of a kind in its derivation. */
  readonly key: string;
  /** TeX before, and from, the equals sign. */
  readonly left: string;
  readonly right: string;
  readonly text: string;
  /** As it is typed in a check by hand. */
  readonly typed: string;
  readonly notes: readonly Remark[];
  readonly hasNumbers: boolean;
  readonly source: DerivationLine;
}

export interface LineGroup {
  readonly kind: Kind;
  /** Whether a line is a sum over time: a network without time has none to explain. */
  readonly overTime: boolean;
  /** A remark that holds for all lines of the group. */
  readonly note: Remark | null;
  readonly lines: readonly LineModel[];
}

const KINDS: readonly Kind[] = ["adjoint", "delta", "gradient", "jacobian"];

/** Said once for a group rather than beside each of its lines. */
const SHARED = "zeroBeyondEnd";

/** Groups in the order in which they are computed; kinds without a line are left out. */
export function derivationGroups({ lines }: DerivationLines, network: Network): LineGroup[] {
  return KINDS.flatMap((kind) => {
    const found = lines.filter((line) => line.kind === kind);
    if (found.length === 0) return [];
    const note = found.some(({ notes }) => notes.includes(SHARED)) ? SHARED : null;
    const overTime = found.some(({ text }) => text.includes("Σ_t"));
    return [{ kind, overTime, note, lines: found.map((line) => lineModel(line, network)) }];
  });
}

function lineModel(line: DerivationLine, network: Network): LineModel {
  const { kind, name, left, right, text, checks, total } = line;
  return {
    key: `${kind} ${name} ${left}`,
    left: `\\displaystyle ${symbolTex({ tex: left, symbol: 0 }, kind)}`,
    right: `\\displaystyle = ${right.map((piece) => symbolTex(piece, kind)).join(" ")}`,
    text,
    typed: line.typed ?? `# ${text}`,
    notes: remarksOf(line, network),
    hasNumbers: checks.length > 0 || total !== undefined,
    source: line,
  };
}

function remarksOf({ notes, name, text }: DerivationLine, { statements }: Network): Remark[] {
  const isSoftmax = statements.some((statement) => statement.name === name && statement.text.includes("softmax"));
  return notes.flatMap((note): Remark[] => {
    if (note === SHARED) return [];
    if (note !== "fused") return [note];
    // a target of any sum stands in the formula itself
    return [isSoftmax ? (text.includes("sum(") ? "fusedSoftmax" : "fusedSoftmaxOne") : "fusedSigmoid"];
  });
}

/** Beside a group's title: why its lines look as they do, and what holds for all of them. */
export function groupRemarks({ kind, overTime, note }: LineGroup, words: DerivationWords): string[] {
  const { gloss } = words.headings[kind];
  return [...(kind === "gradient" && !overTime ? [] : [gloss]), ...(note ? [words.notes[note]] : [])];
}

/** The kept time step nearest to the one that is asked for; the latest when none is. */
export function nearestCheck(times: readonly number[], time: number | null): number {
  if (time === null) return 0;
  const distance = (index: number) => Math.abs(times[index]! - time);
  return times.reduce((best, _, index) => (distance(index) < distance(best) ? index : best), 0);
}

/** TeX of a ∂E/∂s or a δ. */
const GRADIENT = /^\s*(?:\\delta(?![A-Za-z])|\\frac\{\\partial )/;

/**
 * What belongs to a symbol, in the colour of the backward pass when the symbol is a gradient (what a Jacobian is made of
 * is none). The colour is TeX's own `red`, which the style sheet turns into the theme's.
 * @param tex the symbol itself, or its numbers
 */
export function coloured(symbol: string, kind: Kind, tex = symbol): string {
  return kind !== "jacobian" && GRADIENT.test(symbol) ? `\\textcolor{red}{${tex}}` : tex;
}

/** A piece of a formula in symbols. */
export const symbolTex = (piece: Pick<Piece, "tex"> & { readonly symbol?: number }, kind: Kind): string =>
  piece.symbol === undefined ? piece.tex : coloured(piece.tex, kind);

/** The last sentence: whether all lines agree with backpropagation, or that there are no numbers yet. */
export function derivationVerdict(derivation: DerivationLines, words: DerivationWords): string {
  if (derivation.timeSteps === 0) return words.noTrace;
  const { result, difference } = agreementOf(derivation.largestDifference);
  if (result === "notFinite" || difference === null) return words.anyNotFinite;
  if (difference === 0) return words.allAgreeExactly;
  if (result === "agree") return words.allAgree(formatNumber(difference, 2));
  const wrong = derivation.lines.filter((line) => worstOf(line)?.result === "differ").map(({ text }) => leftText(text));
  return words.someDiffer([...new Set(wrong)].join(", "), formatNumber(difference, 2));
}

/** What else a reader must know of the numbers; null when nothing. */
export function derivationNote(
  { timeSteps, batchSize, lines }: DerivationLines,
  words: DerivationWords,
): string | null {
  const areKept = lines.some(({ checks, total }) => checks.length > 0 || total !== undefined);
  const notes = [
    ...(timeSteps > 0 && batchSize > 1 ? [words.ofBatch(batchSize)] : []),
    ...(timeSteps > 0 && !areKept ? [words.notKept] : []),
  ];
  return notes.length > 0 ? notes.join(" ") : null;
}

/** What stands before the equals sign. */
const leftText = (text: string): string => text.split(" = ")[0]!;
