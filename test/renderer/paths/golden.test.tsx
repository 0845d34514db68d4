/** The paths as a still picture and as text; a changed picture is to be looked at before it is accepted. */
import { describe, expect, it } from "vitest";
import { renderStatic } from "../../../src/renderer/static.js";
import {
  countlessPaths,
  linearPaths,
  longPaths,
  manyPaths,
  type PathsPayload,
  scalarPaths,
  twoLayerPaths,
} from "../fixtures/paths.js";
import { readable, withoutRounding } from "../readable.js";
import { batchPaths, elmanPaths, meanLossPaths } from "./labPaths.js";

const cases: Readonly<Record<string, () => PathsPayload>> = {
  "two layers": twoLayerPaths,
  "linear W_hx": () => linearPaths(),
  "linear W_hh": () => linearPaths("W_hh"),
  "linear h1": () => linearPaths("h[1]"),
  "scalar dense": () => scalarPaths(12),
  long: longPaths,
  many: () => manyPaths(),
  "mean loss": meanLossPaths,
  elman: elmanPaths,
  batch: batchPaths,
};
const draw = (payload: PathsPayload) => renderStatic(JSON.stringify(payload));

describe("the still picture of", () => {
  it.each(Object.entries(cases))("%s", async (title, make) => {
    const { svg, text } = draw(make());
    expect(svg).not.toMatch(/NaN[,"\s]|undefined|null|Infinity/);
    const file = `golden/${title.replace(/[^a-z0-9]+/gi, "-")}`;
    await expect(readable(svg)).toMatchFileSnapshot(`${file}.svg`);
    await expect(`${withoutRounding(text)}\n`).toMatchFileSnapshot(`${file}.txt`);
  });

  it("any paths has attributes only, and every text inside it", () => {
    for (const make of [...Object.values(cases), countlessPaths]) {
      const { svg } = draw(make());
      expect(svg).not.toMatch(/var\(--|<style|\sstyle=|<use|<foreignObject|\sclass=|\sid=|url\(|href=|tabindex|role=/i);
      const height = Number(/height="(\d+)"/.exec(svg)![1]);
      const lowest = Math.max(...[...svg.matchAll(/<text x="[\d.-]+" y="([\d.-]+)"/g)].map(([, y]) => Number(y)));
      expect(lowest).toBeLessThan(height);
    }
  });

  it("a path has its colour, and its dashes when the colours are used up", () => {
    const { svg } = draw(linearPaths());
    const strokes = [...svg.matchAll(/<path data-path="(\d)"[^>]* stroke="(#\w+)"/g)].map(([, n, stroke]) => [
      n,
      stroke,
    ]);
    expect(new Set(strokes.map(([, stroke]) => stroke)).size).toBe(6);
    expect(draw(manyPaths()).svg).toMatch(/data-path="9"[^>]* stroke-dasharray="7 3"/);
  });
});

describe("the text", () => {
  it("says by what the products of a mean loss are multiplied", () => {
    expect(draw(meanLossPaths()).text).toContain("every product begins with the factor 1/T");
  });

  it("has a line for each path, the sum and the gradient", () => {
    const { text } = draw(twoLayerPaths());
    expect(text).toContain("1  E[2] → y[2] → Z[2] → S[2] → W_x  =  2.508660");
    expect(text).toContain("sum of all 3 paths: 4.139289\n∂E[2]/∂W_x by backpropagation: 4.139289");
  });
});
