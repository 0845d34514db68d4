import { describe, expect, it } from "vitest";
import { adam, cells, modelFromJSON, rnn, sampleText, tasks, train } from "../../src/lab/index.js";

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
