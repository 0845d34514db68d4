/** What an outsider found by an implementation of their own, or by closed forms; each row stands for its kind. */
import { describe, expect, it } from "vitest";
import {
  backward,
  Definition,
  type EquationError,
  gradientCheck,
  learned,
  sgd,
  Trainer,
} from "../../src/engine/index.js";

const network = (text: string, sizes: Record<string, number>, initial = {}) =>
  new Definition(text).build(sizes, { seed: 1, initial });

describe("a Jacobian by a learned initial state", () => {
  const x = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];

  it("is each sequence's own", () => {
    const model = network("s[t] = 2 * s[t-1] + x[t]\nE[t] = sum(s[t])", { x: 1, s: 1 }, { s: learned });
    expect(backward(model, { x }).jacobian("s", 1).toArray()).toEqual([[[2]], [[2]], [[2]]]);
  });

  it("is that of the sequence alone", () => {
    const text = "s[t] = tanh(U x[t] + W s[t-1])\nE[t] = sum(s[t])";
    const model = network(text, { x: 1, s: 3 }, { s: learned });
    const all = backward(model, { x }).jacobian("s", 1).toArray() as number[][][];
    x.forEach((one, b) => {
      const alone = backward(model, { x: one }).jacobian("s", 1).toArray() as number[][];
      alone.flat().forEach((value, i) => {
        expect(all[b]!.flat()[i]).toBeCloseTo(value, 14);
      });
    });
  });
});

describe("class indices with as many steps as classes", () => {
  const model = () => network(cells().join("\n"), { x: 3, s: 4, y: 3 });
  const x = [
    [0, 1, 2],
    [2, 1, 0],
  ];

  it("are no distributions", () => {
    const target = [
      [1, 2, 0],
      [1, 0, 2],
    ];
    expect(() => backward(model(), { x, target })).toThrow(
      "target[0][1] is 2: the numbers of a target of crossEntropy are between 0 and 1; class indices are one number for each time step",
    );
  });
});

function cells(): readonly string[] {
  return ["s[t] = tanh(U x[t] + W s[t-1] + b)", "y[t] = softmax(V s[t] + c)", "E[t] = crossEntropy(target[t], y[t])"];
}

describe("the order of lines", () => {
  const state = "s[t] = x[t] + 0.5 * s[t-1]";
  const batch = { x: [[1], [2], [3]], z: [[4], [5], [6]] };

  it.each([[{}], [{ T: 3 }]])("changes nothing of how a batch is read (%j)", (steps) => {
    for (const lines of [
      [state, "E[T] = s[T] * z[T]"],
      ["E[T] = z[T] * s[T]", state],
    ]) {
      const trace = backward(network(lines.join("\n"), { x: 1, z: 1, s: 1 }), { ...batch, ...steps });
      expect([trace.timeSteps, trace.loss]).toEqual([3, 25.5]);
    }
  });
});

describe("a number of time steps", () => {
  const model = () => network("s[t] = x[t] + s[t-1]\nE[t] = squaredError(target[t], s[t])", { x: 1, s: 1 });

  it("that is not that of the sequences is refused", () => {
    expect(() => backward(model(), { x: [1, 2], target: [1, 2], T: 7 })).toThrow(
      "do not fit together: x gives one sequence of 2 steps, target gives one sequence of 2 steps, T is 7",
    );
  });

  it("that is none is refused", () => {
    expect(() => backward(model(), { x: [1, 2], target: [1, 2], T: 1.5 })).toThrow("T is 1.5: expected a whole number");
  });
});

it("a window does not know where the sequence ends", () => {
  const model = network("s[t] = 0.5 * s[t-1] + w * x[T-1]\nE[t] = s[t]", { x: 1, s: 1, w: 1 });
  expect(() => new Trainer(model, { optimizer: sgd({ lr: 0.1 }), truncate: { k1: 2, k2: 2 } })).toThrow(
    "x[T-1] is not known in a window: train on the whole sequence, without truncate",
  );
});

describe("a number", () => {
  it.each([
    ["1_000", "1 beside _000"],
    ["0.001_5", "0.001 beside _5"],
    ["1e_3", "1 beside e_3"],
    ["1.5f", "1.5 beside f"],
    ["10n", "10 beside n"],
    ["0b1", "0 beside b1"],
    ["0x1F", "0 beside x1F"],
    ["1.5d0", "1.5 beside d0"],
    ["1.2.3", "1.2 beside .3"],
    ["1 000", "1 beside 000"],
    ["2W", "2 beside W"],
  ])("is no product with what stands right behind it: %s", (number, parts) => {
    const text = `s[t] = ${number} * x[t]`;
    expect(() => new Definition(text)).toThrow(`${number} is no number, but ${parts}`);
    expect(() => new Definition(text)).toThrow(`a product ${parts.replace("beside", "*")}`);
  });

  it.each(["2x[t]", "2tanh(x[t])", "2(x[t] + 1)", "2 a .* x[t]", "x[t] 2"])("is a factor, as on paper: %s", (right) => {
    expect(() => new Definition(`s[t] = ${right}`)).not.toThrow();
  });

  it("is finite", () => {
    expect(() => new Definition("s[t] = 1e400 * x[t]")).toThrow("1e400 is larger than any number here");
  });
});

describe("a double sign", () => {
  it.each(["-- the state", "--x[t]", "x[t] -- y[t]", "x[t] --y[t]", "x[t] ++ y[t]", "x[t]−−y[t]", "x[t] .^ --2"])(
    "is a comment or a slip, never a sum: %s",
    (right) => {
      expect(() => new Definition(`s[t] = ${right}`)).toThrow(/(?:--|\+\+) is no operator/u);
    },
  );

  it.each(["-(-x[t])", "- -x[t]", "x[t] - -y[t]", "x[t] + -y[t]", "x[t] .^ -2"])("is two apart: %s", (right) => {
    expect(() => new Definition(`s[t] = ${right}`)).not.toThrow();
  });
});

it("the sign of micro is the Greek letter", () => {
  expect(new Definition("s[t] = µ * x[t] + μ * s[t-1]").parameters).toEqual(["μ"]);
});

describe("the check against central differences", () => {
  const text = "s[t] = relu(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";
  const definition = new Definition(text);
  const x = Array.from({ length: 10 }, (_, t) => Array.from({ length: 4 }, (_, i) => Math.sin(3 * t + 7 * i)));
  const target = x.map((_, t) => t % 4);

  it("finds kinks of relu between its points, and looks closer", () => {
    for (let seed = 0; seed < 8; seed++) {
      const model = definition.build({ x: 4, s: 16, y: 4 }, { seed });
      expect(gradientCheck(model, { x, target }).largest, `seed ${seed}`).toBeLessThan(1e-7);
    }
  });
});

describe("the role of a name without time", () => {
  const roles = (text: string): string => {
    const { inputs, parameters } = new Definition(text);
    return `${inputs} given, ${parameters} learned`;
  };

  it.each([
    ["y = 2 * w + V x", "x given, w,V learned"],
    ["y = w * 2 + V x", "x given, w,V learned"],
    ["y = 2 w + V x", "x given, w,V learned"],
    ["y = V x\nE_w = 0.1 * w' w", "x given, V,w learned"],
    ["y = V x\nE_w = 0.1 * (w' w)", "x given, V,w learned"],
    ["y = A * B * x", "x given, A,B learned"],
    ["y = (A B) x", "x given, A,B learned"],
    ["y = A (B x)", "x given, A,B learned"],
    ["y = 2 * A x / 3", "x given, A learned"],
    ["E = x' A x", "x given, A learned"],
    ["y = U relu(W x)\nE_tie = squaredError(U, W)", "x given, U,W learned"],
    ["y = relu(x + b)\nE = squaredError(x, y)", "x given, b learned"],
    ["s[t] = tanh(U x[t] + W s[t-1])\nE_tie = squaredError(U, W)", "x given, U,W learned"],
    ["s[t] = tanh(U x[t] + W s[t-1])\nE = squaredError(d, s[T])", "x,d given, U,W learned"],
  ])("is told by what multiplies what, never by a number beside it: %s", (text, expected) => {
    expect(roles(text)).toBe(expected);
  });

  it.each([
    [
      "y = x * w + b",
      "the batch has no w: the equations read w, d, the batch gives x, d. Is w learned, write the inputs with [t]",
    ],
    [
      "y = relu(x + b)",
      "x has no index, so it is a parameter, which is learned. Without time, an input stands behind the matrix",
    ],
  ])("is never taken for another in silence, and the answer says what to write: %s", (line, problem) => {
    const run = (text: string, batch: Record<string, number | number[]>) =>
      backward(network(text, { x: 1, y: 1, ...(line.includes("w") ? { w: 1 } : {}) }), batch).loss;
    expect(() => run(`${line}\nE = squaredError(d, y)`, { x: 3, d: 2 })).toThrow(problem);
    const timed = `${line.replace("y", "y[t]").replace("x", "x[t]")}\nE[t] = squaredError(d[t], y[t])`;
    expect(run(timed, { x: [3], d: [2] })).toBeGreaterThan(0);
  });
});

describe("a message", () => {
  const answer = (text: string, sizes: Record<string, number | [number, number]> = {}): EquationError => {
    try {
      new Definition(text).build(sizes);
    } catch (error) {
      return error as EquationError;
    }
    throw new Error("nothing was refused");
  };

  it("of a product without a blank says so, not that the data have another name", () => {
    const text = "s[t] = tanh(Ux[t])\nE[t] = squaredError(d[t], s[t])";
    const hint = "Ux is one name: for the product put a blank, U x.";
    expect(answer(text, { x: 3 }).message).toContain(hint);
    const model = new Definition(text).build({ d: 2 });
    expect(() => backward(model, { x: [[1, 2]], d: [[1, 2]] })).toThrow(hint);
  });

  it.each([
    ["1,000", ["1000", "1.000"]],
    ["0,5", ["0.5"]],
    ["12,3456", ["12.3456"]],
    ["0,125", ["0.125"]],
  ])("of %s has every number that it may be", (number, readings) => {
    expect(answer(`s[t] = ${number} * x[t]`).suggestions.map(({ text }) => text)).toEqual(readings);
  });

  it.each(["a < b", "x[t] >= 0", "x[t] ≤ 0", "[x[t] < 0] .* x[t]"])(
    "of a comparison says what there is: %s",
    (right) => {
      const { hint, suggestions } = answer(`s[t] = ${right}`);
      expect([hint, suggestions]).toEqual([expect.stringContaining("Nothing is compared here: relu(a) is 0"), []]);
    },
  );

  it("of three vectors side by side says how they are grouped, and what is suggested builds", () => {
    const text = (right: string) => `q[t] = Q x[t]\nk[t] = K x[t]\nv[t] = V x[t]\na[t] = ${right}`;
    for (const v of [2, 3]) {
      const [suggestion] = answer(text("q[t]' k[t] v[t]"), { x: 3, q: 2, k: 2, v }).suggestions;
      expect(suggestion!.text).toBe("(q[t]' k[t]) v[t]");
      const { shapes } = new Definition(text(suggestion!.text)).build({ x: 3, q: 2, k: 2, v });
      expect(shapes.ofName.get("a")).toEqual({ rows: v, columns: 1 });
    }
  });

  it("of a gate that a later line makes is that of one made before", () => {
    const lines = ["z[t] = sigmoid(W x[t] + U h[t-1])", "h[t] = (1 - z[t]) * h[t-1] + z[t] * x[t]"];
    for (const order of [lines, lines.toReversed()])
      expect(answer(order.join("\n"), { x: 2, h: 2 }).message).toContain(
        "Between two vectors write .* or ⊙: h[t] = (1 - z[t]) .* h[t-1] + z[t] .* x[t]",
      );
  });

  it("of a loss by its function does not send to another name", () => {
    const { hint } = answer("q0[t] = x[t] + squaredError(d[t], W x[t])", { x: 3, d: 2 });
    expect(hint).toContain("It is a loss because a loss function stands in it");
  });

  it.each([
    ["y[t] = x[t] x[t]'", "build({ y: [3, 3] })"],
    ["y[t] = tanh(x[t]' W)", "a row is turned by ': (x[t]' W)'"],
  ])("of a matrix or a row for a vector says what to write: %s", (text, hint) => {
    expect(answer(text, { x: 3, y: 3, ...(text.includes("W") ? { W: [3, 3] } : {}) }).hint).toContain(hint);
  });
});

describe("data", () => {
  const model = () => network("h[t] = tanh(W x[t] + U h[t-1])\nE[t] = squaredError(d[t], h[t])", { x: 3, h: 2 });
  const [x, d] = [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ];

  it.each<[string, object, string]>([
    [
      "ragged rows",
      {
        x: [
          [1, 2, 3],
          [4, 5],
        ],
        d,
      },
      "x[1] has 2 numbers but x[0] has 3",
    ],
    ["no row", { x: [[1, 2, 3], null], d }, "x[1] should be a list, got null"],
    [
      "one sequence beside two",
      { x, d: [d, d] },
      "d gives 2 sequences of 2 steps. Give one sequence for each name, or as many for all",
    ],
    ["nothing", { x: [], d: [] }, "the batch is empty"],
  ])("that are %s are told as they are", (_, batch, problem) => {
    expect(() => backward(model(), batch as never)).toThrow(problem);
  });

  it("may be called by a name in any of Unicode's forms", () => {
    const [name, written] = ["é".normalize("NFD"), "é".normalize("NFC")];
    const text = `${written}[t] = W µ[t] + ${written}[t-1]\nE[t] = squaredError(d[t], ${written}[t])`;
    const model = new Definition(text).build({ µ: 3, [name]: 2 }, { initial: { [name]: [1, 2] } });
    expect(model.sizes).toEqual({ μ: 3, [written]: 2 });
    expect(backward(model, { µ: x, d }).loss).toBe(backward(model, { μ: x, d }).loss);
    expect(() => new Definition(`s[t] = ${written} x[t]`).build({ x: 1, s: 1 }).set({ [name]: [[1]] })).not.toThrow();
  });

  it.each([[class Secret {}], [class extends Map {}]])("never show a class's name, which packing shortens", (Kind) => {
    expect(() => model().set({ W: new Kind() as never })).not.toThrow(/Secret|a [a-zA-Z]{1,2},/u);
    expect(() => model().set({ W: new Kind() as never })).toThrow("expected 2×3 numbers");
  });

  it("before the first step is given by the state's name", () => {
    const build = () => new Definition("h[t] = h[t-1] + x[t]").build({ x: 2 }, { initial: { "h[0]": [1, 2] } });
    expect(build).toThrow("Did you mean h?");
  });
});
