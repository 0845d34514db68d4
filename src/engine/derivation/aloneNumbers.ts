import type { Shape, Statement } from "../language/index.js";
import { schedule } from "../program/schedule.js";
import { evaluate, evaluateGradient, type Numbers } from "./evaluate.js";
import type { Quantity } from "./formula.js";
import type { GradientLine, RecurrenceLine } from "./lines.js";
import { type Matrix, zeroMatrix } from "./matrix.js";
import type { Recurrences } from "./recurrences.js";

/**
 * The derived recurrences run by themselves, from the values of a forward pass and nothing else: what a student would
 * compute who had only the formulas.
 */
export class AloneNumbers implements Numbers {
  readonly timeSteps: number;
  readonly #found = new Map<string, Matrix>();

  /**
   * @param values where the forward pass's values come from
   * @param statements those on the way from the parameters to the loss
   */
  constructor(
    private readonly values: Numbers,
    private readonly recurrences: Recurrences,
    statements: readonly Statement[],
  ) {
    this.timeSteps = values.timeSteps;
    this.#run(statements);
  }

  read(quantity: Quantity, shape: Shape, time: number | null, by: number | null): Matrix {
    if (quantity.of === "value") return this.values.read(quantity, shape, time, by);
    return this.#found.get(key(quantity, time)) ?? zeroMatrix(shape.rows, shape.columns);
  }

  /** Each instance after all that read it: the order of the forward pass, reversed. */
  #run(statements: readonly Statement[]): void {
    const { checked } = this.recurrences.input;
    const lines = this.recurrences.linesOf(statements);
    for (const { statement, time } of schedule(checked, this.timeSteps).reverse()) {
      for (const line of lines) if (line.quantity.name === statement.name) this.#keep(line, time);
    }
  }

  #keep(line: RecurrenceLine | GradientLine, time: number): void {
    const value = line.kind === "gradient" ? evaluateGradient(line, this) : evaluate(line.formula, this, time);
    this.#found.set(key(line.quantity, line.quantity.index && time), value);
  }
}

const key = ({ of, name }: Quantity, time: number | null): string => `${of} ${name} ${time}`;
