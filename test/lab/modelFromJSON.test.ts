/** What a model says as JSON brings it back: the same losses and gradients, bit for bit, however its states begin. */
import { expect, it } from "vitest";
import { backward, Definition, type Model, type ModelOptions, type Trace } from "../../src/engine/index.js";
import { modelFromJSON } from "../../src/lab/modelFromJSON.js";
import { batchOf } from "../fuzz/data.js";
import { drawNetwork } from "../fuzz/draw/generate.js";
import { modelOf, type Network } from "../fuzz/network.js";

/** The network with every one of its states beginning in one way, as it was drawn, or refused as a text that is wrong. */
function startedAs(drawn: Network, how: "given" | "learned" | "drawn"): Model | undefined {
  try {
    const definition = new Definition(drawn.text);
    const all = Object.fromEntries(definition.checked.states.map(({ name }) => [name, how]));
    return modelOf(how === "drawn" ? drawn : { ...drawn, initial: all as Network["initial"] }, "float64", definition);
  } catch (error) {
    if (error instanceof Error && /Error$/u.test(error.name)) return undefined;
    throw error;
  }
}

const numbersOf = (trace: Trace): Record<string, ArrayLike<number>> => ({
  losses: trace.losses,
  ...Object.fromEntries(trace.model.places.map(({ name }) => [name, trace.gradient(name).data])),
});

it("of networks drawn from the grammar, whose states begin at given numbers, learned ones or zero", () => {
  let matrices = 0;
  for (let index = 0; index < 20; index++) {
    const drawn = drawNetwork(23, index);
    for (const how of ["given", "learned", "drawn"] as const) {
      const model = startedAs(drawn, how);
      if (!model) continue;
      const batch = batchOf(drawn, model);
      const back = modelFromJSON(JSON.stringify(model));
      expect(numbersOf(backward(back, batch)), drawn.text).toEqual(numbersOf(backward(model, batch)));
      matrices +=
        how === "given" ? [...model.initial.keys()].filter((name) => model.shapeOf(name).columns > 1).length : 0;
    }
  }
  expect(matrices).toBeGreaterThan(0);
});

it.each<[string, ModelOptions["initial"]]>([
  [
    "a matrix",
    {
      M: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  ["a row", { r: [[5, 6]] }],
])("of %s that a state begins at", (_, initial) => {
  const text = "M[t] = M[t-1] + k[t] k[t]'\nr[t] = r[t-1] + k[t]'\nE[t] = sum(M[t] .^ 2) + sum(r[t] .^ 2)";
  const model = new Definition(text).build({ k: 2 }, { initial: initial! });
  const batch = { k: [[1, 2]] };
  expect(backward(modelFromJSON(JSON.stringify(model)), batch).loss).toBe(backward(model, batch).loss);
});
