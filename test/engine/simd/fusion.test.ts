/** Which operations the fast backend does together. */
import { describe, expect, it } from "vitest";
import { Definition, type Sizes } from "../../../src/engine/index.js";
import { groupsOf } from "../../../src/engine/simd/groups.js";
import { planOf } from "../../../src/engine/simd/plan.js";
import { withSumsAsTerms } from "../../../src/engine/simd/sums.js";
import { cells } from "../../../src/lab/cells.js";
import { differences } from "./backends.js";
import { batchFor } from "./batches.js";

const [T, B] = [5, 3];
const OUTPUT = "y[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

function plannedOf(text: string, sizes: Sizes) {
  const { program } = new Definition(text).build(sizes).newExecution(T, B);
  return { stages: planOf(withSumsAsTerms(program.forward), B) };
}

const lstm = () => plannedOf(cells.lstm.equations.join("\n"), { x: 3, h: 4, y: 2 });
const gru = () => plannedOf(cells.gru.equations.join("\n"), { x: 3, h: 4, y: 2 });

/** Of one time step of the recurrence: the kinds of what goes together. */
function groupedAt(time: number, { stages }: ReturnType<typeof plannedOf>): string[] {
  const recurrence = stages.find(({ isRecurrent }) => isRecurrent)!;
  return groupsOf(recurrence.runs)
    .filter(([run]) => run!.operation.time === time)
    .map((group) => group.map(({ operation }) => operation.kind).join(" "))
    .filter((kinds) => kinds.includes(" "));
}

describe("what goes together", () => {
  it("is all products of an LSTM with h[t-1], and the two that make c[t]", () => {
    for (let t = 1; t <= T; t++) expect(groupedAt(t, lstm())).toEqual(["matmul matmul matmul matmul", "times times"]);
  });

  it("is the products of a GRU's gates, not the one that waits for r[t]", () => {
    for (let t = 1; t <= T; t++) expect(groupedAt(t, gru())).toEqual(["matmul matmul", "times times"]);
  });

  it("is as many as there are", () => {
    const gates = ["a", "b", "d", "e", "f", "g"];
    const text = [
      ...gates.map((name) => `${name}[t] = sigmoid(U_${name} x[t] + W_${name} s[t-1])`),
      `s[t] = ${gates.map((name) => `${name}[t]`).join(" + ")}`,
      OUTPUT,
    ].join("\n");
    const sizes = { x: 3, s: 4, y: 2 };
    expect(groupedAt(2, plannedOf(text, sizes))).toEqual(["matmul matmul matmul matmul matmul matmul"]);
    const definition = new Definition(text);
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });

  it("is no softmax and its loss where the loss's target is that softmax: it is not made yet", () => {
    const definition = new Definition("q[t] = softmax(U x[t])\nE[t] = crossEntropy(q[t], q[t])");
    const sizes = { x: 3, q: 4 };
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });

  it("may be terms of a sum with others between them", () => {
    const text = `a[t] = W s[t-1] .* (P x[t])\ns[t] = tanh(W s[t-1] + (s[t-1] .* a[t]) + Q s[t-1])\n${OUTPUT}`;
    const definition = new Definition(text);
    const sizes = { x: 3, s: 4, a: 4, y: 2 };
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });
});
