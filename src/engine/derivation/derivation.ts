import { OptionError } from "../errors.js";
import { firstSequence } from "../firstSequence.js";
import { missingLoss, nearestName, type Shape, type Statement } from "../language/index.js";
import type { Model } from "../model.js";
import { StepShares } from "../stepShares.js";
import { dimensionsOf, Tensor } from "../tensor.js";
import type { Trace } from "../trace.js";
import { AloneNumbers } from "./aloneNumbers.js";
import { evaluate } from "./evaluate.js";
import type { Formula, Quantity } from "./formula.js";
import { TypedNames } from "./gradientNames.js";
import { type JacobianLine, jacobianLines } from "./jacobianLines.js";
import type { DerivationLine, GradientLine, LineCheck, RecurrenceLine } from "./lines.js";
import { type Matrix, meet, relativeDifference, zeroMatrix } from "./matrix.js";
import { Recurrences } from "./recurrences.js";
import { SHAKES, Shaker, termsOf } from "./shake.js";
import { TraceNumbers } from "./traceNumbers.js";
import { addedUp, type Token, typedOf, Writer } from "./write.js";

type Line = RecurrenceLine | GradientLine | JacobianLine;

/** Jacobians are compared at this many time steps at most: each costs a backward pass for every row. */
const MOST_JACOBIANS = 12;

/**
 * The recurrences of backpropagation through time of one network, derived from its own equations: ∂E/∂s_t, δ_t, ∂E/∂W as
 * a sum over time, and ∂s_t/∂s_{t-1}. With a trace each line is checked against what backpropagation found. Of a batch:
 * the first sequence and its own loss.
 */
export class Derivation {
  readonly lines: readonly DerivationLine[];
  /** Size of the trace's batch, of which the first sequence is taken; 1 without a trace. */
  readonly batchSize: number;
  readonly #trace: Trace | null;
  readonly #numbers: TraceNumbers | null;
  readonly #shares: StepShares | null;
  readonly #recurrences: Recurrences;
  readonly #statements: readonly Statement[];
  readonly #source = new Map<DerivationLine, Line>();
  readonly #writer: Writer;

  /**
   * @param parameter one parameter, or one input or target (∂E/∂x_t); default: all parameters
   * @throws OptionError for a name that is neither, or where there is no parameter; EquationError when no statement is a loss
   */
  constructor(
    readonly model: Model,
    readonly parameter: string | null,
    trace: Trace | null,
  ) {
    const wanted = wantedOf(model, parameter);
    const { checked } = model.definition;
    if (checked.losses.length === 0) throw missingLoss(checked);
    this.batchSize = trace?.batchSize ?? 1;
    this.#trace = trace && firstSequence(trace);
    this.#numbers = this.#trace && new TraceNumbers(this.#trace);
    this.#shares = this.#trace && new StepShares(this.#trace);
    this.#recurrences = new Recurrences({
      checked,
      shapes: model.shapes,
      reduction: trace?.reduction ?? "sum",
      learned: model.learned,
      timeSteps: this.#trace?.timeSteps ?? null,
      targetsSumToOne: this.#trace === null || targetsSumToOne(this.#trace),
    });
    this.#statements = this.#recurrences.between(wanted);
    this.#writer = new Writer(lossSymbol(checked.losses), new TypedNames(checked));
    const used = new Set(this.#statements.map(({ name }) => name));
    const states = checked.states.filter(({ name }) => used.has(name));
    const lines: Line[] = [
      ...this.#recurrences.linesOf(this.#statements),
      ...wanted.map((name) => this.#lineOf(name)),
      ...states.flatMap(({ name }) => jacobianLines(checked, model.shapes, name)),
    ];
    this.lines = lines.map((line) => this.#written(line));
  }

  #lineOf(name: string): RecurrenceLine | GradientLine {
    const isGiven = this.model.definition.checked.inputs.some((input) => input.name === name);
    return isGiven ? this.#recurrences.adjointOfInput(name) : this.#recurrences.gradientOf(name);
  }

  /**
   * All lines as they are typed in a check by hand: `gradientCheck(trace, derivation(trace).text)` passes. Jacobians, which
   * are not claimed, are comments.
   */
  get text(): string {
    return this.lines.map(({ typed }) => typed).join("\n");
  }

  /** Number of time steps T of the trace; 0 without one. */
  get timeSteps(): number {
    return this.#trace?.timeSteps ?? 0;
  }

  /** Largest difference of any line at any time step (Jacobians: at 12 of them); null without a trace. */
  get largestDifference(): number | null {
    if (!this.#trace) return null;
    const all = this.lines.map(({ difference }) => difference!);
    return all.some(Number.isNaN) ? Number.NaN : Math.max(0, ...all);
  }

  /**
   * ∂E/∂W computed from the derived formulas alone: from the values of the forward pass, with none of backpropagation's
   * numbers. Of a batch: of the first sequence's own loss.
   * @throws OptionError without a trace, or for a parameter that this derivation leaves out
   */
  gradient(parameter: string): Tensor {
    if (!this.#numbers)
      throw new OptionError("a derivation has numbers only with a trace: derivation(backward(model, batch))");
    const isParameter = (name: string): boolean => this.model.places.some((place) => place.name === name);
    const known = wantedOf(this.model, this.parameter).filter(isParameter);
    if (!known.includes(parameter)) throw unknownParameter(parameter, known);
    const alone = new AloneNumbers(this.#numbers, this.#recurrences, this.#statements);
    const { data, rows, columns } = alone.gradient(this.#recurrences.gradientOf(parameter));
    return new Tensor(dimensionsOf({ rows, columns }), data);
  }

  /** Both sides of a line at these time steps. @param times default: all at which the line holds */
  checks(line: DerivationLine, times: readonly number[] = this.timesOf(line)): LineCheck[] {
    if (!this.#numbers) return [];
    return times.map((time) => this.#check(line, time));
  }

  /** Both sides of a gradient's line, summed over all time steps; null without a trace and for other lines. */
  total(line: DerivationLine): Pick<LineCheck, "left" | "right" | "difference"> | null {
    const source = this.#source.get(line)!;
    if (!this.#numbers || source.kind !== "gradient") return null;
    const left = this.#numbers.read({ of: "adjoint", name: source.name, index: null }, line.shape, null, null);
    const right = this.#sum(source);
    const shaken = (): Float64Array[] => SHAKES.map((seed) => this.#sum(source, new Shaker(seed)).data);
    return { left, right, difference: difference(left, right, () => termsOf(right.data, shaken())) };
  }

  /** What all time steps add to a gradient, and what is added once. */
  #sum({ name, summand, once }: GradientLine, shaker?: Shaker): Matrix {
    const { rows, columns } = this.#recurrences.gradientShape(name);
    const steps = Array.from({ length: summand ? this.timeSteps : 0 }, (_, i) => this.#value(summand!, i + 1, shaker));
    const parts = once ? [...steps, this.#value(once, this.timeSteps, shaker)] : steps;
    return parts.reduce((a, b) => meet(a, b, (x, y) => x + y), zeroMatrix(rows, columns));
  }

  /** The time steps at which a line can be checked, ascending; [0] for one outside time, none where steps cannot be told apart. */
  timesOf(line: DerivationLine): number[] {
    const source = this.#source.get(line)!;
    const all = Array.from({ length: this.timeSteps }, (_, i) => i + 1);
    if (source.kind === "gradient" && !source.summand) return [0];
    if (source.kind === "gradient") return source.isPerStep ? all : [];
    if (source.index === null) return [0];
    if (source.index.base === "T") return [this.timeSteps];
    if (source.kind !== "jacobian") return all;
    return all.filter((t) => this.#hasJacobian(source, t));
  }

  /** A learned initial state is one parameter at all times before the first step, so nothing is differentiated by it here. */
  #hasJacobian({ index, by, byIndex }: JacobianLine, t: number): boolean {
    const [at, byAt] = [t + index.offset, t + byIndex.offset];
    const isGiven = byAt >= 1 && byAt <= this.timeSteps;
    const isInitial = (byAt === 0 || byAt === this.timeSteps + 1) && !this.model.learned.has(by);
    return at >= 1 && at <= this.timeSteps && (isGiven || isInitial);
  }

  #check(line: DerivationLine, time: number): LineCheck {
    const source = this.#source.get(line)!;
    const numbers = line.quantities.map(({ quantity, shape }) =>
      this.#value({ kind: "symbol", quantity, shape }, time),
    );
    const left = this.#left(source, line.shape, time);
    const right = this.#right(source, time);
    const terms = () =>
      termsOf(
        right.data,
        SHAKES.map((seed) => this.#right(source, time, new Shaker(seed)).data),
      );
    return { time, numbers, left, right, difference: difference(left, right, terms) };
  }

  #left(source: Line, shape: Shape, time: number): Matrix {
    if (source.kind === "gradient" && time > 0) return this.#contribution(source.name, time);
    return this.#value({ kind: "symbol", quantity: quantityOf(source), shape }, time);
  }

  #contribution(parameter: string, time: number): Matrix {
    const { rows, columns } = this.#recurrences.gradientShape(parameter);
    return { rows, columns, data: this.#shares!.of(parameter, time) };
  }

  #right(source: Line, time: number, shaker?: Shaker): Matrix {
    const value = (formula: Formula): Matrix => this.#value(formula, time, shaker);
    if (source.kind !== "gradient") return value(source.formula);
    if (!source.summand) return value(source.once!);
    const summand = value(source.summand);
    if (!source.once || time !== this.timeSteps) return summand;
    return meet(summand, value(source.once), (x, y) => x + y);
  }

  #value(formula: Formula, time: number, shaker?: Shaker): Matrix {
    return evaluate(formula, this.#numbers!, time, shaker);
  }

  #written(source: Line): DerivationLine {
    const formulas = formulasOf(source);
    const left = this.#writer.quantity(quantityOf(source));
    const right = source.kind === "gradient" ? this.#gradientTokens(source) : this.#writer.write(source.formula);
    const shape = formulas[0]?.shape ?? { rows: 1, columns: 1 };
    const line = {
      kind: source.kind,
      name: source.name,
      left,
      right,
      text: `${left.text} = ${right.map(({ text }) => text).join("")}`,
      typed: `${source.kind === "jacobian" ? "# " : ""}${left.typed} = ${typedOf(right)}`,
      shape: source.kind === "gradient" ? this.#recurrences.gradientShape(source.name) : shape,
      notes: source.kind === "jacobian" ? [] : source.notes,
      quantities: quantitiesOf(right),
      difference: null,
    };
    this.#source.set(line, source);
    const checked = { ...line, difference: this.#largest(line) };
    this.#source.set(checked, source);
    return checked;
  }

  #largest(line: DerivationLine): number | null {
    if (!this.#numbers) return null;
    const times = this.timesOf(line);
    const some = line.kind === "jacobian" ? keptTimes(times, MOST_JACOBIANS) : times;
    const differences = some.map((time) => this.#check(line, time).difference);
    const total = this.total(line);
    const all = total ? [...differences, total.difference] : differences;
    return all.some(Number.isNaN) ? Number.NaN : Math.max(0, ...all);
  }

  #gradientTokens({ summand, once }: GradientLine): Token[] {
    const sum: Token = { tex: "\\sum_{t=1}^{T} ", text: "Σ_t ", typed: "Σ_t " };
    const perStep = summand ? [sum, ...this.#writer.write(summand, true)] : [];
    return addedUp([perStep, once ? this.#writer.write(once) : []].filter(({ length }) => length > 0));
  }
}

/** Up to here a difference needs no second look: terms that cancel would only make it smaller. */
const SMALL = 1e-9;

/** Relative to the largest entry of either side; where the terms that an entry is made of are larger and cancel, to these. */
function difference(left: Matrix, right: Matrix, terms: () => ArrayLike<number>): number {
  const plain = relativeDifference(left, right);
  return plain <= SMALL ? plain : relativeDifference(left, right, terms());
}

/** The first four and the last of `times`, at most `most` of them. */
export function keptTimes(times: readonly number[], most: number): number[] {
  if (times.length <= most) return [...times];
  const first = Math.floor(most / 3);
  return [...times.slice(0, first), ...times.slice(times.length - (most - first))];
}

function quantityOf(line: Line): Quantity {
  switch (line.kind) {
    case "jacobian":
      return { of: "jacobian", name: line.name, index: line.index, by: line.by, byIndex: line.byIndex };
    case "gradient":
      return { of: "adjoint", name: line.name, index: null };
    default:
      return { of: line.kind, name: line.name, index: line.index };
  }
}

function formulasOf(line: Line): Formula[] {
  if (line.kind !== "gradient") return [line.formula];
  return [line.summand, line.once].filter((formula) => formula !== null);
}

/** Each quantity once, in order of appearance; inside a sum over τ there is no one number to show. */
function quantitiesOf(tokens: readonly Token[]): DerivationLine["quantities"] {
  const found = new Map<string, DerivationLine["quantities"][number]>();
  for (const { quantity, shape } of tokens) {
    if (quantity && shape && quantity.index?.base !== "τ") found.set(JSON.stringify(quantity), { quantity, shape });
  }
  return [...found.values()];
}

/** One loss is called by its name; several together are the script L. */
const lossSymbol = (losses: readonly string[]): string => (losses.length === 1 ? losses[0]! : "ℒ");

function wantedOf(model: Model, parameter: string | null): string[] {
  const all = model.places.map(({ name }) => name);
  if (all.length === 0 && parameter === null)
    throw new OptionError("derivation: the network has no parameter, so there is no gradient to derive");
  if (parameter === null) return all;
  const given = model.definition.checked.inputs.map(({ name }) => name);
  if (![...all, ...given].includes(parameter)) throw unknownParameter(parameter, all, given);
  return [parameter];
}

function unknownParameter(name: string, known: readonly string[], given: readonly string[] = []): OptionError {
  const nearest = nearestName(name, [...known, ...given]);
  const inputs = given.length > 0 ? ` (and what is given: ${given.join(", ")})` : "";
  return new OptionError(
    `derivation: no parameter is called ${name}; there are ${known.join(", ") || "none"}${inputs}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
  );
}

/** Whether every target of a cross-entropy is a distribution, so that softmax and loss together are y - target. */
function targetsSumToOne(trace: Trace): boolean {
  const { program, values } = trace.execution;
  const losses = program.forward.filter(({ kind }) => kind === "crossEntropyOfSoftmax" || kind === "crossEntropy");
  return losses.every(({ inputs }) => {
    const { offset, size } = inputs[0]!;
    const total = Array.from(values.subarray(offset, offset + size)).reduce((sum, x) => sum + x, 0);
    return Math.abs(total - 1) < 1e-12;
  });
}
