/** Which rows the graph has and what leads from row to row: the network without time. */
import type { Network, NetworkStatement } from "../../trace/index.js";

type Sequence = Network["sequences"][number];

/** A row of nodes. Several losses share one row: the recording knows their sum only. */
export interface GraphRow {
  readonly role: Exclude<Sequence["role"], "target">;
  readonly names: readonly string[];
  /** Whether it has a node at the last time step only. */
  readonly atLast: boolean;
}

/** An arrow that is repeated at every time step, from what is read to what reads it. Rows count from the bottom. */
export interface GraphArrow {
  readonly from: number;
  readonly to: number;
  /** Time read relative to the reader's own: -1 is one step back. */
  readonly offset: number;
  /** Whether the time read is the last one, whatever the reader's. */
  readonly fromLast: boolean;
  /** Parameters on the way. */
  readonly parameters: readonly string[];
}

export interface GraphOutline {
  /** Bottom row first: inputs, states, outputs, losses. */
  readonly rows: readonly GraphRow[];
  readonly arrows: readonly GraphArrow[];
  /** Parameters of each row's equations that multiply nothing (biases), and those of rows merged into it. By row. */
  readonly biases: readonly (readonly string[])[];
}

/** More hidden layers than this are merged into the rows that read them. */
const MOST_HIDDEN = 4;

const LEVEL: Record<GraphRow["role"], number> = { input: 0, derived: 1, hidden: 1, state: 1, output: 2, loss: 3 };

interface Read {
  readonly name: string;
  readonly offset: number;
  readonly fromLast: boolean;
  readonly parameters: readonly string[];
}

/** Reads the rows and arrows off a network's equations. Gates (hidden rows that look back in time) are merged into the states that they serve. */
export function graphOutline(network: Network): GraphOutline {
  const drawn = drawnSequences(network);
  const statements = new Map(network.statements.map((statement) => [statement.name, statement]));
  const rows = rowsOf(drawn);
  const rowOf = (name: string) => rows.findIndex(({ names }) => names.includes(name));
  const arrows: GraphArrow[] = [];
  for (const { name } of drawn) {
    const reads = readsOf(statements.get(name), statements, (other) => rowOf(other) >= 0);
    for (const { name: read, ...arrow } of reads) arrows.push({ from: rowOf(read), to: rowOf(name), ...arrow });
  }
  return { rows, arrows: merged(arrows), biases: rows.map(({ names }) => biasesOf(names, statements)) };
}

function drawnSequences(network: Network): Sequence[] {
  const isTimeless = network.sequences.every(({ time }) => time === "none");
  const shown = network.sequences.filter(({ role, time }) => role !== "target" && (time !== "none" || isTimeless));
  const layers = shown.filter((sequence) => sequence.role === "hidden" && !isGate(sequence.name, network));
  const keepsLayers = layers.length <= MOST_HIDDEN;
  return shown.filter((sequence) => sequence.role !== "hidden" || (keepsLayers && layers.includes(sequence)));
}

/** Whether a hidden sequence looks at another time step, itself or through what it reads at its own. */
function isGate(name: string, network: Network, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(name)) return false;
  const statement = network.statements.find((s) => s.name === name);
  if (statement?.role !== "hidden") return false;
  const next = new Set([...seen, name]);
  return statement.reads.some((read) => read.offset !== 0 || isGate(read.name, network, next));
}

function rowsOf(drawn: readonly Sequence[]): GraphRow[] {
  const sorted = [...drawn].sort((a, b) => levelOf(a) - levelOf(b));
  const single = sorted.filter(({ role }) => role !== "loss");
  const losses = sorted.filter(({ role }) => role === "loss");
  const row = (sequences: readonly Sequence[]): GraphRow => ({
    role: sequences[0]!.role as GraphRow["role"],
    names: sequences.map(({ name }) => name),
    atLast: sequences.every(({ time }) => time === "T"),
  });
  return [...single.map((sequence) => row([sequence])), ...(losses.length > 0 ? [row(losses)] : [])];
}

const levelOf = ({ role }: Sequence) => LEVEL[role as GraphRow["role"]];

/** What a statement reads of drawn rows, through merged ones. */
function readsOf(
  statement: NetworkStatement | undefined,
  statements: ReadonlyMap<string, NetworkStatement>,
  isDrawn: (name: string) => boolean,
  seen: readonly string[] = [],
): Read[] {
  if (!statement || seen.includes(statement.name)) return [];
  return statement.reads.flatMap(({ name, base, offset, through }) => {
    const own: Read = { name, offset, fromLast: base === "T" && statement.time !== "T", parameters: through };
    if (isDrawn(name)) return [own];
    const inner = readsOf(statements.get(name), statements, isDrawn, [...seen, statement.name]);
    return inner.map((read) => ({
      ...read,
      offset: read.offset + offset,
      fromLast: read.fromLast || own.fromLast,
      parameters: [...read.parameters, ...through],
    }));
  });
}

function merged(arrows: readonly GraphArrow[]): GraphArrow[] {
  const byKey = new Map<string, GraphArrow>();
  for (const arrow of arrows) {
    const key = [arrow.from, arrow.to, arrow.offset, arrow.fromLast].join();
    const parameters = [...new Set([...(byKey.get(key)?.parameters ?? []), ...arrow.parameters])];
    byKey.set(key, { ...arrow, parameters });
  }
  return [...byKey.values()];
}

/** Parameters of a row's own equations that stand on no arrow. */
function biasesOf(names: readonly string[], statements: ReadonlyMap<string, NetworkStatement>): string[] {
  return names.flatMap((name) => {
    const statement = statements.get(name);
    const onArrows = new Set(statement?.reads.flatMap(({ through }) => through));
    return statement?.parameters.filter((parameter) => !onArrows.has(parameter)) ?? [];
  });
}
