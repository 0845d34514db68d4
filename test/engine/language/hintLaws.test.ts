/**
 * Networks drawn from the grammar, written as others would write them: whoever does what the messages say gets the very
 * network back. No hint loses a bracket, or means another network.
 */
import { describe, expect, it } from "vitest";
import { parse } from "../../../src/engine/language/index.js";
import { Chooser } from "../../fuzz/draw/chooser.js";
import { drawNetwork } from "../../fuzz/draw/generate.js";
import { propertyRun } from "../../support/property.js";
import { bare } from "./arbitrary.js";
import { errorOf, followHints, isSound } from "./followHints.js";
import { NOTATIONS, type Notation } from "./notations.js";

/** Each notation is met in so many networks at least. */
const LEAST = 5;
/** So many networks are looked at for a notation that few of them can be written in. */
const MOST = 400;

const treesOf = (text: string): unknown => parse(text).map((s) => [s.name, s.time, bare(s.expression)]);

/** The same network written otherwise, where the network is legal and can be. */
function rewritten(seed: number, index: number, notation: Notation) {
  const { text, sizes } = drawNetwork(seed, index);
  const other = notation(text, new Chooser(seed + index));
  return other === text || errorOf(text, sizes) ? undefined : { text, sizes, other };
}

describe.each(Object.entries(NOTATIONS))("%s", (_, notation) => {
  it("is led back to what was meant, by suggestions that stand in the hint", () => {
    const { seconds, seed = Math.floor(Math.random() * 1e6) } = propertyRun(process.env);
    const end = Date.now() + seconds * 1000;
    let met = 0;
    for (let index = 0; index < MOST && (met < LEAST || Date.now() < end); index++) {
      const drawn = rewritten(seed, index, notation);
      if (!drawn) continue;
      met++;
      const { text, sizes, other } = drawn;
      const found = followHints(other, sizes);
      const story = `seed ${seed}, network ${index}\n${text}\nwritten as\n${other}\n${found.errors.map(({ message }) => message).join("\n")}\n${found.text}`;
      expect(found.model, story).toBeDefined();
      expect(treesOf(found.text), story).toEqual(treesOf(text));
    }
    expect(met).toBeGreaterThanOrEqual(LEAST);
  });

  it("is answered with suggestions that can be read in the hint, each at its place", () => {
    for (let index = 0; index < 40; index++) {
      const drawn = rewritten(1, index, notation);
      const error = drawn && errorOf(drawn.other, drawn.sizes);
      for (const suggestion of error?.suggestions ?? [])
        expect(isSound(drawn!.other, error!, suggestion), `${drawn!.other}\n${error!.message}`).toBe(true);
    }
  });
});
