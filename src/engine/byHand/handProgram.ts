import { evaluate, type Numbers, resolve } from "../derivation/evaluate.js";
import { type Formula, nodesOf, type Quantity } from "../derivation/formula.js";
import { type Matrix, zeroMatrix } from "../derivation/matrix.js";
import type { TraceNumbers } from "../derivation/traceNumbers.js";
import { EquationError } from "../errors.js";
import { inferShapes, type Shape, type Statement } from "../language/index.js";
import type { Shaker } from "../shake.js";
import { handFormula } from "./handFormula.js";
import type { HandText, Rules } from "./handText.js";
import { type OutsideValues, outsideSizes, readOutside } from "./outsideValues.js";
import type { Given, Roles } from "./roles.js";

/** A statement at one time step; at slot 0 those without time. */
interface Instance {
  readonly statement: Statement;
  readonly slot: number;
}

/** A text written by hand, ready to be computed from the numbers of a trace. */
export class HandProgram {
  /** Values of the text's own sequences outside of time 1…T. */
  readonly outside: ReadonlyMap<string, Matrix>;
  readonly #formulas: ReadonlyMap<Statement, Formula>;
  readonly #order: readonly Instance[];

  /** @throws ShapeError where shapes do not fit; OptionError or DataError for wrong outside values; EquationError for a cycle */
  constructor(
    private readonly text: HandText,
    private readonly roles: Roles,
    outside: OutsideValues,
    readonly numbers: TraceNumbers,
  ) {
    const { checked, rules } = text;
    const { timeSteps } = numbers;
    const shapes = inferShapes(checked, { ...outsideSizes(checked, outside), ...roles.sizes }, "network", roles.rows);
    this.outside = readOutside(outside, shapes);
    const isZeroOutside = (name: string): boolean =>
      !this.outside.has(name) && (rules.has(name) || roles.given.get(name)?.is === "adjoint");
    const context = { text, shapes, timeSteps, isZeroOutside };
    this.#formulas = new Map(checked.statements.map((s) => [s, handFormula(s.expression, context)]));
    this.#order = new Scheduler(text, this.#formulas, timeSteps).order();
  }

  /** Computes everything that something else reads. @param shaker changes every number on the way a little */
  run(shaker?: Shaker): HandValues {
    const values = new HandValues(this, shaker);
    for (const { statement, slot } of this.#order) values.keep(statement.name, slot);
    return values;
  }

  /** The formula of a name at a time step (0 without time); undefined where it has none. */
  formulaAt(name: string, slot: number): Formula | undefined {
    const statement = statementAt(this.text.rules.get(name)!, slot, this.numbers.timeSteps);
    return statement && this.#formulas.get(statement)!;
  }

  /** What a name that the text does not assign stands for. */
  given(name: string): Given | undefined {
    return this.roles.given.get(name);
  }
}

/** The value at T has a rule of its own where one is given. */
function statementAt({ t, T, none }: Rules, slot: number, timeSteps: number): Statement | undefined {
  if (slot === 0) return none;
  return slot === timeSteps && T ? T : t;
}

/** What a text comes to with one set of numbers. */
export class HandValues implements Numbers {
  readonly timeSteps: number;
  readonly #kept = new Map<string, (Matrix | undefined)[]>();

  constructor(
    private readonly program: HandProgram,
    private readonly shaker: Shaker | undefined,
  ) {
    this.timeSteps = program.numbers.timeSteps;
  }

  keep(name: string, slot: number): void {
    const values = this.#kept.get(name) ?? [];
    values[slot] = this.at(name, slot);
    this.#kept.set(name, values);
  }

  /** The value of one of the text's own names; undefined where it has none. @param slot 1…T, 0 without time */
  at(name: string, slot: number): Matrix | undefined {
    const formula = this.program.formulaAt(name, slot);
    return this.#kept.get(name)?.[slot] ?? (formula && evaluate(formula, this, slot, this.shaker));
  }

  read({ name }: Quantity, shape: Shape, time: number | null): Matrix {
    const given = this.program.given(name);
    if (given) return this.program.numbers.read({ of: given.is, name: given.of.name, index: null }, shape, time, null);
    const found = this.#kept.get(name)?.[time ?? 0] ?? this.program.outside.get(name);
    return found ?? zeroMatrix(shape.rows, shape.columns);
  }
}

/** Puts what others read into an order in which each comes after what it reads itself. */
class Scheduler {
  readonly #begun = new Set<string>();
  readonly #done = new Set<string>();
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

  /** Depth first without recursion: a recurrence is T deep. @throws EquationError for what needs itself */
  #add(root: Instance): void {
    const open = [root];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      this.#begun.add(keyOf(top));
      const next = this.#needed(top).findLast((read) => !this.#done.has(keyOf(read)));
      if (next && this.#begun.has(keyOf(next))) throw this.#cycle(next);
      if (next) open.push(next);
      else {
        open.pop();
        if (!this.#done.has(keyOf(top))) this.#order.push(top);
        this.#done.add(keyOf(top));
      }
    }
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
