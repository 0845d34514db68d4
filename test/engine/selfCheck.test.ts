/** A fault is put into the planner: the network that it makes wrong finds it, says so, and is right all the same. */
import { describe, expect, it, vi } from "vitest";
import { backward, Definition, gradientCheck, sgd, Trainer } from "../../src/engine/index.js";
import { referenceBackend } from "../../src/engine/program/backend.js";
import type { Program } from "../../src/engine/program/program.js";
import { trustedExecution } from "../../src/engine/selfCheck/selfCheck.js";
import type { Compiled } from "../../src/engine/simd/compiled.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import { withFault } from "../support/checkedPlans.js";
import { instructionsOf } from "./simd/instructions.js";

const TEXT = "q[t] = tanh(U x[t] + W q[t-1])\ny[t] = q[t] .* q[t+1]\nE[t] = squaredError(target[t], y[t])";
const batch = {
  x: [[0.3], [-0.2], [0.9], [0.4]],
  target: [
    [0.1, 0],
    [0.2, 0.5],
    [-0.3, 1],
    [0.4, 0.2],
  ],
};
let count = 0;
/** Of a text of its own each time: outcomes are remembered by text. */
const model = (text = TEXT) => new Definition(`${text} # ${++count}`).build({ x: 1, q: 2 }, { seed: 3 });

/** The first function that the backward pass goes through adds where it should set, or the other way round. */
function faulty(plan: Compiled): Compiled {
  const backward = plan.alone.backward.map((steps) =>
    steps.map((tape) => (tape instanceof Int32Array ? withWrongFlag(tape) : tape)),
  );
  return { ...plan, alone: { ...plan.alone, backward } };
}

function withWrongFlag(tape: Int32Array): Int32Array {
  const copy = tape.slice();
  const { at } = instructionsOf(tape).find(({ name }) => name === "pull")!;
  copy[at + 7] = 1 - copy[at + 7]!;
  return copy;
}

describe("a network's check of itself", () => {
  it("finds nothing in a right plan, which stays the fast one", () => {
    const network = model();
    expect(backward(network, batch).model.backendDifference).toBeUndefined();
    expect(network.execution(4, 1)).not.toBeInstanceOf(referenceBackend.execution(network.program(4, 1)).constructor);
  });

  it("finds nothing where all that goes back is the rounding of terms that cancel", () => {
    const text = `s[t] = softplus(W s[t-1] - 18)
      E[T] = crossEntropy(target[T], softmax(log(s[T] ./ s[T]))) # ${++count}`;
    for (const dtype of ["float64", "float32"] as const) {
      const network = new Definition(text).build({ target: 3 }, { seed: 1, dtype });
      backward(network, { target: [0.2, 0.3, 0.5], T: 3 });
      expect(network.backendDifference).toBeUndefined();
    }
  });

  it("finds a fault of the planner, and the gradient is right all the same", () => {
    const network = model();
    const trace = withFault(faulty, () => backward(network, batch));
    expect(network.backendDifference).toMatch(/^the gradient by \S+ is \S+, the reference has \S+$/);
    expect(gradientCheck(network, batch).largest).toBeLessThan(1e-6);
    const reference = referenceBackend.execution(network.program(4, 1));
    network.load(reference, network.prepare(batch));
    reference.forward();
    reference.backward(new Float64Array(4).fill(1));
    const { offset, size } = reference.program.parameters.get("W")!;
    expect([...trace.gradient("W").data]).toEqual([...reference.adjoints.subarray(offset, offset + size)]);
  });

  it("serves training by the reference too", () => {
    const [wrong, right] = [model(), model()];
    const train = (network: ReturnType<typeof model>): number[] => {
      const trainer = new Trainer(network, { optimizer: sgd({ lr: 0.1 }) });
      trainer.feed(network.prepare(batch));
      for (let k = 0; k < 5; k++) trainer.step();
      return [...network.store];
    };
    const withReference = withFault(faulty, () => train(wrong));
    train(right).forEach((value, i) => {
      expect(withReference[i]).toBeCloseTo(value, 12);
    });
    expect(wrong.backendDifference).toBeDefined();
    expect(right.backendDifference).toBeUndefined();
  });

  it("is made once for a text, a number type and a way to plan it", () => {
    const network = model();
    const origin = {
      checked: network.definition.checked,
      sizes: network.sizes,
      shapes: network.shapes,
      options: { timeSteps: 50, batchSize: 1, dtype: network.dtype, learned: new Set<string>() },
    };
    const executions = vi.fn(simdBackend.execution);
    const backend = { name: "counted", execution: executions };
    trustedExecution(backend, network.program(50, 1), origin);
    expect(executions.mock.calls.map(([{ timeSteps }]) => timeSteps)).toEqual([50, 4]);
    trustedExecution(backend, network.program(50, 1), origin);
    trustedExecution(backend, network.program(60, 1), { ...origin, options: { ...origin.options, timeSteps: 60 } });
    expect(executions).toHaveBeenCalledTimes(4);
  });

  it("runs the real program, where no small one is planned like it", () => {
    const outcome = (): { difference: string | undefined; run: number[] } => {
      const network = model();
      const executions = vi.fn((program: Program) =>
        Object.defineProperty(simdBackend.execution(program), "decisions", { value: String(program.timeSteps) }),
      );
      const options = { timeSteps: 50, batchSize: 1, dtype: network.dtype, learned: new Set<string>() };
      const origin = { checked: network.definition.checked, sizes: network.sizes, shapes: network.shapes, options };
      const trusted = trustedExecution(
        { name: "like no other", execution: executions },
        network.program(50, 1),
        origin,
      );
      return { difference: trusted.difference, run: executions.mock.calls.map(([{ timeSteps }]) => timeSteps) };
    };
    expect(outcome()).toEqual({ difference: undefined, run: [50, 4, 4, 4, 4, 50] });
    expect(withFault(faulty, outcome).difference).toMatch(/the reference has/);
  });
});
