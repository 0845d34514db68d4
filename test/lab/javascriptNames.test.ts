/** Names that every JavaScript object bears already are names as any other: no lookup may find the object's own. */
import { describe, expect, it } from "vitest";
import {
  backward,
  type Definition,
  dashboard,
  derivation,
  gradientCheck,
  init,
  learned,
  type Model,
  modelFromJSON,
  notation,
  paths,
  rnn,
  sgd,
  type Tensor,
  tasks,
  train,
} from "../../src/lab/index.js";
import { type Payload, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

const NAMES = ["constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf", "watch"];
const ROLES = ["x", "target", "s", "y", "W", "b", "E"] as const;

const textWith = (role: string, name: string): string =>
  "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = V s[t]\nE[t] = squaredError(target[t], y[t])".replace(
    new RegExp(`\\b${role}(?=\\W)`, "gu"),
    name,
  );

/** The same values under the name that stands for a role. */
type Named = <Value>(values: Readonly<Record<string, Value>>) => Record<string, Value>;
const namedWith =
  (role: string, name: string): Named =>
  (values) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key === role ? name : key, value]));

const SIZES = { x: 1, s: 2, y: 1 };
const NUMBERS = {
  U: [[0.3], [-0.8]],
  W: [
    [0.5, 0.1],
    [-0.4, 0.9],
  ],
  b: [0.2, -0.1],
  V: [[0.7, -0.6]],
};
const BATCH = { x: [[1], [-0.5], [0.25]], target: [[0.5], [0], [-1]] };

const shown = (x: unknown): Payload => {
  const bundle = (x as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();
  return parsePayload(JSON.parse(bundle[UNROLL_MIME]!));
};
const flat = (tensor: Tensor): number[] => [...tensor.data];

function built(role: string, name: string): { definition: Definition; model: Model; named: Named } {
  // a loss keeps its role by its function, whatever its name
  const named = namedWith(role, name);
  const definition = rnn(textWith(role, name));
  return { definition, model: definition.build(named({ ...SIZES, W: [2, 2] })).set(named(NUMBERS)), named };
}

describe.each(ROLES)("%s called", (role) => {
  const plain = built(role, role);
  const plainTrace = backward(plain.model, BATCH);

  it.each(NAMES)("%s: the same losses, gradients and norms", (name) => {
    const { model, named } = built(role, name);
    const trace = backward(model, named(BATCH));
    expect([...trace.losses]).toEqual([...plainTrace.losses]);
    for (const parameter of Object.keys(NUMBERS))
      expect(flat(trace.gradient(parameter === role ? name : parameter))).toEqual(flat(plainTrace.gradient(parameter)));
    const [state, was] = [role === "s" ? name : "s", "s"];
    expect([...trace.gradientNorms(state)]).toEqual([...plainTrace.gradientNorms(was)]);
    expect(flat(model.forward(named(BATCH)).value(role === "y" ? name : "y", 3))).toEqual(
      flat(plain.model.forward(BATCH).value("y", 3)),
    );
  });

  it.each(NAMES)("%s: training, checks, paths and derivation run as they do", async (name) => {
    const { model, named } = built(role, name);
    const task = tasks.sequences([named(BATCH)] as never);
    const run = await train(model.clone(), task, { steps: 3, optimizer: sgd({ lr: 0.1 }) });
    const plainRun = await train(plain.model.clone(), tasks.sequences([BATCH]), {
      steps: 3,
      optimizer: sgd({ lr: 0.1 }),
    });
    expect([...run.losses]).toEqual([...plainRun.losses]);
    expect(gradientCheck(model, named(BATCH)).passed).toBe(true);
    const trace = backward(model, named(BATCH));
    const [W, E] = [role === "W" ? name : "W", role === "E" ? name : "E"];
    expect(paths(trace, E, W).count).toBe(paths(plainTrace, "E", "W").count);
    expect(derivation(trace, W).lines.length).toBe(derivation(plainTrace, "W").lines.length);
    const claim = `dE_dy[t] = 2 (y[t] - target[t])`.replace(
      new RegExp(`(?<![a-z])${role}\\b|(?<=d)${role}(?=_|\\[)`, "gu"),
      name,
    );
    expect(gradientCheck(trace, claim).passed).toBe(true);
  });

  it.each(NAMES)("%s: what is saved keeps every series", (name) => {
    const { model, named } = built(role, name);
    const kept = shown(dashboard(backward(model, named(BATCH))));
    const plainKept = shown(dashboard(plainTrace));
    if (kept.view !== "dashboard" || plainKept.view !== "dashboard") throw new Error(kept.view);
    const names = (by: object): string[] => Object.keys(by).map((key) => (key === name ? role : key));
    expect(names(kept.recording.frames.adjointNorms)).toEqual(names(plainKept.recording.frames.adjointNorms));
    expect(names(kept.recording.frames.stepGradientNorms)).toEqual(names(plainKept.recording.frames.stepGradientNorms));
    expect(names(kept.recording.frames.bounds)).toEqual(names(plainKept.recording.frames.bounds));
    expect(names(kept.recording.details[0]!.values)).toEqual(names(plainKept.recording.details[0]!.values));
  });

  it.each(NAMES)("%s: JSON and other symbols go there and back", (name) => {
    const { definition, model } = built(role, name);
    const back = modelFromJSON(JSON.parse(JSON.stringify(model)));
    expect(back.toJSON()).toEqual(model.toJSON());
    expect(notation({ [name]: role })(definition).source).toBe(plain.definition.source);
    expect(notation({ [role]: name })(plain.definition).source).toBe(definition.source);
    expect(definition.tex()).toContain(name);
  });
});

it.each(NAMES)("%s as a state takes initial values, given or learned, and as a parameter an initialiser", (name) => {
  const { definition, model, named } = built("s", name);
  const given = definition.build(named(SIZES), { initial: { [name]: [0.5, -0.5] } }).set(NUMBERS);
  expect(backward(given, BATCH).loss).not.toBe(backward(model, BATCH).loss);
  expect(modelFromJSON(JSON.parse(JSON.stringify(given))).toJSON()).toEqual(given.toJSON());
  const asParameter = definition.build(named(SIZES), { initial: { [name]: learned } });
  expect(flat(asParameter.parameters[`${name}[0]`]!)).toEqual([0, 0]);
  const weights = built("W", name).definition;
  expect(
    flat(weights.build({ ...SIZES, [name]: [2, 2] }, { init: { [name]: init.identity() } }).parameters[name]!),
  ).toEqual([1, 0, 0, 1]);
  expect(() => weights.build({ ...SIZES, y: 1, [name]: [2, 2] }).forward({ x: BATCH.x })).toThrow(
    "the batch has no target",
  );
});

it.each(NAMES)("%s missing from sizes, batch and initialisers is missing", (name) => {
  expect(() => rnn(textWith("x", name)).build({ s: 2, y: 1 })).toThrow(`the size of ${name} is not known`);
  const model = built("x", name).model;
  expect(() => backward(model, { target: BATCH.target })).toThrow(`the batch has no ${name}`);
  expect(() => backward(built("W", name).model, BATCH)).not.toThrow();
});

it("refuses __proto__, which no object written in a cell can hold", () => {
  for (const role of ROLES)
    expect(() => rnn(textWith(role, "__proto__"))).toThrow("__proto__ cannot be the name of a quantity");
});
