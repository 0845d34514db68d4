/** The network's equations as rows aligned at their equals signs, with the size of everything in them. */
import type { Network, NetworkStatement, SizeOrigin, TexPart } from "../../trace/index.js";

export interface EquationRow {
  readonly name: string;
  /** TeX of the left side. */
  readonly left: string;
  /** TeX from the equals sign on. */
  readonly right: string;
  /** As the student wrote it, for a reader who cannot see it. */
  readonly text: string;
}

/** `name ∈ ℝ^rows×columns`, as TeX. */
export interface SizeRow {
  readonly name: string;
  readonly tex: string;
  readonly kind: "sequence" | "parameter";
}

/** One name of the network. */
export interface NameRow {
  readonly name: string;
  readonly tex: string;
  readonly role: Network["sequences"][number]["role"] | "parameter";
  /** `16×6`, `16`; "" before it is known. */
  readonly size: string;
  readonly origin: SizeOrigin | undefined;
}

export interface EquationsModel {
  readonly rows: readonly EquationRow[];
  /** Empty for a definition whose sizes are not known yet. */
  readonly sizes: readonly SizeRow[];
  readonly parameterCount: number;
  /** Inputs and targets, parameters, and what is computed. */
  readonly names: readonly NameRow[];
}

export function equationsModel(network: Network): EquationsModel {
  return {
    rows: network.statements.map(equationRow),
    sizes: sizeRows(network),
    parameterCount: network.parameterCount,
    names: nameRows(network),
  };
}

function nameRows({ sequences, parameters }: Network): NameRow[] {
  const given = sequences.filter(({ role }) => role === "input" || role === "target");
  const computed = sequences.filter((sequence) => !given.includes(sequence));
  const learned = parameters.map((parameter) => ({ ...parameter, role: "parameter" as const }));
  return [...given, ...learned, ...computed].map(({ name, tex, role, rows, columns, origin }) => ({
    name,
    tex,
    role,
    origin,
    size: rows === 0 ? "" : columns > 1 ? `${rows}×${columns}` : `${rows}`,
  }));
}

/** A statement's TeX parts on either side of its first equals sign, which stays with the right one. */
export function splitAtEquals(parts: readonly TexPart[]): { left: readonly TexPart[]; right: readonly TexPart[] } {
  const index = parts.findIndex((part) => !("name" in part) && part.tex.includes("="));
  const sign = parts[index];
  if (!sign) return { left: [], right: parts };
  const at = sign.tex.indexOf("=");
  return {
    left: [...parts.slice(0, index), { tex: sign.tex.slice(0, at).trimEnd() }],
    right: [{ tex: sign.tex.slice(at) }, ...parts.slice(index + 1)],
  };
}

/** Parts side by side; a blank keeps a command (`\odot`) from running into the letter after it. */
export const joinTex = (parts: readonly { readonly tex: string }[]): string => parts.map((part) => part.tex).join(" ");

function equationRow(statement: NetworkStatement): EquationRow {
  const { left, right } = splitAtEquals(statement.tex);
  return { name: statement.name, left: joinTex(left), right: joinTex(right), text: statement.text };
}

const space = (rows: number, columns: number) =>
  columns === 1 ? (rows === 1 ? "\\mathbb{R}" : `\\mathbb{R}^{${rows}}`) : `\\mathbb{R}^{${rows} \\times ${columns}}`;

function sizeRows({ sequences, parameters }: Network): SizeRow[] {
  const row = (kind: SizeRow["kind"]) => (item: { name: string; tex: string; rows: number; columns: number }) => ({
    name: item.name,
    kind,
    tex: `${item.tex} \\in ${space(item.rows, item.columns)}`,
  });
  const known = ({ rows, columns }: { rows: number; columns: number }) => rows > 0 && columns > 0;
  return [...sequences.filter(known).map(row("sequence")), ...parameters.filter(known).map(row("parameter"))];
}
