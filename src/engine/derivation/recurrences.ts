/**
 * The recurrences of backpropagation through time, derived from the equations: ∂E/∂s_t from what reads s at t and later,
 * δ_t through the outer function, and the sum over time that each parameter gets.
 */
import { type ElementwiseFunction, isElementwise } from "../functions/index.js";
import { actedOn, type Expression, namesIn, type Statement } from "../language/index.js";
import { isOnInitialSide } from "../program/compile.js";
import { sharedStatements } from "../program/schedule.js";
import { atEnd, number, overTime, perStep, sum, symbol, times, within } from "./constructors.js";
import { type At, type Formula, movedTo, nodesOf, type Quantity } from "./formula.js";
import { fromExpression } from "./fromExpression.js";
import type { DerivationInput, GradientLine, LineNote, RecurrenceLine } from "./lines.js";
import { elementwiseAdjoint, type PulledTerm, pullback, softmaxAdjoint } from "./pullback.js";

/** A function whose value has the shape of its argument. */
interface OuterCall {
  readonly function: ElementwiseFunction | "softmax";
  readonly argument: Expression;
}

/** The outer function of a right side, when it is one of a single argument that is worth a symbol of its own. */
function outerCall({ expression }: Statement): OuterCall | null {
  if (expression.kind !== "call" || expression.arguments[0]!.kind === "name") return null;
  const { function: name, arguments: given } = expression;
  return isElementwise(name) || name === "softmax" ? { function: name, argument: given[0]! } : null;
}

/** The right side of what may be the prediction of a cross-entropy. */
function predictionOf({ expression: e }: Statement): OuterCall | null {
  const isOne = e.kind === "call" && (e.function === "softmax" || e.function === "sigmoid");
  return isOne ? { function: e.function as "softmax", argument: e.arguments[0]! } : null;
}

/** Whether that is made of a plain name, so that its argument has no δ. */
const isBare = (s: Statement): boolean => predictionOf(s)?.argument.kind === "name";

/** A name of the equations and how it stands in time: what a statement assigns, or what is given. */
type Standing = Pick<Statement, "name" | "time">;

/** The state whose learned initial value is called so; undefined for any other name. */
const stateOfInitial = (name: string): string | undefined => /^(.*)\[0\]$/u.exec(name)?.[1];

export class Recurrences {
  readonly #shared: ReadonlySet<string>;
  readonly #pulled = new Map<string, readonly PulledTerm[]>();
  readonly #leading: ReadonlySet<string>;

  constructor(readonly input: DerivationInput) {
    this.#shared = sharedStatements(input.checked);
    this.#leading = new Set(input.checked.statements.map(({ name }) => name).filter((name) => this.#reachesLoss(name)));
  }

  /** The statements through which these parameters act on a loss, in the order of the equations. */
  between(parameters: readonly string[]): Statement[] {
    const { statements } = this.input.checked;
    const states = new Set(parameters.map(stateOfInitial));
    // a learned start acts through those that read it, on its own state only where these do
    const readers = statements.filter((s) => namesIn(s.expression).some((read) => read.time && states.has(read.name)));
    const acted = actedOn(statements, [...parameters, ...readers.map(({ name }) => name)]);
    return statements.filter(({ name }) => acted.has(name) && this.#leading.has(name));
  }

  /** Lines of these statements, loss first: ∂E/∂s_t and δ_t; a derived parameter's is a gradient. */
  linesOf(statements: readonly Statement[]): (RecurrenceLine | GradientLine)[] {
    return [...statements].reverse().flatMap((s) => {
      if (this.#constantSeed(s)) return [];
      if (this.#shared.has(s.name)) return [this.gradientOf(s.name), ...this.#deltaLines(s)];
      return [...(this.#fusion(s) ? [] : [this.#adjointLine(s)]), ...this.#deltaLines(s)];
    });
  }

  /** ∂E/∂s_t, also of what is given. */
  #adjointLine(s: Standing): RecurrenceLine {
    const isLoss = this.input.checked.losses.includes(s.name);
    const terms = [...(isLoss ? [this.#seed] : []), ...this.#termsOf(s)];
    const formula = terms.length > 0 ? sum(terms) : times(number(0), this.#symbol("value", s));
    return { kind: "adjoint", quantity: quantityOf("adjoint", s), formula, notes: notesOf(formula, s) };
  }

  #deltaLines(s: Statement): RecurrenceLine[] {
    const outer = outerCall(s);
    if (!outer) return [];
    const fused = this.#fusion(s);
    const formula = fused ?? this.#deltaOf(s, outer, this.#symbol("adjoint", s));
    const notes = [...notesOf(formula, s), ...(fused ? (["fused"] as const) : [])];
    return [{ kind: "delta", quantity: quantityOf("delta", s), formula, notes }];
  }

  /** What comes through the outer function of ∂E/∂s. */
  #deltaOf(s: Statement, outer: OuterCall, adjoint: Formula): Formula {
    const own = this.#symbol("value", s);
    if (outer.function === "softmax") return softmaxAdjoint(own, adjoint);
    return elementwiseAdjoint(outer.function, fromExpression(outer.argument, this.input.shapes), own, adjoint);
  }

  /** The line of a parameter, or ∂E/∂x_t of what is given. */
  lineOf(name: string): RecurrenceLine | GradientLine {
    const input = this.input.checked.inputs.find((given) => given.name === name);
    return input ? this.#adjointLine(input) : this.gradientOf(name);
  }

  /** ∂E/∂W of a parameter, of a parameter made of others, or of a learned initial state (`s[0]`). */
  gradientOf(name: string): GradientLine {
    const initial = stateOfInitial(name);
    if (initial) return this.#initialGradient(name, initial);
    const byReader = this.#readers({ name }).flatMap((m) => this.#grouped(m, name).map((term) => ({ m, term })));
    const pick = (test: (m: Statement) => boolean): Formula[] =>
      byReader.filter(({ m }) => test(m)).map(({ term }) => term);
    const perStep = pick((m) => m.time === "t");
    const atLast = pick((m) => m.time !== "t" && !this.#shared.has(m.name));
    const outside = pick((m) => this.#shared.has(m.name));
    if (byReader.length === 0) return this.#noGradient(name);
    return this.#gradientLine(name, {
      summand: perStep.length > 0 ? sum(perStep) : null,
      once: atLast.length + outside.length > 0 ? sum([...atLast, ...outside]) : null,
      isPerStep: outside.length === 0 && !this.#shared.has(name),
      notes: notesOf(sum([...perStep, ...atLast, ...outside]), null),
    });
  }

  #gradientLine(name: string, line: Partial<GradientLine>): GradientLine {
    const quantity = quantityOf("adjoint", { name, time: "none" });
    const shape = this.input.shapes.ofName.get(stateOfInitial(name) ?? name)!;
    return { kind: "gradient", quantity, shape, summand: null, once: null, isPerStep: false, notes: [], ...line };
  }

  /** A learned start is read at every time before the first step (after the last for a layer that runs backward). */
  #initialGradient(name: string, of: string): GradientLine {
    const { checked } = this.input;
    const terms = this.#termsOf({ name: of, time: "t" });
    const isForward = isOnInitialSide(checked, of, 0);
    // `s[t-2]` reads two starts, `s[T-2]` two where T is 1
    const reads = checked.statements
      .flatMap(({ expression }) => namesIn(expression))
      .filter((read) => read.name === of);
    const starts = Array.from(
      { length: Math.max(...reads.map(({ time }) => Math.abs(time!.offset))) },
      (_, k): At => (isForward ? { base: "0", offset: -k } : { base: "T", offset: 1 + k }),
    );
    const read = starts.flatMap((start) => terms.flatMap((term) => this.#readAt(start, term) ?? []));
    if (read.length === 0) return this.#noGradient(name);
    return this.#gradientLine(name, { once: sum(read) });
  }

  /** A term of what reads a start, at the time of the start; undefined where its reader stands outside of 1…T. */
  #readAt(start: At, term: Formula): Formula | undefined {
    const { timeSteps } = this.input;
    if (term.kind === "atEnd") {
      const T = start.offset - term.offset;
      if (start.base !== "0" || T < 1) return undefined;
      if (timeSteps === null) return movedTo(term, start);
      return T === timeSteps ? movedTo(term.operand, start) : undefined;
    }
    if (term.kind !== "within") return undefined;
    const offset = start.offset + term.at.offset;
    return (start.base === "0" ? offset >= 1 : offset <= 0) ? movedTo(term, start) : undefined;
  }

  /** Of what no loss depends on. */
  #noGradient(name: string): GradientLine {
    const line = this.#gradientLine(name, { isPerStep: true, notes: ["noLoss"] });
    return { ...line, once: times(number(0), symbol({ ...line.quantity, of: "value" }, line.shape)) };
  }

  /**
   * The terms of ∂E/∂s at the statement's own time, one for each statement and time shift that reads it.
   * @param of what of a term counts, if it does
   */
  #termsOf(s: Standing, of: (pulled: PulledTerm) => Formula | undefined = ({ term }) => term): Formula[] {
    return this.#readers(s).flatMap((m) => {
      const byTime = new Map<string, [PulledTerm, Formula[]]>();
      for (const pulled of this.#pull(m)) {
        const term = pulled.node.name === s.name ? of(pulled) : undefined;
        if (!term) continue;
        const key = JSON.stringify(pulled.node.time);
        byTime.set(key, [pulled, [...(byTime.get(key)?.[1] ?? []), term]]);
      }
      return [...byTime.values()].map(([pulled, terms]) => this.#placed(sum(terms), pulled, m, s));
    });
  }

  /** A reader's term, moved to the time of what it reads. */
  #placed(term: Formula, { node }: PulledTerm, reader: Statement, read: Standing): Formula {
    const { time } = node;
    const toSum = (f: Formula): Formula => overTime(movedTo(f, { base: "τ", offset: 0 }));
    // what stands outside time is read at every step
    if (!time) return reader.time === "t" ? toSum(term) : term;
    const isSequence = read.time === "t";
    if (reader.time === "t" && time.base === "t") {
      const at: At = { base: "t", offset: -time.offset };
      return time.offset === 0 ? term : within(movedTo(term, at), at);
    }
    const overAll = reader.time === "t" ? toSum(term) : term;
    return isSequence ? atEnd(overAll, { base: "t", offset: 0 }, time.offset) : overAll;
  }

  /** All occurrences of a name without time in one statement. */
  #grouped(m: Statement, name: string): Formula[] {
    const terms = this.#pull(m).filter(({ node }) => node.name === name);
    return terms.length > 0 ? [sum(terms.map(({ term }) => term))] : [];
  }

  #pull(m: Statement): readonly PulledTerm[] {
    const known = this.#pulled.get(m.name);
    if (known) return known;
    const pulled = this.#pulledOf(m);
    this.#pulled.set(m.name, pulled);
    return pulled;
  }

  #pulledOf(m: Statement): readonly PulledTerm[] {
    const seed = this.#constantSeed(m);
    const outer = seed ? null : outerCall(m);
    if (outer) return pullback(outer.argument, this.#symbol("delta", m), this.input);
    const fused = isBare(m) ? this.#fusion(m) : null;
    // of a plain name: what is sent back has no symbol of its own
    if (fused && m.expression.kind === "call") return pullback(m.expression.arguments[0]!, fused, this.input);
    return pullback(m.expression, seed ?? this.#symbol("adjoint", m), this.input, this.#symbol("value", m));
  }

  /** Statements that read a name and act on a loss: all that can send anything back to it. */
  #readers(s: Pick<Standing, "name">): Statement[] {
    return this.input.checked.statements.filter(
      (m) => this.#leading.has(m.name) && namesIn(m.expression).some(({ name }) => name === s.name),
    );
  }

  #reachesLoss(name: string): boolean {
    const { statements, losses } = this.input.checked;
    const reached = actedOn(statements, [name]);
    return losses.some((loss) => reached.has(loss));
  }

  get #seed(): Formula {
    return this.input.reduction === "mean" ? perStep : number(1);
  }

  /** ∂E/∂E_t of a loss that nothing else reads; null for everything whose adjoint is a line of its own. */
  #constantSeed({ name }: Statement): Formula | null {
    const { statements, losses } = this.input.checked;
    const isRead = statements.some((s) => namesIn(s.expression).some((read) => read.name === name));
    return losses.includes(name) && !isRead ? this.#seed : null;
  }

  /**
   * Softmax with cross-entropy (sigmoid with binary cross-entropy) taken together: δ = y - target, which stays exact
   * where the probability itself underflows; beside it what comes from whatever else reads the output. Null where no loss does.
   */
  #fusion(s: Statement): Formula | null {
    const outer = predictionOf(s);
    if (!outer) return null;
    // what has no δ of its own sends its formula on: two of them could read one another for ever
    if (isBare(s) && this.#readers(s).some(isBare)) return null;
    const isFused = ({ fused }: PulledTerm): boolean => fused?.function === outer.function;
    const fused = this.#termsOf(s, (pulled) => (isFused(pulled) ? pulled.fused!.term : undefined));
    if (fused.length === 0) return null;
    const others = this.#termsOf(s, (pulled) => (isFused(pulled) ? undefined : pulled.term));
    return sum([...fused, ...(others.length > 0 ? [this.#deltaOf(s, outer, sum(others))] : [])]);
  }

  #symbol(of: "value" | "adjoint" | "delta", s: Standing): Formula {
    // δ has the shape of the argument, which every outer function keeps
    return symbol(quantityOf(of, s), this.input.shapes.ofName.get(s.name)!);
  }
}

const quantityOf = (of: "value" | "adjoint" | "delta", { name, time }: Standing): Quantity => ({
  of,
  name,
  index: time === "none" ? null : { base: time, offset: 0 },
});

function notesOf(formula: Formula, s: Standing | null): LineNote[] {
  const nodes = nodesOf(formula);
  return [
    ...(nodes.some(({ kind }) => kind === "within") ? (["zeroBeyondEnd"] as const) : []),
    ...(s?.time === "T" ? (["lastStepOnly"] as const) : []),
    ...(nodes.some((node) => node.kind === "positive" && node.slopeOf === "relu") ? (["relu"] as const) : []),
  ];
}
