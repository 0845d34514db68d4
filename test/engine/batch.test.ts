import { describe, expect, it } from "vitest";
import { Definition } from "../../src/engine/index.js";

describe("a prepared batch", () => {
  const definition = new Definition("s[t] = tanh(w s[t-1] + u x[t])\nE[t] = squaredError(target[t], s[t])");
  const batch = { x: [0.1, 1 / 3, -2], target: [0, 1e-30, 0.7] };

  it.each([
    ["float32", Float32Array],
    ["float64", Float64Array],
  ] as const)("holds its numbers as the model does, so that no step has to round them: %s", (dtype, Numbers) => {
    const { data } = definition.build({ x: 1, s: 1 }, { dtype }).prepare(batch);
    expect(data.get("x")).toEqual(Numbers.from(batch.x));
    expect(data.get("target")).toEqual(Numbers.from(batch.target));
  });
});
