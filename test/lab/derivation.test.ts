/** What a cell gets from `derivation`, and what is saved of it. */
import { describe, expect, it } from "vitest";
import { backward, cells, type Derivation, derivation, type Model } from "../../src/lab/index.js";
import { type DerivationLines, decodeSeries, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

const batch = {
  x: [
    [0.4, -0.7],
    [-0.2, 0.9],
    [0.8, 0.3],
  ],
  target: [0, 3, 1],
};
const elman = (): Model => cells.elman.build({ x: 2, s: 3, y: 4 }, { seed: 3 });

function shown(derived: Derivation): DerivationLines & { readonly bytes: number } {
  const bundle = (derived as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();
  const json = bundle[UNROLL_MIME]!;
  const payload = parsePayload(JSON.parse(json));
  if (payload.view !== "derivation") throw new Error(payload.view);
  return { ...payload.derivation, bytes: json.length };
}

describe("derivation", () => {
  it("of a model takes the numbers of its latest backward pass", () => {
    const model = elman();
    expect(derivation(model).timeSteps).toBe(0);
    backward(model, { x: [batch.x[0]!], target: [0] });
    expect(derivation(model).timeSteps).toBe(1);
    backward(model, batch);
    expect(derivation(model, "W").timeSteps).toBe(3);
  });

  it("refuses what is neither a trace nor a model", () => {
    expect(() => derivation(cells.elman as never)).toThrow("derivation(x) takes a trace or a model");
  });

  it("is saved with both sides of each line at each time step, latest first", () => {
    const trace = backward(elman(), batch);
    const { lines, largestDifference, parameter } = shown(derivation(trace, "W"));
    expect([parameter, largestDifference! < 1e-12]).toEqual(["W", true]);
    const gradient = lines.find(({ kind }) => kind === "gradient")!;
    expect(gradient.checks.map(({ time }) => time)).toEqual([3, 2, 1]);
    for (const { time, left, right, difference } of gradient.checks) {
      expect(decodeSeries(left).data).toEqual(trace.gradientAt("W", time).data);
      expect(decodeSeries(right).shape).toEqual([3, 3]);
      expect(difference).toBeLessThan(1e-12);
    }
    expect(decodeSeries(gradient.total!.left).data).toEqual(trace.gradient("W").data);
  });

  it("gives each symbol of a line its own numbers", () => {
    const trace = backward(elman(), batch);
    const line = shown(derivation(trace, "W")).lines.find(({ kind }) => kind === "gradient")!;
    const symbols = line.right.flatMap((piece) => ("symbol" in piece ? [piece] : []));
    expect(symbols.map(({ rows, columns }) => [rows, columns])).toEqual([
      [3, 1],
      [3, 1],
    ]);
    const atTwo = line.checks.find(({ time }) => time === 2)!;
    expect(decodeSeries(atTwo.numbers[symbols[1]!.symbol]!).data).toEqual(trace.value("s", 1).data);
  });

  it("keeps 12 time steps of a long sequence: the first four and the last eight", () => {
    const long = {
      x: Array.from({ length: 40 }, (_, t) => [Math.sin(t), 1]),
      target: Array.from({ length: 40 }, () => 1),
    };
    const [first] = shown(derivation(backward(elman(), long), "W")).lines;
    expect(first!.checks.map(({ time }) => time)).toEqual([40, 39, 38, 37, 36, 35, 34, 33, 4, 3, 2, 1]);
  });

  it("stays small for a large network, and without numbers where one step would be too many", () => {
    const of = (size: number) => {
      const model = cells.lstm.build({ x: 32, h: size, y: 32 }, { seed: 1 });
      const x = Array.from({ length: 20 }, () => Array.from({ length: 32 }, (_, i) => Math.cos(i)));
      return shown(derivation(backward(model, { x, target: x.map(() => 3) }), "U_f"));
    };
    const [middle, large] = [of(24), of(64)];
    expect(middle.bytes).toBeLessThan(1e6);
    expect(middle.lines[0]!.checks.length).toBeGreaterThan(0);
    expect(large.bytes).toBeLessThan(1e6);
    expect(large.lines.every(({ checks, total }) => checks.length === 0 && total === undefined)).toBe(true);
    expect(large.largestDifference).toBeLessThan(1e-12);
  });

  it("says in words what it is", () => {
    const trace = backward(elman(), batch);
    const bundle = (derivation(trace, "W") as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for("Jupyter.display")
    ]!();
    const { alt } = JSON.parse(bundle[UNROLL_MIME]!) as { alt: string };
    expect(alt).toContain("∂E/∂W = Σ_t δs[t] s[t-1]'");
    expect(alt).toMatch(/all 3 time steps both sides agree to \d\.\de-1[5-9]/);
  });
});
