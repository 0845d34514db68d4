/** Which operations the fast backend does together, and which places it uses again. */
import { describe, expect, it } from "vitest";
import { Definition, type Sizes } from "../../../src/engine/index.js";
import { groupsOf } from "../../../src/engine/simd/groups.js";
import type { Placed } from "../../../src/engine/simd/placed.js";
import { planOf } from "../../../src/engine/simd/plan.js";
import { withPassingAdjoints, withValuesOverwritten } from "../../../src/engine/simd/reuse.js";
import { withSumsAsTerms } from "../../../src/engine/simd/sums.js";
import { cells } from "../../../src/lab/cells.js";
import { differences } from "./backends.js";
import { batchFor } from "./batches.js";

const [T, B] = [5, 3];
const OUTPUT = "y[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

function plannedOf(text: string, sizes: Sizes) {
  const { program } = new Definition(text).build(sizes).newExecution(T, B);
  const operations = withValuesOverwritten(withSumsAsTerms(program.forward), program);
  return { program, operations, stages: planOf(operations, B) };
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

  it("is no more than an instruction holds", () => {
    const gates = ["a", "b", "d", "e", "f", "g"];
    const text = [
      ...gates.map((name) => `${name}[t] = sigmoid(U_${name} x[t] + W_${name} s[t-1])`),
      `s[t] = ${gates.map((name) => `${name}[t]`).join(" + ")}`,
      OUTPUT,
    ].join("\n");
    const sizes = { x: 3, s: 4, y: 2 };
    expect(groupedAt(2, plannedOf(text, sizes))).toEqual(["matmul matmul matmul matmul", "matmul matmul"]);
    const definition = new Definition(text);
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });

  it("may be terms of a sum with others between them", () => {
    const text = `a[t] = W s[t-1] .* (P x[t])\ns[t] = tanh(W s[t-1] + (s[t-1] .* a[t]) + Q s[t-1])\n${OUTPUT}`;
    const definition = new Definition(text);
    const sizes = { x: 3, s: 4, a: 4, y: 2 };
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });
});

describe("a place that is used again", () => {
  const moved = (of: "valueOffset" | "adjointOffset", { stages, operations, program }: ReturnType<typeof plannedOf>) =>
    stages
      .map((stage) => withPassingAdjoints(stage, operations, program))
      .flatMap(({ runs }) => runs.map(({ operation }) => operation.out as Placed))
      .filter((out) => out[of] !== undefined);

  it("is that of a gate, for what it is applied to", () => {
    const planned = lstm();
    const offsets = (name: string) =>
      planned.program.sequences.get(name)!.at.flatMap((operand) => operand?.offset ?? []);
    const results = new Set(["i", "f", "o", "g"].flatMap(offsets));
    const places = planned.operations.map(({ out }) => (out as Placed).valueOffset);
    expect(new Set(places.filter((place) => place !== undefined))).toEqual(results);
  });

  it.each([
    ["has a name", `net[t] = U x[t] + W s[t-1] + b\ns[t] = tanh(net[t])\n${OUTPUT}`],
    ["is given", `u[t] = tanh(x[t])\ns[t] = tanh(s[t-1]) + U u[t] + U x[t]\n${OUTPUT}`],
    ["is wanted by the slope", `s[t] = softplus(U x[t] + W s[t-1] + b)\n${OUTPUT}`],
    ["looks at its own result", `s[t] = tanh(sigmoid(U x[t] + W s[t-1] + b) .^ 2)\n${OUTPUT}`],
  ])("is not that of what %s", (_, text) => {
    const planned = plannedOf(text, { x: 3, s: 4, y: 2 });
    const names = new Set([...planned.program.sequences.values()].flatMap(({ at }) => at.map((o) => o?.offset)));
    const onNames = moved("valueOffset", planned).filter(({ valueOffset }) => names.has(valueOffset));
    expect(onNames).toEqual([]);
    const definition = new Definition(text);
    const sizes = { x: 3, s: 4, y: 2 };
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });

  it("is not that of an adjoint that comes from outside of the recurrence too", () => {
    const text = "s[t] = tanh(U x[t] + W y[t-1])\ny[t] = softmax(2 .* s[t])\nE[t] = crossEntropy(target[t], y[t])";
    const definition = new Definition(text);
    const sizes = { x: 3, s: 4, y: 4 };
    expect(differences(definition.build(sizes, { seed: 2 }), batchFor(definition, sizes, 6, 3))).toEqual([]);
  });

  it("is that of the first time step, for adjoints that no parameter's gradient is made of", () => {
    // 1 - z[t], and r[t] .* h[t-1]
    const passing = moved("adjointOffset", gru());
    expect(passing).toHaveLength(2 * T);
    expect(new Set(passing.map(({ adjointOffset }) => adjointOffset)).size).toBe(2);
  });
});
