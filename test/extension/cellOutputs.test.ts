import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CellOutputs, MOST_TEXT } from "../../src/extension/cellOutputs.js";
import { FakeExecution } from "./fixtures/execution.js";

vi.mock("vscode", () => import("./fixtures/vscode.js"));

let execution: FakeExecution;
let outputs: CellOutputs;
const plain = (text: string) => ({ "text/plain": text });

beforeEach(() => {
  vi.useFakeTimers();
  execution = new FakeExecution();
  execution.start();
  outputs = new CellOutputs(execution.asVscode);
});
afterEach(() => void vi.useRealTimers());

describe("CellOutputs", () => {
  it("joins text of one stream and begins a new output for the other, or after a display", () => {
    outputs.stream("stdout", "a");
    outputs.stream("stdout", "b");
    outputs.stream("stderr", "c");
    outputs.display({ data: plain("d") });
    outputs.stream("stderr", "e");
    expect(execution.texts).toEqual(["ab", "c", "d", "e"]);
  });

  it("redraws a display with an id in place, five times a second at most, the last contents at the end", () => {
    outputs.display({ displayId: "x", data: plain("0") });
    const [output] = execution.outputs;
    for (let i = 1; i <= 100; i++) {
      vi.advanceTimersByTime(10);
      outputs.display({ displayId: "x", data: plain(String(i)) });
    }
    expect(execution.redraws.length).toBeLessThanOrEqual(5);
    expect(execution.redraws.length).toBeGreaterThan(1);
    outputs.close();
    expect(execution.redraws.at(-1)).toBe("100");
    expect(execution.outputs).toEqual([output]);
  });

  it("draws the same contents twice when they are shown twice", () => {
    const data = plain("same");
    outputs.display({ displayId: "x", data });
    outputs.display({ displayId: "x", data });
    outputs.close();
    expect(execution.texts).toEqual(["same"]);
  });

  it("keeps displays with different ids, or none, apart", () => {
    for (const displayId of ["x", "y", undefined, undefined]) outputs.display({ displayId, data: plain("a") });
    expect(execution.outputs).toHaveLength(4);
  });

  it("takes away the display that is cleared; what waited for it is not drawn, the others keep their contents", () => {
    outputs.display({ displayId: "x", data: plain("x1") });
    outputs.display({ displayId: "y", data: plain("y1") });
    outputs.display({ displayId: "y", data: plain("y2") });
    vi.advanceTimersByTime(200);
    outputs.display({ displayId: "x", data: plain("x2") });
    outputs.clearDisplay("x");
    outputs.clearDisplay("never shown");
    outputs.close();
    expect(execution.texts).toEqual(["y2"]);
  });

  it("writes nothing once it is closed", () => {
    outputs.display({ displayId: "x", data: plain("1") });
    outputs.close();
    execution.end(true);
    outputs.stream("stdout", "late");
    outputs.display({ displayId: "x", data: plain("late") });
    outputs.display({ data: plain("late") });
    outputs.clearDisplay("x");
    outputs.error({ name: "Error", message: "late", stack: "" });
    outputs.close();
    vi.advanceTimersByTime(1000);
    expect(execution.texts).toEqual(["1"]);
  });

  it("marks a result for the saved file, with the cell's number", () => {
    execution.executionOrder = 7;
    outputs.display({ data: plain("42"), isResult: true });
    outputs.display({ data: plain("43") });
    const metadata = execution.outputs.map((output) => output.metadata);
    expect(metadata).toEqual([{ outputType: "execute_result", executionCount: 7 }, undefined]);
  });

  it("cuts text that is too long and says so once; errors and displays still come", () => {
    outputs.stream("stdout", "x".repeat(MOST_TEXT - 1));
    outputs.stream("stdout", "yz");
    for (let i = 0; i < 3; i++) outputs.stream("stdout", "never");
    outputs.display({ data: plain("shown") });
    expect(execution.texts[0]).toBe(`${"x".repeat(MOST_TEXT - 1)}y`);
    expect(execution.texts.slice(1)).toEqual([expect.stringMatching(/longer than 1,000,000 characters/), "shown"]);
  });
});
