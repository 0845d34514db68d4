import {
  type CheckedEquations,
  type InferredShapes,
  type NameNode,
  namesIn,
  type Statement,
} from "../language/index.js";
import { identity, symbol } from "./constructors.js";
import { type At, type Formula, movedTo, type Quantity } from "./formula.js";
import { NotAVector, pushforward } from "./pushforward.js";

type JacobianQuantity = Extract<Quantity, { of: "jacobian" }>;

/** ∂name/∂state, from one step (or more, for what lies between) to the next. */
export interface JacobianLine {
  readonly kind: "jacobian";
  readonly quantity: JacobianQuantity;
  readonly formula: Formula;
}

/**
 * ∂s_t/∂s_{t-1} of a state (∂s_t/∂s_{t+1} when it runs backward in time): all ways from the one to the other, with a
 * line for every quantity between the two that depends on the earlier one. Empty when a matrix lies on the way, or a
 * way leads outside the two steps.
 */
export function jacobianLines(checked: CheckedEquations, shapes: InferredShapes, state: string): JacobianLine[] {
  const reach = checked.states.find(({ name }) => name === state);
  if (!reach || shapes.ofName.get(state)!.columns > 1) return [];
  const step = reach.runsBackward ? 1 : -1;
  try {
    return new Window(checked, shapes, state, step).lines();
  } catch (error) {
    if (error instanceof NotAVector) return [];
    throw error;
  }
}

/** The statements at t and at the neighbouring step from which the gradient comes. */
class Window {
  readonly #lines = new Map<string, JacobianLine | null>();
  readonly #byName: ReadonlyMap<string, Statement>;

  constructor(
    checked: CheckedEquations,
    private readonly shapes: InferredShapes,
    private readonly state: string,
    private readonly step: number,
  ) {
    this.#byName = new Map(checked.statements.map((s) => [s.name, s]));
  }

  lines(): JacobianLine[] {
    this.#line(this.state, 0);
    return [...this.#lines.values()].filter((line) => line !== null);
  }

  /** Lines are put down after those that they read. */
  #line(name: string, offset: number): JacobianLine | null {
    const key = `${name} ${offset}`;
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const statement = this.#byName.get(name);
    const formula = statement?.time === "t" ? this.#formula(statement, offset) : null;
    const line: JacobianLine | null = formula && {
      kind: "jacobian",
      quantity: this.#quantity(name, offset, 0),
      formula,
    };
    this.#lines.set(key, line);
    return line;
  }

  #formula(statement: Statement, offset: number): Formula | null {
    const shape = this.shapes.ofName.get(statement.name)!;
    const own = symbol({ of: "value", name: statement.name, index: { base: "t", offset: 0 } }, shape);
    const shifted = pushforward(
      statement.expression,
      ({ name, time }) => {
        if (time?.base !== "t") return time ? this.#refuseIfDependent(name, null) : null;
        return this.#symbolOf(name, offset + time.offset, offset);
      },
      this.shapes,
      own,
    );
    return shifted && movedTo(shifted, { base: "t", offset });
  }

  /** The Jacobian of what is read, as a symbol of its own line; indices are relative to the reader's step. */
  #symbolOf(name: string, at: number, readerOffset: number): Formula | null {
    const size = this.shapes.ofName.get(this.state)!.rows;
    if (name === this.state && at === this.step) return identity(size);
    const isInside = at === 0 || at === this.step;
    if (!isInside) return this.#refuseIfDependent(name, at);
    if (!this.#line(name, at)) return null;
    const { rows, columns } = this.shapes.ofName.get(name)!;
    if (rows > 1 && columns > 1) throw new NotAVector();
    return symbol(this.#quantity(name, at, readerOffset), { rows: rows * columns, columns: size });
  }

  /** @param from the step that the indices are relative to */
  #quantity(name: string, at: number, from: number): JacobianQuantity {
    const [index, byIndex] = [at, this.step].map((offset): At => ({ base: "t", offset: offset - from }));
    return { of: "jacobian", name, index: index!, by: this.state, byIndex: byIndex! };
  }

  /** Farther in the direction from which the gradient comes nothing can depend on the state, if all reads point there. */
  #refuseIfDependent(name: string, at: number | null): null {
    const behind = this.#behind(name);
    if (!behind.has(this.state)) return null;
    const reads = [...behind].flatMap((n) => this.#readsOf(n));
    const pointsAway = reads.every(({ time }) => !time || (time.base === "t" && time.offset * this.step >= 0));
    if (at !== null && at * this.step > 1 && pointsAway) return null;
    throw new NotAVector();
  }

  /** A name and all that it is made of. */
  #behind(name: string): ReadonlySet<string> {
    const found = new Set([name]);
    for (const n of found) for (const read of this.#readsOf(n)) found.add(read.name);
    return found;
  }

  #readsOf(name: string): NameNode[] {
    const statement = this.#byName.get(name);
    return statement ? namesIn(statement.expression) : [];
  }
}
