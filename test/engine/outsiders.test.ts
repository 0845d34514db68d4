/** What an outsider found by an implementation of their own, or by closed forms; each row stands for its kind. */
import { describe, expect, it } from "vitest";
import { backward, Definition, gradientCheck, learned, Random, sgd, Trainer } from "../../src/engine/index.js";
import { errorOf, followed, followHints } from "./language/followHints.js";

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

describe("a division before factors side by side", () => {
  const readingsOf = (right: string): string[] => {
    const text = `E[t] = ${right}`;
    return errorOf(text, {})!.suggestions.map((suggestion) => followed(text, suggestion));
  };
  const lossOf = (text: string, batch: Record<string, number[]>): number =>
    backward(network(text, { x: 1 }), batch).loss;

  it("shows the whole chain before it, as it is read from the left", () => {
    expect(readingsOf("6/3/2 x[t]")).toEqual(["E[t] = (6 / 3 / 2) x[t]", "E[t] = 6 / 3 / (2 x[t])"]);
    const [natural] = readingsOf("1/4/2 sum(x[t])");
    expect(lossOf(natural!, { x: [1] })).toBe(0.125);
  });

  it("is one of two numbers, whichever chain stands before it", () => {
    const random = new Random(3);
    for (let round = 0; round < 300; round++) {
      const factors = Array.from({ length: 2 + (round % 4) }, () => random.uniform(0.5, 2));
      const signs = factors.map(() => ["*", ".*", "/", " / "][Math.floor(random.uniform(0, 4))]!);
      const chain = factors.slice(1).reduce((text, f, i) => text + signs[i] + f, `${factors[0]}`);
      const above = factors.slice(1).reduce((v, f, i) => (signs[i]!.includes("*") ? v * f : v / f), factors[0]!);
      const [first, second, ...others] = readingsOf(`${chain} / 3 x[t]`).map((text) => lossOf(text, { x: [0.7] }));
      expect(others).toEqual([]);
      expect(first, chain).toBeCloseTo((above / 3) * 0.7, 12);
      expect(second, chain).toBeCloseTo(above / (3 * 0.7), 12);
    }
  });
});

describe("a function of others, whatever its capitals", () => {
  const answer = (right: string, sizes = {}) => errorOf(`s[t] = ${right}`, { x: 3, s: 3, ...sizes });

  it.each(["CE", "Ce", "c_e", "BCE", "NLL", "NLLLoss", "Kl", "KL_div", "XE", "Wx", "Loss", "Foo", "ab"])(
    "is none of one list of vectors: %s",
    (name) => {
      const error = answer(`${name}(d[t], x[t])`);
      expect([error?.problem, error?.suggestions]).toEqual([`there is no function ${name}`, []]);
    },
  );

  it.each([
    ["CE", "crossEntropy"],
    ["NLLLoss", "crossEntropy"],
    ["KL", "crossEntropy"],
    ["BCE", "binaryCrossEntropy"],
  ])("is answered with the loss that it is: %s", (name, loss) => {
    expect(answer(`${name}(d[t], x[t])`)?.hint).toContain(`${loss}(target[t], y[t])`);
    expect(answer(`${name} [d[t], x[t]]`)?.hint).toContain(`${loss}(target[t], y[t])`);
  });

  it.each(["CE", "XE", "LayerNorm", "Mse"])("is none of one list in square brackets: %s", (name) => {
    expect(answer(`${name} [d[t], x[t]]`)?.problem).toBe(`there is no function ${name}`);
    expect(answer("Wf [d[t], x[t]]")?.suggestions[0]?.text).toBe("Wf concat(d[t], x[t])");
  });

  it.each(["Step", "Act", "NonLin", "Non_Lin", "BN", "Swish", "CE", "MM"])(
    "is no matrix without a size: %s",
    (name) => {
      expect(answer(`${name}(x[t])`)?.problem).toBe(`there is no function ${name}`);
      expect(answer(`${name} (x[t])`, { [name]: [3, 3] })).toBeUndefined();
    },
  );

  it.each(["U", "U_n", "W_hh", "W2_hh", "L_n", "C_E", "A_ct"])("is none of a matrix's names: %s", (name) => {
    expect(answer(`${name} (x[t] + b)`)).toBeUndefined();
    expect(answer(`${name}(x[t], s[t-1])`)?.suggestions[0]?.text).toBe(" concat(x[t], s[t-1])");
  });

  it("that is a log-softmax is answered with its loss, which is finite where its formula is not", () => {
    const { hint } = errorOf("y[t] = log_softmax(z[t])", { z: 2 })!;
    const loss = (right: string) =>
      backward(network(`E[t] = ${right}`, { z: 2 }), { z: [[1000, 0]], target: [1] }).loss;
    const [stable] = /crossEntropy\(.*?\)\)/u.exec(hint!)!;
    expect(loss(stable)).toBe(1000);
    expect(hint).toContain("log(softmax(z[t])) may be -Infinity");
  });
});

describe("a list in square brackets", () => {
  const sizes = { x: 2, s: 2 };
  const led = (right: string) => followHints(`s[t] = ${right}`, sizes).text.replace("s[t] = ", "");

  it.each([
    ["W [x[t] s[t-1]]", "W concat(x[t], s[t-1])"],
    ["W [x[t]   U s[t-1]]", "W concat(x[t], U s[t-1])"],
    ["W [tanh(x[t]) s[t-1]]", "W concat(tanh(x[t]), s[t-1])"],
    ["W [tanh(A x[t] + b) s[t-1]] + c", "W concat(tanh(A x[t] + b), s[t-1]) + c"],
    ["W [x[t] s[t-1], x[t-1]]", "W concat(x[t], s[t-1], x[t-1])"],
    ["W [x[t] 1]", "W concat(x[t], 1)"],
    ["W concat([x[t], s[t-1]])", "W concat(x[t], s[t-1])"],
    ["W concat([x[t] s[t-1]], x[t])", "W concat(concat(x[t], s[t-1]), x[t])"],
    ["W concat([x[t], s[t-1]] + b)", "W concat(concat(x[t], s[t-1]) + b)"],
    ["W [A x[t] + b]", "W (A x[t] + b)"],
    ["W [(A + B) x[t]]", "W ((A + B) x[t])"],
    ["W [x[t] + (A + B) s[t-1]]", "W (x[t] + (A + B) s[t-1])"],
    ["W [tanh(x[t]) .* s[t-1]]", "W (tanh(x[t]) .* s[t-1])"],
  ])("is one, with and without commas, and never a product of its parts: %s", (right, expected) => {
    expect(led(right)).toBe(expected);
  });

  it("of rows is no vector", () => {
    expect(() => new Definition("s[t] = W [x[t] s[t-1]; x[t] x[t]]")).toThrow("a matrix is written as rows here");
  });
});
