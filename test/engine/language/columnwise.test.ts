/** What would act on each entry or column where another thing is meant: refused, or warned of, with what to write. */
import { describe, expect, it } from "vitest";
import { backward, Definition, listenToWarnings, type Model, type Sizes } from "../../../src/engine/index.js";
import { describeNetwork } from "../../../src/lab/network.js";
import { equationWordsEn, equationWordsZhCn } from "../../../src/renderer/equations/words.js";
import { errorOf, followed, isSound } from "./followHints.js";

const STATE = "h[t] = tanh(U x[t] + W h[t-1])";
const SIZES: Sizes = { x: 2, h: 3 };
const X = [
  [0.4, -0.7],
  [-0.2, 0.9],
];

describe("softmax of a row", () => {
  it.each([
    ["softmax(h[t]')", "h[t]' is 1×3", "softmax(h[t])'"],
    ["softmax(h[t]' A)", "h[t]' A is 1×4", "softmax((h[t]' A)')'"],
    ["softmax(h[t]' + r)", "h[t]' + r is 1×3", "softmax((h[t]' + r)')'"],
  ])("%s is refused: every entry would be 1", (written, found, cure) => {
    const text = `${STATE}\ny[t] = ${written}\nE[t] = sum((y[t]' - target[t]) .^ 2)`;
    const sizes = { ...SIZES, ...(written.includes("A") ? { A: [3, 4] as const } : {}) };
    const error = errorOf(text, sizes)!;
    expect(error.message).toContain(`softmax makes each column sum to 1, but ${found}, a row`);
    expect(error.hint).toBe(`Vectors are columns: write ${cure}.`);
    expect(isSound(text, error, error.suggestions[0]!)).toBe(true);
    const model = new Definition(text.replace(written, cure)).build(sizes, { seed: 2 });
    const { data } = model
      .forward({ x: X, target: X.map(() => Array(model.shapeOf("y").columns).fill(0)) })
      .value("y", 2);
    expect(Array.from(data).reduce((sum, y) => sum + y, 0)).toBeCloseTo(1, 14);
    expect(Math.max(...data)).toBeLessThan(0.9);
  });

  it("in the row convention is refused as well", () => {
    const rows = "h[t] = tanh(x[t] Wx + h[t-1] Wh)\nE[t] = crossEntropy(target[t], softmax(h[t]))";
    const sizes = { x: [1, 2], h: [1, 3], target: [1, 3] } as const;
    expect(errorOf(rows, sizes)!.message).toContain("Vectors are columns: write softmax(h[t]')'.");
  });

  it("of a matrix is each column's", () => {
    expect(errorOf(`${STATE}\nE[t] = sum(softmax(h[t] x[t]') .^ 2)`, SIZES)).toBeUndefined();
  });
});

describe("softmax of one number", () => {
  const NETWORK = `${STATE}\ny[t] = softmax(v' h[t])\nE[t] = crossEntropy(target[t], y[t])`;
  const built = (text: string): Model => new Definition(text).build({ ...SIZES, y: 1 }, { seed: 2 });

  it("is legal, learns nothing, and is warned of beside the equations", () => {
    const model = built(NETWORK);
    expect([...backward(model, { x: X, target: [[1], [1]] }).gradient("v").data].every((g) => g === 0)).toBe(true);
    expect(model.warnings).toMatchObject([
      { kind: "softmaxOfOne", name: "y", suggestion: "sigmoid(v' h[t])", span: { line: 2, column: 8 } },
    ]);
    const [shown] = describeNetwork(model.definition, model).warnings!;
    expect(equationWordsEn.warning(shown!)).toBe(
      "Warning, line 2: softmax of one number is 1, whatever the number: nothing is learned through it. For one probability write sigmoid(v' h[t]), and binaryCrossEntropy in the loss.",
    );
    expect(equationWordsZhCn.warning(shown!)).toContain("单个数的 softmax 恒为 1");
  });

  it("is not told of when a cell builds it: a lesson shows it before it says why", () => {
    const heard: string[] = [];
    listenToWarnings(({ kind }) => heard.push(kind));
    built(NETWORK);
    listenToWarnings(undefined);
    expect(heard).toEqual([]);
  });

  it("is gone when the warning is followed", () => {
    const followed = NETWORK.replace("softmax", "sigmoid").replace("crossEntropy", "binaryCrossEntropy");
    const model = built(followed);
    expect(model.warnings).toEqual([]);
    expect(
      backward(model, { x: X, target: [[1], [0]] })
        .gradient("v")
        .data.some((g) => g !== 0),
    ).toBe(true);
  });

  it("is not what a cross-entropy of one logit is told to write", () => {
    const error = errorOf(`${STATE}\nE[t] = crossEntropy(target[t], v' h[t])`, { ...SIZES, target: 1 })!;
    expect(error.hint).toBe("Write binaryCrossEntropy(target[t], sigmoid(v' h[t])).");
    expect(errorOf(`${STATE}\nE[t] = crossEntropy(target[t], V h[t])`, { ...SIZES, target: 2 })!.hint).toBe(
      "Write crossEntropy(target[t], softmax(V h[t])).",
    );
  });
});

describe("a power of a matrix", () => {
  const sizes: Sizes = { ...SIZES, W: [3, 3] };
  const network = (factor: string): string =>
    `h[t] = tanh(U x[t] + ${factor} h[t-1])\nE[t] = squaredError(target[t], h[t])`;

  it.each([
    ["W^-1", "W .^ -1"],
    ["W^(-1)", "W .^ -1"],
    ["(W' W)^-1", "(W' W) .^ -1"],
    ["W^-0.5", "W .^ -0.5"],
    ["W^(1 - 2)", "W .^ (1 - 2)"],
    ["(W^-1)'", "(W .^ -1)"],
    ["(W^-1)^2", "(W .^ -1) .^ 2"],
    ["W^2", "W .^ 2"],
    ["W^3", "W .^ 3"],
    ["(1 + exp(W))^0.5", "(1 + exp(W)) .^ 0.5"],
  ])("%s is refused: it is of each entry, and no product or inverse", (written, entries) => {
    const error = errorOf(network(written), sizes)!;
    expect(error.message).toContain("no power here, and no inverse: ^ would take each entry of a 3×3 matrix by itself");
    expect(error.hint).toContain(`If that is meant, write ${entries}.`);
    expect(isSound(network(written), error, error.suggestions[0]!)).toBe(true);
    expect(errorOf(followed(network(written), error.suggestions[0]!), sizes)).toBeUndefined();
  });

  it.each([
    ["W^2", "(W W)"],
    ["(W')^2", "(W' W')"],
    ["(W + A)^2", "((W + A) (W + A))"],
  ])("%s may be a product, too", (written, product) => {
    const given = written.includes("A") ? { ...sizes, A: [3, 3] as const } : sizes;
    const { hint, suggestions } = errorOf(network(written), given)!;
    expect(hint).toContain(`The matrix product is written ${product}.`);
    expect(errorOf(followed(network(written), suggestions[1]!), given)).toBeUndefined();
  });

  it("that is not square is refused, too", () => {
    expect(errorOf(`${network("W")}\nJ = sum(U^2)`, SIZES)!.hint).toBe("If that is meant, write U .^ 2.");
  });

  it("in the loss is refused, too", () => {
    expect(errorOf(`${network("W")}\nJ = sum(W^-1)`, SIZES)!.message).toContain(
      "a matrix has no power here, and no inverse",
    );
  });

  it.each([
    ["of one number", "h[t] = a^-1 .* tanh(U x[t] + W h[t-1])", { ...SIZES, a: 1 }],
    ["of a vector", "h[t] = (1 + exp(-(U x[t] + W h[t-1])))^-1", SIZES],
    ["of a network of one unit", "h[t] = tanh(U x[t] + W^-1 h[t-1])", { x: 2, h: 1 }],
    ["of a row", "h[t] = tanh(U x[t] + (a')^2 h[t-1])", { ...SIZES, a: 3 }],
    ["of each entry", "h[t] = tanh(U x[t] + W .^ 2 h[t-1])", SIZES],
  ])("%s stays legal", (_, line, sizes) => {
    expect(errorOf(`${line}\nE[t] = squaredError(target[t], h[t])`, sizes as Sizes)).toBeUndefined();
  });
});

describe("a single number beside a vector", () => {
  const network = (right: string): string => `h[t] = ${right}\nE[t] = squaredError(target[t], h[t])`;
  const data = { x: [X[0]!, X[1]!, X[0]!], target: [1, 2, 3].map((i) => [i / 4, 0.3, -i / 5]) };
  const loss = (text: string, sizes: Sizes): number =>
    backward(
      new Definition(text).build(sizes, { seed: 3 }).set({
        U: [[0.7, -0.4]],
        W: [
          [0.5, 0.1, -0.2],
          [0.3, -0.6, 0.2],
          [0.1, 0.4, 0.7],
        ],
      }),
      data,
    ).loss;

  it.each([
    ["W h[t-1] .* (U x[t]) + 0.1", "(W h[t-1]) * sum(U x[t]) + 0.1"],
    ["(W h[t-1]) .* (U x[t]) + 0.1", "(W h[t-1]) * sum(U x[t]) + 0.1"],
    ["U x[t] .* (W h[t-1]) + 0.1", "(W h[t-1]) * sum(U x[t]) + 0.1"],
    ["tanh(W h[t-1] + (U x[t]))", "tanh(W h[t-1] + sum(U x[t]))"],
    ["W h[t-1] - (U x[t])", "W h[t-1] - sum(U x[t])"],
  ])("meets each of its entries where a matrix of one row makes it: %s", (written, meant) => {
    const sizes: Sizes = { x: 2, h: 3, U: [1, 2] };
    expect(loss(network(written), sizes)).toBeCloseTo(loss(network(meant), sizes), 14);
  });

  it.each([
    ["W h[t-1] .* (U x[t])", [1, 3], "U is 1×3 but x[t] has 2 rows"],
    ["W h[t-1] .* (U x[t])", [2, 2], "U is 2×2 but h, the left side, has 3 rows"],
    ["U x[t]", [1, 2], "U is 1×2 but h, the left side, has 3 rows"],
    ["-tanh(U x[t])", [1, 2], "U is 1×2 but h, the left side, has 3 rows"],
  ] as const)("%s with U of %j is refused at U", (written, U, problem) => {
    expect(errorOf(network(written), { x: 2, h: 3, U: [...U] })!.message).toContain(problem);
  });

  it("and a matrix of one column times a number is a vector, which * does not multiply", () => {
    const error = errorOf(network("tanh((U x[t]) * (W h[t-1]))"), { x: 1, h: 3, U: [3, 1] })!;
    expect(error.message).toContain("Between two vectors write .* or ⊙: h[t] = tanh(U x[t] .* W h[t-1])");
  });
});
