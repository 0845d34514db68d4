/** The kernels' transcendental functions against exact arithmetic, over their whole range. */
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/index.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { type Build, builds, newMachine } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { MachineFunction } from "../../../src/engine/simd/wasm/opcodes.js";
import { exact, ulps } from "./exact.js";

const [X, Y, TAPE] = [1 << 16, 1 << 17, 1 << 18];

/** A function of the machine, applied to a list. */
function mapped(dtype: Dtype, build: Build, kind: keyof typeof MachineFunction, numbers: readonly number[]): number[] {
  const machine = newMachine(dtype, 2 * TAPE, { build });
  const at = (address: number) =>
    dtype === "float32"
      ? new Float32Array(machine.buffer, address, numbers.length)
      : new Float64Array(machine.buffer, address, numbers.length);
  at(X).set(numbers);
  new Int32Array(machine.buffer, TAPE, 6).set([Code.map, MachineFunction[kind], numbers.length, X, Y, Code.end]);
  machine.run(TAPE, 0);
  return [...at(Y)];
}

const random = new Random(5);
const uniform = (low: number, high: number, count: number) =>
  Array.from({ length: count }, () => random.uniform(low, high));
/** Both signs of sizes over many orders of magnitude, and around where an implementation changes its way. */
const points = (most: number) => [
  ...uniform(-most, most, 150),
  ...uniform(-2, 2, 150),
  ...uniform(-30, 2, 60)
    .flatMap((power) => [10 ** power, -(10 ** power)])
    .filter((x) => Math.abs(x) < most),
  ...[0.625, 0.6249999, Math.LN2 / 2, Math.LN2, 22, 10].flatMap((x) => [x, -x]),
];
/** What the result still is a number for. */
const RANGE = {
  float64: { exp: 709, sigmoid: 740, tanh: 40, softplus: 700 },
  float32: { exp: 88, sigmoid: 100, tanh: 20, softplus: 85 },
};
/** Over all orders of magnitude that a number type has, and around 1, where a logarithm is small. */
const POSITIVE = { float64: 300, float32: 37 };

describe.each(["float64", "float32"] as const)("in %s", (dtype) => {
  const [bits, bound] = dtype === "float64" ? ([53, 2] as const) : ([24, 4] as const);

  describe.each(builds())("the %s kernels", (build) => {
    it.each(["exp", "sigmoid", "tanh", "softplus"] as const)("compute %s to a few units of the last place", (kind) => {
      const numbers = points(RANGE[dtype][kind]).map((x) => (dtype === "float32" ? Math.fround(x) : x));
      const results = mapped(dtype, build, kind, numbers);
      const worst = results.reduce((most, y, i) => Math.max(most, ulps(y, exact[kind](numbers[i]!), bits)), 0);
      expect(worst).toBeLessThanOrEqual(bound);
    });

    it("compute log to a few units of the last place", () => {
      const powers = uniform(-POSITIVE[dtype], POSITIVE[dtype], 200).map((power) => 10 ** power);
      const numbers = [...powers, ...uniform(0.4, 2.5, 200), 1, 2, 0.5].map((x) =>
        dtype === "float32" ? Math.fround(x) : x,
      );
      const results = mapped(dtype, build, "log", numbers);
      const worst = results.reduce((most, y, i) => Math.max(most, ulps(y, exact.log(numbers[i]!), bits)), 0);
      expect(worst).toBeLessThanOrEqual(bound);
    });

    it("keep NaN, infinities and the sign of 0", () => {
      const special = [Number.NaN, Infinity, -Infinity, 0, -0];
      expect(mapped(dtype, build, "exp", special)).toEqual([Number.NaN, Infinity, 0, 1, 1]);
      expect(mapped(dtype, build, "sigmoid", special)).toEqual([Number.NaN, 1, 0, 0.5, 0.5]);
      expect(mapped(dtype, build, "tanh", special)).toEqual([Number.NaN, 1, -1, 0, -0]);
      expect(mapped(dtype, build, "relu", special)).toEqual([Number.NaN, Infinity, 0, 0, 0]);
      expect(mapped(dtype, build, "log", [Number.NaN, Infinity, 0, 1])).toEqual([Number.NaN, Infinity, -Infinity, 0]);
    });
  });
});
