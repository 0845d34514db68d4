/**
 * Sums without intermediate results: of `U x[t] + W s[t-1] + b` every term is added straight into the sum's place, and its
 * adjoint is read from there. What does not depend on the recurrence can then be added for all time steps at once.
 */
import type { Operation } from "../program/program.js";
import { isForeign } from "./foreign.js";

/** @returns the forward list with every sum as its terms, which write (or add to) the sum's own place */
export function withSumsAsTerms(forward: readonly Operation[]): Operation[] {
  const finder = new TermFinder(forward);
  const reversed: Operation[] = [];
  // an inner sum stands before the sum that reads it, so the outermost is met first from the end
  for (let i = forward.length - 1; i >= 0; i--) {
    const operation = forward[i]!;
    if (finder.isInside(operation)) continue;
    if (isEven(operation)) reversed.push(...finder.termsOf(operation, operation).reverse());
    else reversed.push(operation);
  }
  return reversed.reverse();
}

/** A sum of equally large values: nothing is spread. */
const isEven = ({ kind, inputs, out }: Operation): boolean =>
  kind === "add" && inputs.every(({ size }) => size === out.size);

class TermFinder {
  readonly #makers: ReadonlyMap<number, Operation>;
  /** By the places of their results. */
  readonly #inside = new Set<number>();

  constructor(forward: readonly Operation[]) {
    const makers = new Map<number, Operation>();
    for (const operation of forward) makers.set(operation.out.offset, operation);
    this.#makers = makers;
  }

  /** Whether an operation has become a term of a sum. */
  isInside({ out }: Operation): boolean {
    return this.#inside.has(out.offset);
  }

  termsOf(sum: Operation, whole: Operation): Operation[] {
    return sum.inputs.flatMap((input) => {
      const maker = this.#makers.get(input.offset);
      if (!maker || !isTerm(maker, whole)) return [{ ...whole, kind: "identity" as const, inputs: [input] }];
      this.#inside.add(maker.out.offset);
      return maker.kind === "add" ? this.termsOf(maker, whole) : [{ ...maker, out: whole.out }];
    });
  }
}

/** Whether a value is made on the way to this sum, for it alone, by something that can add to it. */
function isTerm(maker: Operation, { statement, time }: Operation): boolean {
  if (maker.statement !== statement || maker.time !== time) return false;
  return isEven(maker) || ((maker.kind === "matmul" || maker.kind === "times") && !isForeign(maker));
}
