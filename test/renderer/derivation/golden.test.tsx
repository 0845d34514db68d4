/** The derivation as a picture and as text; a changed picture is to be looked at before it is accepted. */
import { describe, expect, it } from "vitest";
import { derivedRuns } from "../../../src/renderer/derivation/derivedRuns.js";
import { renderStatic } from "../../../src/renderer/static.js";
import { elmanDerivation, scalarDerivation } from "../fixtures/derivation.js";
import { labDerivation } from "../fixtures/labDerivation.js";
import { readable } from "../readable.js";

const CASES = {
  elman: () => elmanDerivation(),
  wrong: () => elmanDerivation({ factor: 1.2 }),
  "no trace": () => elmanDerivation({ trace: false }),
  scalar: scalarDerivation,
  lstm: () => labDerivation("lstm"),
};

describe("the picture of", () => {
  it.each(Object.entries(CASES))("%s", async (title, make) => {
    const { svg, text } = renderStatic(JSON.stringify({ ...make(), alt: "" }));
    expect(svg).not.toMatch(/NaN[,"\s]|undefined|null|Infinity/);
    expect(svg).not.toMatch(/var\(--|<style|\sstyle=|<use|<foreignObject|\sclass=|url\(/);
    const name = title.replace(/[^a-z]+/g, "-");
    await expect(readable(svg)).toMatchFileSnapshot(`golden/${name}.svg`);
    await expect(readable(text)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it("breaks a long line before a plus sign, inside the picture", () => {
    const payload = labDerivation("lstm");
    const [first, ...lines] = payload.derivation.lines;
    const text = `∂E/∂h[t] = ${Array.from({ length: 30 }, (_, i) => `W_${i}' δg[t+1]`).join(" + ")}`;
    const long = { ...payload, derivation: { ...payload.derivation, lines: [{ ...first!, text }, ...lines] } };
    const { svg } = renderStatic(JSON.stringify(long));
    expect(svg.match(/<text[^>]*>(?:<tspan[^>]*>)?\+ /g)!.length).toBeGreaterThan(1);
  });
});

describe("plain typesetting", () => {
  const seen = (text: string) =>
    derivedRuns(text)
      .map(({ text: letters, shift }) =>
        shift === "sub" ? `_(${letters})` : shift === "sup" ? `^(${letters})` : letters,
      )
      .join("");

  it.each([
    ["∂E/∂s[t]", "∂E/∂s_(t)"],
    ["δs[t+1]", "δ^(s)_(t+1)"],
    ["W_hh' δs[t]", "W_(hh)^(T) δ^(s)_(t)"],
    ["(1 - s[t] .^ 2) .* d", "(1 − s_(t)^(2)) ⊙ d"],
    ["Σ_t δs[t] s[t-1]'", "Σ_(t) δ^(s)_(t) s_(t−1)^(T)"],
    ["a ./ b", "a ⊘ b"],
    ["δ[t]", "δ_(t)"],
  ])("of %s is %s", (text, expected) => {
    expect(seen(text)).toBe(expected);
  });
});
