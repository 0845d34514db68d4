import { evaluate, type Numbers, resolve } from "../derivation/evaluate.js";
import { type Formula, nodesOf, type Quantity } from "../derivation/formula.js";
import { type Matrix, zeroMatrix } from "../derivation/matrix.js";
import type { Shaker } from "../derivation/shake.js";
import { EquationError } from "../errors.js";
import { type GivenSizes, type InferredShapes, inferShapes, type Shape, type Statement } from "../language/index.js";
import { handFormula } from "./handFormula.js";
import type { HandText, Rules } from "./handText.js";
import { checkOutside, type OutsideValues, readOutside } from "./outsideValues.js";
import type { Roles } from "./roles.js";

/** Numbers that a text reads and does not compute. */
export interface GivenNumbers {
  /** @param time null for a name without an index; undefined where there is none, which counts as zero */
  read(name: string, time: number | null): Float64Array | undefined;
}

/** A statement at one time step; at slot 0 those without time. */
interface Instance {
  readonly statement: Statement;
  readonly slot: number;
}

/** A text written by hand, ready to be computed from any numbers. */
export class HandProgram {
  readonly #formulas: ReadonlyMap<Statement, Formula>;
  readonly #shapes: InferredShapes;
  readonly #outside: ReadonlyMap<string, Matrix>;
  readonly #order: readonly Instance[];

  /** @throws ShapeError where shapes do not fit; OptionError or DataError for wrong outside values; EquationError for a cycle */
  constructor(
    private readonly text: HandText,
    roles: Roles,
    outside: OutsideValues,
    readonly timeSteps: number,
  ) {
    const { checked, rules } = text;
    this.#outside = readOutside(checked, outside);
    const sizes: Record<string, GivenSizes[string]> = { ...roles.sizes };
    for (const [name, { rows, columns }] of this.#outside) sizes[name] ??= [rows, columns];
    this.#shapes = inferShapes(checked, sizes, "network", roles.rows);
    checkOutside(this.#outside, this.#shapes);
    const isZeroOutside = (name: string): boolean =>
      !this.#outside.has(name) && (rules.has(name) || roles.given.get(name)?.is === "gradient");
    const context = { text, shapes: this.#shapes, timeSteps, isZeroOutside };
    this.#formulas = new Map(checked.statements.map((s) => [s, handFormula(s.expression, context)]));
    this.#order = new Scheduler(text, this.#formulas, timeSteps).order();
  }

  /** Computes everything that something else reads. @param shaker changes every number on the way a little */
  run(given: GivenNumbers, shaker?: Shaker): HandValues {
    const values = new HandValues(this, given, this.#outside, shaker);
    for (const { statement, slot } of this.#order) values.keep(statement.name, slot);
    return values;
  }

  /** The formula of a name at a time step (0 without time); undefined where it has none. */
  formulaAt(name: string, slot: number): Formula | undefined {
    const statement = statementAt(this.text.rules.get(name)!, slot, this.timeSteps);
    return statement && this.#formulas.get(statement)!;
  }

  isOwn(name: string): boolean {
    return this.text.rules.has(name);
  }
}

/** The value at T has a rule of its own where one is given. */
function statementAt({ t, T, none }: Rules, slot: number, timeSteps: number): Statement | undefined {
  if (slot === 0) return none;
  return slot === timeSteps && T ? T : t;
}

/** What a text comes to with one set of numbers. */
export class HandValues implements Numbers {
  readonly #kept = new Map<string, (Matrix | undefined)[]>();

  constructor(
    private readonly program: HandProgram,
    private readonly given: GivenNumbers,
    private readonly outside: ReadonlyMap<string, Matrix>,
    private readonly shaker: Shaker | undefined,
  ) {}

  get timeSteps(): number {
    return this.program.timeSteps;
  }

  keep(name: string, slot: number): void {
    const values = this.#kept.get(name) ?? [];
    values[slot] = evaluate(this.program.formulaAt(name, slot)!, this, slot, this.shaker);
    this.#kept.set(name, values);
  }

  /** The value of one of the text's own names; undefined where it has none. @param slot 1…T, 0 without time */
  at(name: string, slot: number): Matrix | undefined {
    const kept = this.#kept.get(name)?.[slot];
    if (kept) return kept;
    const formula = this.program.formulaAt(name, slot);
    return formula && evaluate(formula, this, slot, this.shaker);
  }

  read({ name }: Quantity, { rows, columns }: Shape, time: number | null): Matrix {
    const found = this.program.isOwn(name)
      ? (this.#kept.get(name)?.[time ?? 0] ?? this.outside.get(name))
      : matrix(this.given.read(name, time), rows, columns);
    return found ?? zeroMatrix(rows, columns);
  }
}

const matrix = (data: Float64Array | undefined, rows: number, columns: number): Matrix | undefined =>
  data && { rows, columns, data };

/** Puts what others read into an order in which each comes after what it reads itself. */
class Scheduler {
  readonly #done = new Map<string, "open" | "done">();
  readonly #order: Instance[] = [];
  /** Of each statement, the text's own names that it reads. */
  readonly #reads: ReadonlyMap<Statement, readonly Quantity[]>;

  constructor(
    private readonly text: HandText,
    formulas: ReadonlyMap<Statement, Formula>,
    private readonly timeSteps: number,
  ) {
    const ownReads = (formula: Formula): Quantity[] =>
      nodesOf(formula).flatMap((node) =>
        node.kind === "symbol" && text.rules.has(node.quantity.name) ? [node.quantity] : [],
      );
    this.#reads = new Map([...formulas].map(([statement, formula]) => [statement, ownReads(formula)]));
  }

  order(): readonly Instance[] {
    const slots = Array.from({ length: this.timeSteps + 1 }, (_, slot) => slot);
    for (const rules of this.text.rules.values())
      for (const slot of slots) {
        const statement = statementAt(rules, slot, this.timeSteps);
        if (statement) for (const read of this.#needed({ statement, slot })) this.#add(read);
      }
    return this.#order;
  }

  /** Depth first without recursion: a recurrence is T deep. */
  #add(root: Instance): void {
    const stack = [{ instance: root, pending: this.#begin(root) }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const next = top.pending.pop();
      if (next) stack.push({ instance: next, pending: this.#begin(next) });
      else {
        stack.pop();
        if (this.#done.get(keyOf(top.instance)) === "open") this.#order.push(top.instance);
        this.#done.set(keyOf(top.instance), "done");
      }
    }
  }

  /** What is needed first; nothing when it is there already. @throws EquationError when it is needed for itself */
  #begin(instance: Instance): Instance[] {
    const state = this.#done.get(keyOf(instance));
    if (state === "open") throw this.#cycle(instance);
    if (state === "done") return [];
    this.#done.set(keyOf(instance), "open");
    return this.#needed(instance);
  }

  #needed({ statement, slot }: Instance): Instance[] {
    return this.#reads.get(statement)!.flatMap(({ name, index }) => {
      const at = index ? resolve(index, { t: slot, τ: 0 }, this.timeSteps) : 0;
      const isInside = index ? at >= 1 && at <= this.timeSteps : true;
      const read = isInside && statementAt(this.text.rules.get(name)!, at, this.timeSteps);
      return read ? [{ statement: read, slot: at }] : [];
    });
  }

  #cycle({ statement: { name, nameSpan, time }, slot }: Instance): EquationError {
    const written = time === "none" ? name : `${name}[${time === "T" || slot === this.timeSteps ? "T" : slot}]`;
    return new EquationError({
      source: this.text.checked.source,
      span: nameSpan,
      problem: `${written} needs itself`,
      hint: "A value cannot depend on itself at the same time step.",
    });
  }
}

const keyOf = ({ statement, slot }: Instance): string => `${slot} ${statement.name}`;
