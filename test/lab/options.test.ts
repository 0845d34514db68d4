import { describe, expect, it } from "vitest";
import { backward, cells, rnn, tasks, train } from "../../src/lab/index.js";

const lyric = tasks.text("想要有直升机");
const build = () => cells.elman.build({ x: 6, s: 4, y: 6 });

describe("options", () => {
  it("that do not exist are refused, with the nearest that does", () => {
    expect(() => train(build(), lyric, { optimiser: 1 } as never)).toThrow(/optimizer/);
    expect(() => backward(build(), lyric, { reducton: "mean" } as never)).toThrow(/reduction/);
    expect(() => cells.elman.build({ x: 6, s: 4, y: 6 }, { sede: 1 } as never)).toThrow(/seed/);
  });
});

describe("default initial values", () => {
  it("do not start a matrix at zero because its input has one number", () => {
    const model = rnn("s[t] = relu(U x[t] + W s[t-1] + b)\ny[t] = V s[t]\nE[t] = squaredError(target[t], y[t])").build({
      x: 1,
      s: 8,
      y: 1,
    });
    expect(Math.max(...model.parameters.U!.data.map(Math.abs))).toBeGreaterThan(0.1);
    expect([...model.parameters.b!.data]).toEqual(new Array(8).fill(0));
    const trace = backward(model, tasks.sine({ length: 10 }));
    expect(Math.max(...trace.gradient("U").data.map(Math.abs))).toBeGreaterThan(0);
  });
});
