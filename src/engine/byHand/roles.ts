import { derivedBy, lossNames } from "../derivation/gradientNames.js";
import { EquationError } from "../errors.js";
import {
  type CheckedEquations,
  type GivenSizes,
  namesIn,
  nearestName,
  type Shape,
  type Span,
  type Statement,
  type StatementTime,
} from "../language/index.js";
import type { Claim } from "./claim.js";
import type { HandForm } from "./handForms.js";
import { type HandText, mainRule } from "./handText.js";
import type { NetworkName, NetworkNames } from "./networkNames.js";

/** A name that the text reads and does not assign: a quantity of the network, or backpropagation's gradient by it. */
export interface Given {
  readonly name: string;
  readonly of: NetworkName;
  readonly is: "value" | "adjoint";
}

/** What the names of a text written by hand stand for. */
export interface Roles {
  readonly claims: readonly Claim[];
  /** By the name that is read. */
  readonly given: ReadonlyMap<string, Given>;
  /** Sizes that are known beforehand, of claims, of what is given and of the names that stand for forms. */
  readonly sizes: GivenSizes;
  /** How many rows the names that stand for a choice of rows choose. */
  readonly rows: ReadonlyMap<string, number>;
}

/** Names that a loss usually has: `dL_dW` where the loss is called E is a slip. */
const USUAL_LOSS = /^d(?:[ELJ]|loss|ℒ)_d(.+)$/u;

/**
 * Sorts the names of a text into claims, quantities of the network and the student's own.
 * @param network the checked equations of the network
 * @param names its names
 * @throws EquationError where a name cannot stand as it does
 */
export function rolesOf(text: HandText, network: CheckedEquations, names: NetworkNames): Roles {
  return new RoleFinder(text, names, lossNames(network)).roles();
}

type Size = readonly [number, number];
const sizeOf = ({ rows, columns }: Shape): Size => [rows, columns];

class RoleFinder {
  readonly #text: CheckedEquations;
  readonly #given = new Map<string, Given>();
  readonly #sizes: Record<string, Size> = {};
  readonly #rows = new Map<string, number>();

  constructor(
    private readonly hand: HandText,
    private readonly names: NetworkNames,
    private readonly losses: readonly string[],
  ) {
    this.#text = hand.checked;
  }

  roles(): Roles {
    const claims = [...this.hand.rules.values()].flatMap((rules) => this.#claim(mainRule(rules)) ?? []);
    for (const { of, name } of claims) this.#sizes[name] = sizeOf(of);
    for (const { name, span } of [...this.#text.inputs, ...this.#text.parameters]) {
      const form = this.hand.forms.get(name);
      if (form) this.#form(form, name);
      else this.#sizes[name] = sizeOf(this.#give(name, span).of);
    }
    if (claims.length === 0) throw this.#withoutClaim();
    for (const statement of this.#text.statements) this.#refuseTimelessCondition(statement);
    return { claims, given: this.#given, sizes: this.#sizes, rows: this.#rows };
  }

  #claim({ name, nameSpan, time }: Statement): Claim | undefined {
    if (this.names.has(name))
      throw this.#error(
        nameSpan,
        `${name} is the network's own; its values are those of the trace`,
        `Give your quantity another name, or claim a gradient: ${this.#example(this.names.get(name)!)} = …`,
      );
    this.#refuseOtherLoss(name, nameSpan);
    const claimed = derivedBy(name, this.losses);
    if (!claimed) return undefined;
    const of = this.#differentiable(name, claimed, nameSpan);
    this.#checkTime(name, time, nameSpan, of);
    return { of, name, time };
  }

  /** How a claim is indexed: `[t]` for a parameter's contributions too, whose sum is the gradient. */
  #checkTime(name: string, time: StatementTime, nameSpan: Span, of: NetworkName): void {
    const isTimed = of.isParameter ? [...this.names.values()].some((n) => n.time !== "none") : of.time !== "none";
    if (time === "none" && !of.isFixed && isTimed) throw this.#needsIndex(name, of.time, nameSpan);
    if (time !== "none" && (!isTimed || (of.isFixed && !of.isParameter))) throw this.#hasNoIndex(name, nameSpan);
  }

  #needsIndex(name: string, time: StatementTime, span: Span): EquationError {
    return this.#error(span, `${name} has a value at each time step and needs an index`, `Write ${name}[${time}].`);
  }

  #hasNoIndex(name: string, span: Span): EquationError {
    return this.#error(span, `${name} is the same at all time steps`, `Write ${name}.`);
  }

  #give(name: string, span: Span): Given {
    const found = this.#find(name, span);
    const isShare = found.is === "adjoint" && found.of.isParameter;
    if (!isShare) this.#checkIndex(found, span);
    this.#given.set(name, found);
    return found;
  }

  #find(name: string, span: Span): Given {
    const own = this.names.get(name);
    if (own) return { name, of: own, is: "value" };
    this.#refuseOtherLoss(name, span);
    const by = derivedBy(name, this.losses);
    if (!by) throw this.#unknown(name, span);
    return { name, of: this.#differentiable(name, by, span), is: "adjoint" };
  }

  /** A gradient is zero at all steps at which its quantity does not exist; a value is not. */
  #checkIndex({ name, of, is }: Given, span: Span): void {
    const read = this.#text.inputs.find((input) => input.name === name)?.time ?? "none";
    if (of.time === "none" && read !== "none") throw this.#hasNoIndex(name, span);
    if (of.time !== "none" && read === "none") throw this.#needsIndex(name, of.time, span);
    if (of.time === "T" && read === "t" && is === "value")
      throw this.#error(span, `${name} exists at the last time step only`, `Write ${name}[T].`);
  }

  #form(form: HandForm, name: string): void {
    if (form.is === "rows") this.#rows.set(name, form.to - form.from + 1);
    else this.#sizes[name] = form.is === "ones" ? sizeOf(form) : [1, 1];
  }

  /** `[t = T]` where there is no t. */
  #refuseTimelessCondition({ expression, time, name }: Statement): void {
    if (time === "t") return;
    const found = namesIn(expression).find((node) => {
      const form = this.hand.forms.get(node.name);
      return form?.is === "condition" && form.at.base === "t";
    });
    if (!found) return;
    const written = time === "T" ? `${name}[T]` : name;
    throw this.#error(
      found.span,
      `${written} is computed once, so there is no t`,
      `Write ${name}[t] = …, or leave the condition out.`,
    );
  }

  #differentiable(name: string, of: string, span: Span): NetworkName {
    const found = this.names.get(of);
    if (!found) {
      const nearest = nearestName(of, [...this.names.keys()]);
      throw this.#error(
        span,
        `${name} is the derivative by ${of}, but the network has no ${of}`,
        nearest ? `Did you mean ${name.slice(0, name.length - of.length)}${nearest}?` : this.#all(),
      );
    }
    return found;
  }

  #refuseOtherLoss(name: string, span: Span): void {
    const of = USUAL_LOSS.exec(name)?.[1];
    if (!of || !this.names.has(of) || derivedBy(name, this.losses)) return;
    const loss = this.losses[0]!;
    throw this.#error(span, `the loss of this network is called ${loss}`, `Write d${loss}_d${of}.`);
  }

  #unknown(name: string, span: Span): EquationError {
    const known = [...this.names.keys(), ...this.hand.rules.keys()];
    const gradients = [...this.names.keys()].map((of) => `d${this.losses[0]}_d${of}`);
    const nearest = nearestName(name, [...known, ...gradients]);
    return this.#error(
      span,
      `nothing is called ${name}, neither in the network nor here`,
      nearest ? `Did you mean ${nearest}?` : `${this.#all()} What else you need, assign: ${name}[t] = …`,
    );
  }

  #withoutClaim(): EquationError {
    const { nameSpan } = this.#text.statements[0]!;
    const of = [...this.names.values()].find(({ isParameter }) => isParameter) ?? [...this.names.values()][0]!;
    return this.#error(
      nameSpan,
      "no line claims a gradient, so there is nothing to check",
      `A claim bears the name of a derivative: ${this.#example(of)} = …`,
    );
  }

  #example(of: NetworkName): string {
    const isTimed = [...this.names.values()].some(({ time }) => time !== "none");
    const isShared = of.isParameter && !isInitial(of.name);
    const index = of.time !== "none" ? `[${of.time}]` : isShared && isTimed ? "[t]" : "";
    return `d${this.losses[0]}_d${of.name}${index}`;
  }

  #all(): string {
    return `The network has ${[...this.names.keys()].join(", ")}.`;
  }

  #error(span: Span, problem: string, hint: string): EquationError {
    return new EquationError({ source: this.#text.source, span, problem, hint });
  }
}

/** A learned initial state, `s[0]`, is named by its time. */
const isInitial = (name: string): boolean => name.endsWith("]");
