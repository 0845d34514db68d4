/** The engine against PyTorch's autograd: float64 within 1e-10 relative of every stored number, float32 within 1e-5. */
import { describe, expect, it } from "vitest";
import { backward, type Dtype, type Trace } from "../../src/engine/index.js";
import {
  flatten,
  type GoldenCase,
  goldenCases,
  largestOf,
  modelOf,
  numbersIn,
  PRECISION,
  type Precision,
  relativeDifference,
  type Stored,
  type StoredInTime,
} from "./golden.js";
import { onEveryBackend } from "./support/everyBackend.js";

/** [time, numbers] of a stored list; with a batch the times stand in the second dimension. */
function inTime(stored: StoredInTime, c: GoldenCase): [number, number[]][] {
  const [at, values] = Array.isArray(stored)
    ? [Array.from({ length: c.T }, (_, i) => i + 1), stored]
    : [stored.at, stored.values];
  return at.map((t, i) => [
    t,
    flatten(c.batchSize === null ? values[i]! : (values as Stored[][]).map((one) => one[i]!)),
  ]);
}

/** One network's trace, held against what is stored, to the digits of its number type. */
class Comparison {
  readonly #precision: Precision;
  readonly #trace: Trace;
  readonly #largest = new Map<object, number>();

  constructor(
    readonly stored: GoldenCase,
    dtype: Dtype,
  ) {
    const { T, batch, reduction } = stored;
    this.#precision = PRECISION[dtype];
    this.#trace = backward(modelOf(stored, dtype), { T, ...batch }, { reduction });
  }

  losses(): void {
    const { loss, losses, values } = this.stored.expected;
    this.#close([this.#trace.loss], [Number(loss)], "loss", values);
    this.#close(this.#trace.losses, flatten(losses), "losses", values);
  }

  sequences(): void {
    const { values, adjoints, inputAdjoints = {}, adjointNorms } = this.stored.expected;
    for (const [name, stored] of Object.entries(values))
      for (const [t, numbers] of inTime(stored, this.stored))
        this.#close(this.#trace.value(name, t).data, numbers, `${name}[${t}]`, values);
    for (const kind of [adjoints, inputAdjoints])
      for (const [name, stored] of Object.entries(kind))
        for (const [t, numbers] of inTime(stored, this.stored))
          this.#close(this.#trace.adjoint(name, t).data, numbers, `dE/d${name}[${t}]`, kind);
    if (this.stored.batchSize !== null) return;
    for (const [name, norms] of Object.entries(adjointNorms ?? {})) this.#norms(name, norms);
  }

  parameters(): void {
    const { gradients, initialGradients, stepGradients, stepGradientNorms } = this.stored.expected;
    const ofInitial = Object.entries(initialGradients ?? {}).map(([name, g]) => [`${name}[0]`, g] as const);
    for (const [name, stored] of [...Object.entries(gradients), ...ofInitial])
      this.#close(this.#trace.gradient(name).data, flatten(stored), `dE/d${name}`, gradients);
    for (const [name, stored] of Object.entries(stepGradients ?? {})) {
      const [at, values] = Array.isArray(stored) ? [stored.map((_, i) => i + 1), stored] : [stored.at, stored.values];
      for (const [i, t] of at.entries())
        this.#close(this.#trace.gradientAt(name, t).data, flatten(values[i]!), `dE/d${name} of ${t}`, stepGradients);
    }
    for (const [name, norms] of Object.entries(stepGradientNorms ?? {})) this.#norms(name, norms);
  }

  /** @param kind  all stored numbers of its kind, larger ones that may have cancelled among them */
  #close(actual: ArrayLike<number>, expected: number[], what: string, kind?: object): void {
    const { bound, cancelled, range } = this.#precision;
    const more = Math.max(range[0], kind && cancelled > 0 ? cancelled * this.#largestIn(kind) : 0);
    expect(relativeDifference(actual, expected, more), what).toBeLessThan(bound);
  }

  #largestIn(kind: object): number {
    const largest = this.#largest.get(kind) ?? largestOf(numbersIn(kind));
    this.#largest.set(kind, largest);
    return largest;
  }

  /** Each by itself: they may differ by hundreds of powers of ten. */
  #norms(name: string, expected: Stored[]): void {
    for (const [i, norm] of this.#trace.gradientNorms(name).entries())
      this.#close([norm], [Number(expected[i])], `norm of ${name} at ${i + 1}`);
  }
}

const FILES = ["presets", "states", "language", "notes", "long", "stability", "inputs", "field"];

onEveryBackend((dtype) => {
  const fits = (c: GoldenCase): boolean => largestOf(numbersIn(c.expected)) <= PRECISION[dtype].range[1];

  describe.each(FILES)("PyTorch: %s", (file) => {
    it.each(goldenCases(file).flatMap((c) => (fits(c) ? [[c.name, c] as const] : [])))("%s", (_name, c) => {
      const comparison = new Comparison(c, dtype);
      comparison.losses();
      comparison.sequences();
      comparison.parameters();
    });
  });

  it("every stored number is one that its type can hold, but for those on their way to float64's overflow", () => {
    const outside = FILES.flatMap((file) => goldenCases(file).filter((c) => !fits(c)));
    expect(outside).toHaveLength(dtype === "float64" ? 0 : 2);
    for (const { name } of outside) expect(name).toMatch(/overflow/);
  });
});
