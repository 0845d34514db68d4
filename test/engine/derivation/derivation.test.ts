/** The derived recurrences against backpropagation, and as they are written. */
import katex from "katex";
import { describe, expect, it } from "vitest";
import { backward, Derivation, type Model, type Trace } from "../../../src/engine/index.js";
import { cells } from "../../../src/lab/cells.js";
import { type Case, INPUTS, network, presets, special } from "./support.js";

const cases = [...presets, ...special];

const traced = ({ model, batch }: Case, reduction: "sum" | "mean" = "sum"): Trace =>
  backward(model, batch, { reduction });

function expectGradients(derived: Derivation, trace: Trace): void {
  for (const { name } of derived.model.places) {
    const [alone, expected] = [derived.gradient(name), trace.gradient(name)];
    expect(alone.shape).toEqual(expected.shape);
    const largest = Math.max(...Array.from(expected.data, Math.abs), 1e-300);
    alone.data.forEach((value, i) => {
      expect(Math.abs(value - expected.data[i]!) / largest).toBeLessThan(1e-12);
    });
  }
}

const textOf = (model: Model, parameter: string | null = null): string[] =>
  new Derivation(model, parameter, null).lines.map(({ text }) => text);

describe("derived recurrences", () => {
  it.each(cases)("of %s give the gradient by themselves", (_name, given) => {
    for (const reduction of ["sum", "mean"] as const) {
      const trace = traced(given, reduction);
      expectGradients(new Derivation(given.model, null, trace), trace);
    }
  });

  it.each(cases)("of %s hold line by line", (_name, given) => {
    const derived = new Derivation(given.model, null, traced(given));
    expect(derived.lines.length).toBeGreaterThan(1);
    for (const line of derived.lines) expect(line.difference, line.text).toBeLessThan(1e-12);
    expect(derived.largestDifference).toBeLessThan(1e-12);
  });

  it.each(cases)("of %s are TeX that KaTeX reads", (_name, given) => {
    for (const { left, right } of new Derivation(given.model, null, null).lines) {
      const tex = `${left.tex} = ${right.map((token) => token.tex).join("")}`;
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: "error" }), tex).not.toThrow();
    }
  });

  it("of a batch are those of its first sequence and its own loss", () => {
    const model = cells.elman.build({ x: 2, s: 3, y: 4 }, { seed: 3, initial: { s: [0.1, -0.2, 0.3] } });
    const [first, second] = [
      { x: INPUTS, target: [0, 3, 1, 2] },
      { x: [...INPUTS].reverse(), target: [1, 1, 2, 0] },
    ];
    const trace = backward(model, { x: [first.x, second.x], target: [first.target, second.target] });
    const derived = new Derivation(model, null, trace);
    expect(derived.batchSize).toBe(2);
    expect(derived.largestDifference).toBeLessThan(1e-12);
    expectGradients(derived, backward(model, first));
  });

  it("use the numbers of the trace, also when the model has been changed since", () => {
    const model = cells.elman.build({ x: 2, s: 3, y: 4 }, { seed: 3 });
    const trace = backward(model, {
      x: [INPUTS, INPUTS],
      target: [
        [0, 3, 1, 2],
        [0, 3, 1, 2],
      ],
    });
    const before = trace.gradient("W").data;
    model.set({ b: [1, 1, 1] });
    const derived = new Derivation(model, "W", trace);
    derived.gradient("W").data.forEach((value, i) => {
      expect(value).toBeCloseTo(before[i]!, 12);
    });
  });

  it("show a difference where backpropagation and the formula disagree", () => {
    const [, given] = presets[0]!;
    const trace = traced(given);
    const place = trace.execution.program.sequences.get("s")!.at[2]!;
    trace.execution.adjoints[place.offset] = trace.execution.adjoints[place.offset]! * 1.01;
    const derived = new Derivation(given.model, "W", trace);
    const broken = derived.lines.filter(({ difference }) => difference! > 1e-3).map(({ text }) => text);
    expect(broken).toEqual(["∂E/∂s[t] = W' δs[t+1] + V' δy[t]", "δs[t] = (1 - s[t] .^ 2) .* ∂E/∂s[t]"]);
    expect(derived.largestDifference).toBeGreaterThan(1e-3);
  });

  it("stay exact where a probability underflows", () => {
    const model = cells.elman.build({ x: 1, s: 1, y: 2 }, { seed: 1 }).set({ V: [[900], [-900]], U: [[1]] });
    const trace = backward(model, { x: [3, 3], target: [1, 1] });
    expect(trace.value("y", 1).data[1]).toBe(0);
    expect(new Derivation(model, null, trace).largestDifference).toBeLessThan(1e-12);
  });
});

describe("the lines", () => {
  it("of a simple recurrent network are those of the textbooks", () => {
    expect(textOf(presets[0]![1].model)).toEqual([
      "δy[t] = y[t] - target[t]",
      "∂E/∂s[t] = W' δs[t+1] + V' δy[t]",
      "δs[t] = (1 - s[t] .^ 2) .* ∂E/∂s[t]",
      "∂E/∂U = Σ_t δs[t] x[t]'",
      "∂E/∂W = Σ_t δs[t] s[t-1]'",
      "∂E/∂b = Σ_t δs[t]",
      "∂E/∂V = Σ_t δy[t] s[t]'",
      "∂E/∂c = Σ_t δy[t]",
      "∂s[t]/∂s[t-1] = diag(1 - s[t] .^ 2) W",
    ]);
  });

  it("of one parameter leave out what it does not act through", () => {
    expect(textOf(presets[0]![1].model, "V")).toEqual(["δy[t] = y[t] - target[t]", "∂E/∂V = Σ_t δy[t] s[t]'"]);
  });

  it("of an LSTM carry the gradient along the cell by its forget gate", () => {
    const lines = textOf(cells.lstm.build({ x: 2, h: 3, y: 4 }), "U_f");
    expect(lines).toContain("∂E/∂c[t] = f[t+1] .* ∂E/∂c[t+1] + (1 - tanh(c[t]) .^ 2) .* o[t] .* ∂E/∂h[t]");
    expect(lines).toContain("∂E/∂U_f = Σ_t δf[t] h[t-1]'");
  });

  it("of scalars have no ⊙ and no transposes", () => {
    const [, { model }] = special.find(([name]) => name.startsWith("scalars"))!;
    for (const line of textOf(model)) expect(line).not.toMatch(/\.\*|'|diag/);
    expect(textOf(model)).toContain("∂E/∂s[t] = w ∂E/∂z[t+1] + [t = T] v ∂E/∂q[T]");
  });

  it("stack what a concat reads, and zeros for what does not depend on the state", () => {
    const model = network("a[t] = tanh(W concat(a[t-1], x[t]))\nE[t] = halfSquaredError(d[t], a[t])", { a: 2, x: 3 });
    expect(textOf(model)).toContain("∂a[t]/∂a[t-1] = diag(1 - a[t] .^ 2) W [I; 0]");
  });

  it("keep a quantity of one number behind the matrix that it is multiplied with", () => {
    const model = network("s[t] = tanh(W s[t-1])\ny[t] = sigmoid(V s[t])\nE[t] = binaryCrossEntropy(d[t], y[t])", {
      s: 2,
      y: 1,
    });
    expect(textOf(model)).toContain("∂E/∂s[t] = W' δs[t+1] + V' δy[t]");
  });

  it("tell what must be known beside them", () => {
    const notes = (name: string): Record<string, readonly string[]> =>
      Object.fromEntries(
        new Derivation(presets.find(([n]) => n === name)![1].model, null, null).lines.map((line) => [
          `${line.kind} ${line.name}`,
          line.notes,
        ]),
      );
    expect(notes("elman")).toMatchObject({ "adjoint s": ["zeroBeyondEnd"], "delta y": ["fused"] });
    expect(notes("irnn")).toMatchObject({ "delta s": ["relu"] });
    expect(notes("manyToOne")).toMatchObject({ "delta y": ["lastStepOnly", "fused"] });
  });

  it("write several losses together as ℒ", () => {
    const [, { model }] = special.find(([name]) => name.startsWith("two losses"))!;
    expect(textOf(model).every((line) => !line.includes("∂E"))).toBe(true);
  });
});

describe("a derivation", () => {
  const { model, batch } = presets[0]![1];

  it("has no numbers without a trace, and says how to get them", () => {
    const derived = new Derivation(model, null, null);
    expect([derived.timeSteps, derived.largestDifference]).toEqual([0, null]);
    expect(derived.checks(derived.lines[0]!)).toEqual([]);
    expect(() => derived.gradient("W")).toThrow("derivation(backward(model, batch))");
  });

  it("refuses a name that is no parameter, and one that it leaves out", () => {
    expect(() => new Derivation(model, "w", null)).toThrow(
      "no parameter is called w; there are U, W, b, V, c, x, target. Did you mean W?",
    );
    expect(() => new Derivation(model, "V", backward(model, batch)).gradient("W")).toThrow(
      "no parameter is called W; there are V",
    );
  });

  it("refuses a network without a loss", () => {
    expect(() => new Derivation(network("s[t] = tanh(U x[t])", { s: 2, x: 2 }), null, null)).toThrow(
      "no statement is a loss",
    );
  });

  it("leaves out a Jacobian that would be no matrix", () => {
    const [, { model: matrix }] = special.find(([name]) => name.startsWith("a matrix"))!;
    expect(textOf(matrix).filter((line) => line.startsWith("∂M[t]/"))).toEqual([]);
  });
});
