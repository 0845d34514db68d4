import { EquationError } from "../errors.js";
import { type CheckedEquations, nearestName, type Span, type Statement } from "../language/index.js";
import { type Claim, gradientName, lossNames } from "./claim.js";
import type { NetworkName } from "./networkNames.js";

/** A name that the text reads and does not assign: a quantity of the network, or backpropagation's gradient by it. */
export interface Given {
  readonly name: string;
  readonly of: NetworkName;
  readonly is: "value" | "gradient";
}

/** What the names of a text written by hand stand for. */
export interface Roles {
  readonly claims: readonly Claim[];
  readonly given: readonly Given[];
}

/** Names that a loss usually has: `dL_dW` where the loss is called E is a slip. */
const USUAL_LOSS = /^d(?:[ELJ]|loss|ℒ)_d(.+)$/u;

/**
 * Sorts the names of a text into claims, quantities of the network and the student's own.
 * @param network the checked equations of the network
 * @param names its names
 * @throws EquationError where a name cannot stand as it does
 */
export function rolesOf(
  text: CheckedEquations,
  network: CheckedEquations,
  names: ReadonlyMap<string, NetworkName>,
): Roles {
  return new RoleFinder(text, names, lossNames(network)).roles();
}

class RoleFinder {
  constructor(
    private readonly text: CheckedEquations,
    private readonly names: ReadonlyMap<string, NetworkName>,
    private readonly losses: readonly string[],
  ) {}

  roles(): Roles {
    const claims = this.text.statements.flatMap((statement) => this.#claim(statement) ?? []);
    const given = [...this.text.inputs, ...this.text.parameters].map(({ name, span }) => this.#given(name, span));
    if (claims.length === 0) throw this.#withoutClaim();
    return { claims, given };
  }

  #claim(statement: Statement): Claim | undefined {
    const { name, nameSpan } = statement;
    if (this.names.has(name))
      throw this.#error(
        nameSpan,
        `${name} is the network's own; its values are those of the trace`,
        `Give your quantity another name, or claim a gradient: ${this.#example(this.names.get(name)!)} = …`,
      );
    this.#refuseOtherLoss(name, nameSpan);
    const claimed = gradientName(name, this.losses);
    if (!claimed) return undefined;
    const of = this.#differentiable(name, claimed.of, nameSpan);
    this.#checkTime(statement, of);
    return { of: of.name, statement };
  }

  /** How a claim is indexed: `[t]` for a parameter's contributions too, whose sum is the gradient. */
  #checkTime({ name, time, nameSpan }: Statement, of: NetworkName): void {
    const isTimed = of.isParameter ? [...this.names.values()].some((n) => n.time !== "none") : of.time !== "none";
    if (time === "none" && (of.isFixed || !isTimed)) return;
    if (time === "none")
      throw this.#error(
        nameSpan,
        `${of.name} has a value at each time step, so its gradient needs an index`,
        this.#write(name, of.time),
      );
    if (!isTimed || (of.isFixed && !of.isParameter))
      throw this.#error(nameSpan, `${of.name} has no time, so its gradient has no index`, this.#write(name, "none"));
    if (time === "t" && of.time === "T")
      throw this.#error(nameSpan, `${of.name} exists at the last time step only`, this.#write(name, "T"));
  }

  #given(name: string, span: Span): Given {
    const own = this.names.get(name);
    if (own) return { name, of: this.#indexed(own, name, span), is: "value" };
    this.#refuseOtherLoss(name, span);
    const gradient = gradientName(name, this.losses);
    if (!gradient) throw this.#unknown(name, span);
    const of = this.#differentiable(name, gradient.of, span);
    return { name, of: of.isParameter ? of : this.#indexed(of, name, span), is: "gradient" };
  }

  /** A name of the network read with the index that it has there. */
  #indexed(of: NetworkName, name: string, span: Span): NetworkName {
    const read = this.text.inputs.find((input) => input.name === name)?.time ?? "none";
    if (of.time === "none" && read !== "none")
      throw this.#error(span, `${name} is the same at all time steps`, this.#write(name, "none", "Write"));
    if (of.time !== "none" && read === "none")
      throw this.#error(
        span,
        `${name} has a value at each time step and needs an index`,
        this.#write(name, of.time, "e.g."),
      );
    if (of.time === "T" && read === "t")
      throw this.#error(span, `${name} exists at the last time step only`, this.#write(name, "T", "Write"));
    return of;
  }

  #differentiable(name: string, of: string, span: Span): NetworkName {
    const found = this.names.get(of);
    if (!found) {
      const nearest = nearestName(of, [...this.names.keys()]);
      throw this.#error(
        span,
        `${name} is the derivative by ${of}, but the network has no ${of}`,
        nearest ? `Did you mean ${name.slice(0, name.length - of.length)}${nearest}?` : `It has ${this.#all()}.`,
      );
    }
    return found;
  }

  #refuseOtherLoss(name: string, span: Span): void {
    const of = USUAL_LOSS.exec(name)?.[1];
    if (!of || !this.names.has(of) || gradientName(name, this.losses)) return;
    const loss = this.losses[0]!;
    throw this.#error(span, `the loss of this network is called ${loss}`, `Write d${loss}_d${of}.`);
  }

  #unknown(name: string, span: Span): EquationError {
    const known = [...this.names.keys(), ...this.text.statements.map((s) => s.name)];
    const gradients = this.#gradients();
    const nearest = nearestName(name, [...known, ...gradients]);
    return this.#error(
      span,
      `nothing is called ${name}, neither in the network nor here`,
      nearest
        ? `Did you mean ${nearest}?`
        : `The network has ${this.#all()}; what else you need, assign: ${name}[t] = …`,
    );
  }

  #withoutClaim(): EquationError {
    const { nameSpan } = this.text.statements[0]!;
    const of = [...this.names.values()].find(({ isParameter }) => isParameter) ?? [...this.names.values()][0]!;
    return this.#error(
      nameSpan,
      "no line claims a gradient, so there is nothing to check",
      `A claim bears the name of a derivative: ${this.#example(of)} = …`,
    );
  }

  #example(of: NetworkName): string {
    const isTimed = [...this.names.values()].some(({ time }) => time !== "none");
    const index = of.time !== "none" ? `[${of.time}]` : of.isParameter && isTimed ? "[t]" : "";
    return `d${this.losses[0]}_d${of.name}${index}`;
  }

  #write(name: string, time: "t" | "T" | "none", verb = "Write"): string {
    return `${verb} ${name}${time === "none" ? "" : `[${time}]`}${verb === "e.g." ? "" : "."}`;
  }

  #gradients(): string[] {
    return [...this.names.keys()].map((name) => `d${this.losses[0]}_d${name}`);
  }

  #all(): string {
    return [...this.names.keys()].join(", ");
  }

  #error(span: Span, problem: string, hint: string): EquationError {
    return new EquationError({ source: this.text.source, span, problem, hint });
  }
}
