import { expect, it } from "vitest";
import { type CheckedEquations, check } from "../../../src/engine/language/index.js";

const ELMAN = "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);
function roles({ inputs, parameters, losses, states, timeless }: CheckedEquations): object {
  return {
    inputs: inputs.map(({ name, time }) => (time === "none" ? name : `${name}[${time}]`)),
    parameters: names(parameters),
    losses,
    states: states.map(({ name, maxLag, maxLead }) => [name, maxLag, maxLead]),
    timeless,
  };
}

it("gives every name of a recurrent network its role", () => {
  expect(roles(check(ELMAN))).toEqual({
    inputs: ["x[t]", "target[t]"],
    parameters: ["U", "W", "b", "V", "c"],
    losses: ["E"],
    states: [["s", 1, 0]],
    timeless: false,
  });
});

it("knows without time what is an input: the last factor, and a loss's target", () => {
  expect(roles(check("a = tanh(W x + b)\ny = softmax(V a + c)\nE = crossEntropy(target, y)"))).toEqual({
    inputs: ["x", "target"],
    parameters: ["W", "b", "V", "c"],
    losses: ["E"],
    states: [],
    timeless: true,
  });
});

it.each([
  ["y = A B x", ["x"], ["A", "B"]],
  ["y = A x + B A z", ["x", "z"], ["A", "B"]],
  ["y = A x\nz = x B", ["B"], ["A", "x"]],
  ["y = A (x + b)", [], ["A", "x", "b"]],
])("tells inputs from parameters in %s", (text, inputs, parameters) => {
  const checked = check(text);
  expect([names(checked.inputs), names(checked.parameters)]).toEqual([inputs, parameters]);
});

it("takes a target without an index for an input, in a text with time too", () => {
  const checked = check("s[t] = tanh(U x[t] + W s[t-1])\nE = squaredError(goal, V s[T])");
  expect(roles(checked)).toMatchObject({ inputs: ["x[t]", "goal"], parameters: ["U", "W", "V"], losses: ["E"] });
});

it("knows that an input is read at the end only", () => {
  expect(roles(check("s[t] = x[t] + s[t-1]\nE[T] = squaredError(d[T], s[T])"))).toMatchObject({
    inputs: ["x[t]", "d[T]"],
  });
  expect(roles(check("s[t] = x[t] + x[T] + s[t-1]"))).toMatchObject({ inputs: ["x[t]"] });
});

it("finds the states with their farthest reads", () => {
  const text = "s[t] = W s[t-1] + K s[t-3] + x[t-2]\nr[t] = R r[t+2] + s[t]\ny[t] = s[t] + r[t]";
  expect(roles(check(text))).toMatchObject({
    states: [
      ["s", 3, 0],
      ["r", 0, 2],
    ],
  });
});

it.each([
  ["E[t] = squaredError(d[t], x[t])", ["E"]],
  ["y[t] = V x[t]", []],
  ["L[t] = sum((y[t] - d[t]) .^ 2)\ny[t] = V x[t]", ["L"]],
  ["E_1[t] = sum(x[t])\nloss2[t] = mean(x[t])\nJ = 1", ["E_1", "loss2", "J"]],
  ["e[t] = squaredError(d[t], x[t])\ntotal = e[T] + 0.1 sum(W .* W)", ["total"]],
  ["E[t] = squaredError(d[t], x[t])\ns[t] = W s[t-1] + E[t]\nK[t] = squaredError(d[t], s[t])", ["K"]],
  ["E[t] = crossEntropy(d[t], x[t])\nL[t] = squaredError(g[t], x[t])", ["E", "L"]],
  ["E[t] = squaredError(d[t], x[t]) + 0.9 E[t-1]", ["E"]],
  ["Energy[t] = W x[t]", []],
])("finds the losses of %s", (text, losses) => {
  expect(check(text).losses).toEqual(losses);
});

it.each([
  ["a decoder that reads the encoder's end", "s[t] = U x[t] + s[t-1]\nd[t] = A s[T] + d[t-1]"],
  ["the step before the last", "s[t] = U x[t] + s[t-1]\ny[T] = s[T] - s[T-1]"],
  ["a product of a derived parameter named like a function", "expa = W + W'\ny = expa (a + b)"],
  ["a derived parameter", "A = W + W'\ns[t] = A s[t-1] + x[t]"],
  ["a value outside time read from the end", "s[t] = x[t] + s[t-1]\nm = s[T] / 2"],
  ["a name that only looks like a time index", "s[t] = W_target x[t] + b_tT"],
  ["a matrix with a sequence's name inside its own", "s[t] = Ws s[t-1] + x[t]"],
])("accepts %s", (_, text) => {
  expect(() => check(text)).not.toThrow();
});

it("takes one name typed in two Unicode forms for one", () => {
  expect(roles(check("y\u0302[t] = V x[t]\nE[t] = squaredError(d[t], \u0177[t])"))).toMatchObject({
    inputs: ["x[t]", "d[t]"],
  });
});
