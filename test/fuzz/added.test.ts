/** What is added to the language's tables is drawn at once: nothing else is told of it. */
import { describe, expect, it, vi } from "vitest";
import type { ElementwiseRow } from "../../src/engine/functions/index.js";
import { Definition } from "../../src/engine/index.js";
import { Coverage } from "./coverage.js";
import { drawNetwork } from "./draw/generate.js";
import { FUNCTION_PRODUCTIONS } from "./grammar.js";
import { expectProductions } from "./productions.js";

vi.mock("../../src/engine/functions/elementwise.js", async (original) => {
  const actual = await original<typeof import("../../src/engine/functions/elementwise.js")>();
  const { log, tanh } = actual.ELEMENTWISE;
  const atanh: ElementwiseRow = { ...log, value: Math.atanh, domain: { above: -1, below: 1 } };
  const logistic: ElementwiseRow = { ...tanh, value: (x) => 1 / (1 + Math.exp(-x)) };
  return { ...actual, ELEMENTWISE: { ...actual.ELEMENTWISE, atanh, logistic } };
});
vi.mock("../../src/engine/language/operators.js", async (original) => {
  const actual = await original<typeof import("../../src/engine/language/operators.js")>();
  const { times } = actual.OPERATORS;
  const spellings = [...times.spellings, { symbol: "∘", level: "term" }];
  return { ...actual, OPERATORS: { ...actual.OPERATORS, times: { ...times, spellings } } };
});

const texts = Array.from({ length: 300 }, (_, index) => drawNetwork(11, index).text);
const having = (piece: string): readonly string[] => texts.filter((text) => text.includes(piece));

describe("what is added to the tables of the language", () => {
  it.each(["atanh(", "logistic(", " ∘ "])("is drawn, and read: %s", (piece) => {
    expect(having(piece).length).toBeGreaterThan(10);
    for (const text of having(piece)) expect(new Definition(text).source).toBe(text);
  });

  it("is known by what it takes and gives", () => {
    const of = (name: string) => FUNCTION_PRODUCTIONS.find((production) => production.name === name);
    expect(of("logistic")).toMatchObject({ takes: "any", gives: "unit" });
    expect(of("atanh")).toMatchObject({ takes: { above: -1, below: 1 }, gives: "any" });
  });

  it("is missed by the coverage while it is not met", () => {
    const coverage = new Coverage();
    expectProductions(coverage);
    expect(coverage.below(1)).toEqual(expect.arrayContaining(["function atanh: 0", "sign times ∘: 0"]));
  });
});
