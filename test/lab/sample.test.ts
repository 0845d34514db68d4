import { describe, expect, it } from "vitest";
import type { ModelOptions } from "../../src/engine/index.js";
import { adam, cells, learned, modelFromJSON, rnn, sampleText, tasks, train } from "../../src/lab/index.js";

const text = tasks.text("abcabcabcabcabc", { window: 5 });

describe("sampleText", () => {
  it("writes what the model has learned, and nothing else, for every recurrent cell", async () => {
    for (const [cell, state] of [
      ["elman", "s"],
      ["lstm", "h"],
      ["gru", "h"],
    ] as const) {
      const model = cells[cell].build({ x: text.size, [state]: 10, y: text.size }, { seed: 1 });
      await train(model, text, { steps: 300, optimizer: adam({ lr: 0.02 }) });
      expect(sampleText(model, text, { length: 9, start: "ab", temperature: 0.1 }), cell).toBe("abcabcabcab");
    }
  });

  it("is the same for the same seed, and refuses a character it does not know", () => {
    const model = cells.elman.build({ x: text.size, s: 4, y: text.size });
    expect(sampleText(model, text, { seed: 3 })).toBe(sampleText(model, text, { seed: 3 }));
    expect(sampleText(model, text, { seed: 3 })).not.toBe(sampleText(model, text, { seed: 4 }));
    expect(() => sampleText(model, text, { start: "z" })).toThrow(/"z" is not in the vocabulary/);
  });
});

describe("what sampleText draws from", () => {
  const size = { x: text.size, y: text.size };
  const near = { length: 6, start: "ab", temperature: 1e-9 };

  it.each<[string, string, ModelOptions["initial"] & object]>([
    ["s[t-2]", "s[t] = tanh(3 * U x[t] + 2 * W s[t-1] + 2 * R s[t-2])", {}],
    ["an initial state", "s[t] = tanh(3 * U x[t] + 2 * W s[t-1])", { s: [1, -1, 0.5] }],
    ["a learned one", "s[t] = tanh(3 * U x[t] + 2 * W s[t-1])", { s: learned }],
    ["x[t-1]", "s[t] = tanh(3 * U x[t] + 4 * P x[t-1] + 5 * Q x[t-3])", {}],
  ])("is what the whole text gives, with %s", (_, line, initial) => {
    for (let seed = 0; seed < 5; seed++) {
      const definition = rnn(`${line}\ny[t] = softmax(3 * V s[t])\nE[t] = crossEntropy(target[t], y[t])`);
      const model = definition.build({ ...size, s: 3 }, { seed, initial });
      if (model.learned.size > 0) model.set({ "s[0]": [3, -3, 1] });
      const written = sampleText(model, text, near);
      let whole = near.start;
      while (whole.length < written.length) {
        const x = text.encode(whole);
        const { data } = model.forward({ x, target: x }).value("y", x.length);
        whole += text.vocabulary[data.indexOf(Math.max(...data))];
      }
      expect(written).toBe(whole);
    }
  });

  it("is never what is yet to be written", () => {
    const model = rnn("y[t] = softmax(V x[t+1])\nE[t] = crossEntropy(target[t], y[t])").build(size);
    expect(() => sampleText(model, text)).toThrow("x[t+1] is not known in a window");
  });
});

describe("modelFromJSON", () => {
  it("brings a model back to the last bit", () => {
    const model = cells.gru.build({ x: 3, h: 4, y: 3 }, { seed: 9, initial: { h: [0.1, 0.2, 0.3, 0.4] } });
    const back = modelFromJSON(JSON.stringify(model));
    expect(back.store).toEqual(model.store);
    expect(back.forward({ x: [0, 1], target: [1, 2] }).losses).toEqual(
      model.forward({ x: [0, 1], target: [1, 2] }).losses,
    );
  });

  it("knows a matrix with a small letter, saved without its size, by its numbers", () => {
    const model = rnn("h[t] = w h[t-1] + x[t]").build({ h: 2, w: [2, 2] }, { seed: 3 });
    const older = { ...model.toJSON(), sizes: { h: 2 } };
    expect(modelFromJSON(older).store).toEqual(model.store);
  });

  it("says what is wrong with anything else", () => {
    expect(() => modelFromJSON({ a: 1 })).toThrow(/no saved model/);
  });
});
