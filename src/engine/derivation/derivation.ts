import { OptionError } from "../errors.js";
import { firstSequence } from "../firstSequence.js";
import { missingLoss, nearestName, type Statement } from "../language/index.js";
import type { Model } from "../model.js";
import { type Shaker, termsOf } from "../shake.js";
import { dimensionsOf, Tensor } from "../tensor.js";
import type { Trace } from "../trace.js";
import { AloneNumbers } from "./aloneNumbers.js";
import { type Asked, askedAt, evaluate, evaluateGradient } from "./evaluate.js";
import { typedNames } from "./gradientNames.js";
import { type JacobianLine, jacobianLines } from "./jacobianLines.js";
import type { DerivationLine, GradientLine, LineCheck, RecurrenceLine } from "./lines.js";
import { type Matrix, relativeDifference, sumOf } from "./matrix.js";
import { Recurrences } from "./recurrences.js";
import { addedUp, type Token, typedOf } from "./tokens.js";
import { TraceNumbers } from "./traceNumbers.js";
import { Writer } from "./write.js";

type Line = RecurrenceLine | GradientLine | JacobianLine;
/** Both sides of a line. */
type Sides = Pick<LineCheck, "left" | "right" | "difference">;

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
    this.#recurrences = new Recurrences({
      checked,
      shapes: model.shapes,
      reduction: trace?.reduction ?? "sum",
      learned: model.learned,
      timeSteps: this.#trace?.timeSteps ?? null,
      targetsSumToOne: this.#trace === null || targetsSumToOne(this.#trace),
    });
    this.#statements = this.#recurrences.between(wanted);
    this.#writer = new Writer(lossSymbol(checked.losses), typedNames(checked));
    const used = new Set(this.#statements.map(({ name }) => name));
    const states = checked.states.filter(({ name }) => used.has(name));
    const lines: Line[] = [
      ...this.#recurrences.linesOf(this.#statements),
      ...wanted.map((name) => this.#recurrences.lineOf(name)),
      ...states.flatMap(({ name }) => jacobianLines(checked, model.shapes, name)),
    ];
    this.lines = lines.map((line) => this.#written(line));
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
    return this.#trace && Math.max(0, ...this.lines.map(({ difference }) => difference!));
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
    const matrix = evaluateGradient(this.#recurrences.gradientOf(parameter), alone);
    return new Tensor(dimensionsOf(matrix), matrix.data);
  }

  /** Both sides of a line at these time steps. @param times default: all at which the line holds */
  checks(line: DerivationLine, times: readonly number[] = this.timesOf(line)): LineCheck[] {
    const numbers = this.#numbers;
    if (!numbers) return [];
    return times.map((time) => ({
      time,
      numbers: line.quantities.map(({ quantity, shape }) =>
        evaluate({ kind: "symbol", quantity, shape }, numbers, time),
      ),
      ...this.#compared(this.#source.get(line)!, time),
    }));
  }

  /** Both sides of a gradient's line, summed over all time steps; null without a trace and for other lines. */
  total(line: DerivationLine): Sides | null {
    return this.#total(this.#source.get(line)!);
  }

  #total(source: Line): Sides | null {
    const numbers = this.#numbers;
    if (!numbers || source.kind !== "gradient") return null;
    return compared(numbers, [source.quantity, source.shape, null, null], (shaker) =>
      evaluateGradient(source, numbers, shaker),
    );
  }

  /** The time steps at which a line can be checked, ascending; [0] for one outside time, none where steps cannot be told apart. */
  timesOf(line: DerivationLine): number[] {
    return this.#timesOf(this.#source.get(line)!);
  }

  #timesOf(source: Line): number[] {
    const all = Array.from({ length: this.timeSteps }, (_, i) => i + 1);
    if (source.kind === "gradient" && !source.summand) return [0];
    if (source.kind === "gradient") return source.isPerStep ? all : [];
    if (source.kind === "jacobian") return all.filter((t) => this.#hasJacobian(source, t));
    const { index } = source.quantity;
    if (index === null) return [0];
    return index.base === "T" ? [this.timeSteps] : all;
  }

  /** A start that is learned, or read at several times before the first step, is one value: it is no neighbour of a step. */
  #hasJacobian({ quantity: { index, by, byIndex } }: JacobianLine, t: number): boolean {
    const [at, byAt] = [t + index!.offset, t + byIndex.offset];
    const isGiven = byAt >= 1 && byAt <= this.timeSteps;
    const starts = this.#trace!.program.sequences.get(by)!.boundary;
    const isInitial = starts.size === 1 && starts.has(byAt) && !this.model.learned.has(by);
    return at >= 1 && at <= this.timeSteps && (isGiven || isInitial);
  }

  #compared(source: Line, time: number): Sides {
    const { quantity } = source;
    const asked: Asked =
      source.kind === "gradient"
        ? [quantity, source.shape, time || null, null]
        : askedAt(quantity, source.formula.shape, { t: time, τ: 0 }, this.timeSteps);
    return compared(this.#numbers!, asked, (shaker) => this.#right(source, time, shaker));
  }

  /** Of a gradient what time step `time` adds, at the last one also what is added once. */
  #right(source: Line, time: number, shaker: Shaker | undefined): Matrix {
    const isLast = source.kind === "gradient" && (time === this.timeSteps || !source.summand);
    const formulas = source.kind === "gradient" ? [source.summand, isLast ? source.once : null] : [source.formula];
    return sumOf(formulas.flatMap((formula) => (formula ? [evaluate(formula, this.#numbers!, time, shaker)] : [])));
  }

  #written(source: Line): DerivationLine {
    const { kind, quantity } = source;
    const left = this.#writer.quantity(quantity);
    const right = kind === "gradient" ? this.#gradientTokens(source) : this.#writer.write(source.formula);
    const line: DerivationLine = {
      kind,
      name: quantity.name,
      left,
      right,
      text: `${left.text} = ${right.map(({ text }) => text).join("")}`,
      typed: `${kind === "jacobian" ? "# " : ""}${left.typed} = ${typedOf(right)}`,
      shape: kind === "gradient" ? source.shape : source.formula.shape,
      notes: kind === "jacobian" ? [] : source.notes,
      quantities: quantitiesOf(right),
      difference: this.#largest(source),
    };
    this.#source.set(line, source);
    return line;
  }

  #largest(source: Line): number | null {
    if (!this.#numbers) return null;
    const times = this.#timesOf(source);
    const some = source.kind === "jacobian" ? keptTimes(times, MOST_JACOBIANS) : times;
    const total = this.#total(source);
    const all = [...some.map((time) => this.#compared(source, time)), ...(total ? [total] : [])];
    return Math.max(0, ...all.map(({ difference }) => difference));
  }

  #gradientTokens({ summand, once }: GradientLine): Token[] {
    const perStep = summand ? [this.#writer.sum("t"), ...this.#writer.write(summand, true)] : [];
    return addedUp([perStep, once ? this.#writer.write(once) : []].filter(({ length }) => length > 0));
  }
}

/** Up to here a difference needs no second look: terms that cancel would only make it smaller. */
const SMALL = 1e-9;

/**
 * Relative to the largest entry of either side; where the terms that an entry is made of are larger and cancel, to these.
 * @param asked what backpropagation found, the left side
 * @param rightOf computes the right side from the numbers as they are, or from shaken ones
 */
function compared(numbers: TraceNumbers, asked: Asked, rightOf: (shaker?: Shaker) => Matrix): Sides {
  const [left, right] = [numbers.read(...asked), rightOf()];
  const plain = relativeDifference(left, right);
  if (plain <= SMALL) return { left, right, difference: plain };
  const own = termsOf((shaker) => rightOf(shaker).data);
  const terms = numbers.terms(...asked).map((term, i) => Math.max(term, own[i]!));
  return { left, right, difference: relativeDifference(left, right, terms) };
}

/** The first four and the last of `times`, at most `most` of them. */
export function keptTimes(times: readonly number[], most: number): number[] {
  if (times.length <= most) return [...times];
  const first = Math.floor(most / 3);
  return [...times.slice(0, first), ...times.slice(times.length - (most - first))];
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
  if (![...all, ...given].includes(parameter)) throw unknownParameter(parameter, [...all, ...given]);
  return [parameter];
}

function unknownParameter(name: string, known: readonly string[]): OptionError {
  const nearest = nearestName(name, known);
  return new OptionError(
    `derivation: no parameter is called ${name}; there are ${known.join(", ") || "none"}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
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
