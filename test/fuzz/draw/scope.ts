/** Which names an expression may read, in which shapes, and at which times: so that no value needs itself. */
import type {
  Expression,
  Shape,
  Span,
  StatementTime,
  TimeFormRow,
  TimeIndex,
} from "../../../src/engine/language/index.js";
import { MASK } from "../data.js";
import { isWithin, type Range, timeForms } from "../grammar.js";
import type { Chooser } from "./chooser.js";

/** Where nothing was read from a text. */
export const NOWHERE: Span = { start: 0, end: 0, line: 1, column: 1 };

/** Which way a group of statements that read each other runs through time. */
export type Direction = "forward" | "backward";

/** A name that may be read. */
export interface Known {
  readonly name: string;
  readonly shape: Shape;
  readonly time: StatementTime;
  /** Of its numbers at the time steps themselves; before the first and after the last any. */
  range: Range;
  /** Statements of one group may read each other at other times; each group reads those before it at any. */
  readonly group: number;
  /** Its place within the group; inputs and parameters stand before all. */
  readonly index: number;
}

/** Where an expression stands. */
export interface Reader {
  readonly time: StatementTime;
  readonly group: number;
  readonly index: number;
  readonly direction: Direction;
}

/** A name as it is read somewhere. */
export interface Read {
  readonly expression: Expression;
  readonly shape: Shape;
}

export const nameAt = (name: string, time: TimeIndex | null): Expression => ({
  kind: "name",
  name,
  time,
  span: NOWHERE,
});

/** All names of a text under construction. */
export class Scope {
  readonly known: Known[] = [];
  /** Names that something reads. */
  readonly read = new Set<string>();
  readonly #forms = timeForms().map(([, form]) => form);

  constructor(private readonly chooser: Chooser) {}

  add(known: Known): Known {
    this.known.push(known);
    return known;
  }

  /** A read of some name of this shape and range; undefined where there is none. */
  readOf(reader: Reader, shape: Shape, range: Range): Expression | undefined {
    return this.#read(reader, range, (known) => isSame(known.shape, shape))?.expression;
  }

  /** A read of a vector of whatever length: a column, or a row. */
  vectorOf(reader: Reader, isRow: boolean): Read | undefined {
    return this.#read(reader, "any", ({ shape: { rows, columns } }) => (isRow ? rows === 1 : columns === 1));
  }

  /** A read of a column of whatever length whose numbers are within the range. */
  columnOf(reader: Reader, range: Range): Read | undefined {
    return this.#read(reader, range, ({ shape: { rows, columns } }) => columns === 1 && rows > 1);
  }

  /** Two reads of one sequence, at two times: `q[t] .* q[t+1]`. */
  pairOf(reader: Reader, shape: Shape): readonly [Expression, Expression] | undefined {
    const pairs = this.known.flatMap((known) => {
      const times = isSame(known.shape, shape) ? distinct(this.#times(known, reader)) : [];
      return times.length > 1 ? [{ known, times }] : [];
    });
    if (pairs.length === 0) return undefined;
    const { known, times } = this.chooser.pick(pairs);
    const [a, b] = this.chooser.shuffled(times) as [TimeIndex | null, TimeIndex | null];
    this.read.add(known.name);
    return [nameAt(known.name, a), nameAt(known.name, b)];
  }

  #read(reader: Reader, range: Range, fits: (known: Known) => boolean): Read | undefined {
    const fitting = this.known.filter(fits);
    const options = fitting.flatMap((known) => {
      const times = this.#times(known, reader).filter((time) => isWithin(rangeAt(known, time), range));
      return times.length > 0 ? [[this.#weight(known, reader), { known, times }] as const] : [];
    });
    if (options.length === 0) return undefined;
    const { known, times } = this.chooser.weighted(options);
    this.read.add(known.name);
    return { expression: nameAt(known.name, this.chooser.pick(times)), shape: known.shape };
  }

  /** What nobody reads yet comes first, then what is near; parameters have productions of their own. */
  #weight({ name, group, time }: Known, reader: Reader): number {
    if (time === "none" && group === 0) return 0.5;
    const isNear = group === reader.group || group === reader.group - 1;
    return (this.read.has(name) ? 1 : 4) * (isNear ? 2 : 1);
  }

  /** The times at which a reader may read a name; one of each form of the language, likelier ones more often. */
  #times(known: Known, reader: Reader): (TimeIndex | null)[] {
    return this.#forms
      .filter(({ readIn }) => readIn.includes(reader.time))
      .flatMap((form) => (isLegal(known, reader, form) ? this.#indices(known, reader, form) : []));
  }

  #indices({ group }: Known, reader: Reader, { base, shift }: TimeFormRow): (TimeIndex | null)[] {
    if (base === null) return [null];
    const offset = shift * this.chooser.pick([1, 1, 1, 2, 3]);
    const isRecurrence = group === reader.group && shift !== 0;
    const often = base === reader.time && shift === 0 ? 12 : isRecurrence ? 6 : base === "t" ? 3 : 1;
    return Array.from({ length: often }, () => ({ base, offset: offset + 0 }));
  }
}

/** Whether reading a name so can make no value need itself. */
function isLegal(known: Known, reader: Reader, { base, shift }: TimeFormRow): boolean {
  const { time, group, index } = known;
  const isBefore = group < reader.group || (group === reader.group && index < reader.index);
  if (time === "none" || base === null) return time === "none" && base === null && isBefore;
  if (time === "T") return isBefore && base === "T" && shift === 0 && (group < reader.group || reader.time !== "t");
  if (group < reader.group) return true;
  if (group > reader.group || (base === "T" && reader.time === "t")) return false;
  if (base === "T") return isBefore;
  return shift === 0 ? isBefore : shift === (reader.direction === "forward" ? -1 : 1);
}

const distinct = (times: readonly (TimeIndex | null)[]): (TimeIndex | null)[] => [
  ...new Map(times.map((time) => [`${time?.base} ${time?.offset}`, time])).values(),
];

const isSame = (a: Shape, b: Shape): boolean => a.rows === b.rows && a.columns === b.columns;

/** Before the first time step and after the last there may be zeros. */
function rangeAt({ name, range }: Known, time: TimeIndex | null): Range {
  const isInside = time === null || time.offset === 0;
  return isInside && !MASK.test(name) ? range : "any";
}
