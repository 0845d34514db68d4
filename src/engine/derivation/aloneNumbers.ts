import type { Shape, Statement } from "../language/index.js";
import { schedule } from "../program/schedule.js";
import { evaluate, type Numbers } from "./evaluate.js";
import type { Quantity } from "./formula.js";
import type { GradientLine, RecurrenceLine } from "./lines.js";
import { type Matrix, meet, zeroMatrix } from "./matrix.js";
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
    return this.#found.get(key(quantity.of, quantity.name, time)) ?? zeroMatrix(shape.rows, shape.columns);
  }

  /** ∂E/∂W from its line: the sum over time, and what comes once. */
  gradient({ summand, once }: GradientLine): Matrix {
    const steps = summand ? Array.from({ length: this.timeSteps }, (_, i) => evaluate(summand, this, i + 1)) : [];
    const parts = [...steps, ...(once ? [evaluate(once, this, 0)] : [])];
    return parts.reduce((a, b) => meet(a, b, (x, y) => x + y));
  }

  /** Each instance after all that read it: the order of the forward pass, reversed. */
  #run(statements: readonly Statement[]): void {
    const { checked } = this.recurrences.input;
    const lines = this.recurrences.linesOf(statements);
    for (const { statement, time } of schedule(checked, this.timeSteps).reverse()) {
      for (const line of lines) if (line.name === statement.name) this.#keep(line, statement, time);
    }
  }

  #keep(line: RecurrenceLine | GradientLine, { time: stands }: Statement, time: number): void {
    const isOutside = stands === "none";
    const value = line.kind === "gradient" ? this.gradient(line) : evaluate(line.formula, this, time);
    const of = line.kind === "delta" ? "delta" : "adjoint";
    this.#found.set(key(of, line.name, isOutside ? null : time), value);
  }
}

const key = (of: string, name: string, time: number | null): string => `${of} ${name} ${time}`;
