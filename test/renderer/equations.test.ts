import { describe, expect, it } from "vitest";
import { equationsModel, splitAtEquals } from "../../src/renderer/equations/equationsModel.js";
import { typeset } from "../../src/renderer/equations/katex.js";
import { equationRuns, plainEquations } from "../../src/renderer/equations/plainEquations.js";
import { equationWordsEn, equationWordsZhCn } from "../../src/renderer/equations/words.js";
import { lstmRun, lyricRun } from "./fixtures/index.js";
import { warned } from "./fixtures/views.js";

const { network } = lyricRun();

describe("equationsModel", () => {
  it("has a row for each statement, split at its equals sign", () => {
    const { rows } = equationsModel(network);
    expect(rows.map((row) => row.name)).toEqual(["s", "y", "E"]);
    for (const row of rows) {
      expect(row.left).not.toContain("=");
      expect(row.right).toMatch(/^\s*=/);
    }
  });

  it("splits a part that holds more than the sign", () => {
    expect(splitAtEquals([{ tex: "s_t = a" }, { tex: "b" }])).toEqual({
      left: [{ tex: "s_t" }],
      right: [{ tex: "= a" }, { tex: "b" }],
    });
    expect(splitAtEquals([{ tex: "no sign" }])).toEqual({ left: [], right: [{ tex: "no sign" }] });
  });

  it("gives the size of everything", () => {
    const { sizes } = equationsModel(network);
    expect(sizes.map((size) => size.tex)).toEqual(
      expect.arrayContaining(["x \\in \\mathbb{R}^{6}", "W \\in \\mathbb{R}^{16 \\times 16}", "E \\in \\mathbb{R}"]),
    );
  });

  it("tells each name's role and size, and where the size came from", () => {
    const payload = warned();
    if (payload.view !== "definition") throw new Error("a model shows its equations");
    const { names } = equationsModel(payload.network);
    expect(names.map(({ name, role, size, origin }) => [name, role, size, origin])).toEqual([
      ["x", "input", "3", "given"],
      ["target", "target", "4", { line: 2, from: ["s"] }],
      ["U", "parameter", "4×3", { line: 1, from: ["s", "x"] }],
      ["W", "parameter", "4×4", { line: 1, from: ["s"] }],
      ["s", "state", "4", "given"],
      ["E", "loss", "1", { line: 2, from: [] }],
      ["R", "derived", "1", { line: 3, from: [] }],
    ]);
    // what older versions saved tells no origins
    expect(equationsModel(network).names.find(({ name }) => name === "W")).toMatchObject({ size: "16×16" });
    const words = { en: equationWordsEn, zh: equationWordsZhCn };
    expect(words.en.sizeFrom({ line: 1, from: ["s", "x"] })).toBe("from s and x, inferred from line 1");
    expect(words.zh.sizeFrom({ line: 1, from: ["s", "x"] })).toBe("来自 s、x，由第 1 行推出");
  });

  it("leaves out sizes that are not known yet", () => {
    const unknown = {
      ...network,
      sequences: network.sequences.map((sequence) => ({ ...sequence, rows: 0, columns: 0 })),
      parameters: [],
    };
    expect(equationsModel(unknown).sizes).toEqual([]);
  });
});

describe("plainEquations", () => {
  const text = (runs: readonly { text: string }[]) => runs.map((run) => run.text).join("");

  it("sets names in italics and times as indices", () => {
    const runs = equationRuns("tanh(U x[t] + W_hh s[t-1])", new Set(["U", "x", "W_hh", "s"]));
    expect(text(runs)).toBe("tanh(U xt + Whh st−1)");
    expect(runs.find((run) => run.text === "t−1")).toMatchObject({ shift: "sub" });
    expect(runs[0]).toMatchObject({ text: "tanh(" });
  });

  it("sets what stands before a bracket upright, unless it is a quantity of the network", () => {
    const runs = equationRuns("U (fn(a) + W（b) + ŷ (c))", new Set(["U", "W", "a", "b", "c", "ŷ"]));
    const italic = runs.filter(({ math }) => math).map((run) => run.text);
    expect(italic).toEqual(["U", "a", "W", "b", "ŷ", "c"]);
    expect(text(runs)).toContain("fn(");
  });

  it("keeps every statement", () => {
    expect(plainEquations(lstmRun().network).map(({ left }) => left[0]!.text)).toEqual([
      "i",
      "f",
      "o",
      "g",
      "c",
      "h",
      "y",
      "E",
    ]);
  });

  it("leaves a comment out", () =>
    expect(text(equationRuns("= x[t]  # the input", new Set("x")))).not.toContain("input"));
});

describe("typeset", () => {
  it("trusts nothing in a formula", () => {
    const html = typeset("\\href{javascript:alert(1)}{x} \\text{<img src=x onerror=alert(1)>}");
    expect(html).not.toMatch(/<a |<img/);
  });

  it("shows a mistake in place of the formula", () => expect(typeset("\\frac{")).toContain("katex-error"));
});
