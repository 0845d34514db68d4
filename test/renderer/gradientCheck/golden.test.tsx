/** The gradient check as a picture and as text; a changed picture is to be looked at before it is accepted. */
import { describe, expect, it } from "vitest";
import { renderStatic } from "../../../src/renderer/static.js";
import { allAgree, forgottenFactor, manySteps, notFinite, wide } from "../fixtures/handCheck.js";
import { check } from "../fixtures/views.js";

const CASES = { differences: check, forgottenFactor, allAgree, manySteps, notFinite, wide };

describe("the picture of", () => {
  it.each(Object.entries(CASES))("%s", async (name, make) => {
    const { svg, text } = renderStatic(JSON.stringify(make()));
    expect(svg).not.toMatch(/="[^"]*(NaN|undefined|null|Infinity)/);
    expect(svg).not.toMatch(/var\(--|<style|\sstyle=|<use|<foreignObject|\sclass=|url\(/);
    await expect(`${svg.replace(/></g, ">\n<")}\n`).toMatchFileSnapshot(`golden/${name}.svg`);
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
