import { describe, expect, it } from "vitest";
import { Definition } from "../../src/engine/index.js";
import { namesIn } from "../../src/engine/language/index.js";
import { drawNetwork } from "./draw/generate.js";
import { Subject, Unfit } from "./subject.js";

const DRAWN = 400;

describe("networks drawn from the grammar", () => {
  it("are the same for the same number, and others for another seed", () => {
    for (const index of [0, 7, 19]) {
      expect(drawNetwork(3, index)).toEqual(drawNetwork(3, index));
      expect(drawNetwork(3, index).text).not.toBe(drawNetwork(4, index).text);
    }
  });

  it("are seldom refused by the language, or say nothing", () => {
    let [refused, unfit] = [0, 0];
    for (let index = 0; index < DRAWN; index++) {
      try {
        new Subject(drawNetwork(6, index));
      } catch (error) {
        if (error instanceof Unfit) unfit++;
        else refused++;
      }
    }
    expect(refused / DRAWN).toBeLessThan(0.05);
    expect((refused + unfit) / DRAWN).toBeLessThan(0.2);
  });

  it("leave out sizes that follow from others, and never change a shape by it", () => {
    const networks = Array.from({ length: 60 }, (_, index) => drawNetwork(8, index));
    const unsized = networks.filter(({ text, sizes }) => {
      const { checked } = new Definition(text);
      return checked.statements.flatMap(({ expression }) => namesIn(expression)).some(({ name }) => !(name in sizes));
    });
    expect(unsized.length).toBeGreaterThan(20);
  });
});
