/** Every stored PyTorch case: its text is read, and every shape found is that of the stored numbers. */
import { describe, expect, it } from "vitest";
import { check, inferShapes, type Shape } from "../../../src/engine/language/index.js";
import { type GoldenCase, goldenCases } from "../golden.js";

const FILES = ["presets", "states", "language", "notes", "long", "stability", "truncated", "optimizer"];

/** A matrix is stored as a list of rows, a vector as a list of numbers. */
function shapeOf(stored: unknown): Shape {
  if (!Array.isArray(stored)) return { rows: 1, columns: 1 };
  return { rows: stored.length, columns: Array.isArray(stored[0]) ? stored[0].length : 1 };
}

describe.each(FILES)("%s.json", (file) => {
  const cases = goldenCases(file).filter((c) => c.equations && c.sizes);

  it("has cases", () => expect(goldenCases(file).length).toBeGreaterThan(0));

  it.each(cases.map((c): [string, GoldenCase] => [c.name, c]))("%s", (_, c) => {
    const checked = check(c.equations);
    const { ofName } = inferShapes(checked, c.sizes);
    expect(checked.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(c.parameters).sort());
    for (const [name, stored] of Object.entries(c.parameters)) expect(ofName.get(name), name).toEqual(shapeOf(stored));
    for (const loss of checked.losses) expect(ofName.get(loss)).toEqual({ rows: 1, columns: 1 });
    expect(checked.losses.length).toBeGreaterThan(0);
  });
});
