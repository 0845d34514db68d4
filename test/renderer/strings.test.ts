import { describe, expect, it } from "vitest";
import { parameterFact, thinnedFact, trainingFacts } from "../../src/renderer/facts.js";
import { en } from "../../src/renderer/strings/en.js";
import { zhCn } from "../../src/renderer/strings/zh-cn.js";
import { stringsFor } from "../../src/renderer/strings.js";
import { feedForwardTrace, lyricRun, lyricRunning, lyricTrace } from "./fixtures/index.js";

const keys = (value: object): string[] =>
  Object.entries(value).flatMap(([key, entry]) =>
    typeof entry === "object" ? keys(entry).map((inner) => `${key}.${inner}`) : [key],
  );

describe("the languages", () => {
  it("have the same keys", () => expect(keys(zhCn).sort()).toEqual(keys(en).sort()));

  it("are found by tag", () => {
    expect(stringsFor("zh-Hans-CN")).toBe(zhCn);
    expect(stringsFor("ZH-cn")).toBe(zhCn);
    for (const tag of ["en", "de-AT", undefined, ""]) expect(stringsFor(tag)).toBe(en);
  });
});

describe("the facts", () => {
  it("say that the parameters do not grow with time", () => {
    const { network } = lyricRun();
    expect(parameterFact(network, 5, en)).toBe("470 parameters, shared by all 5 time steps; a longer T adds none");
    expect(parameterFact(feedForwardTrace().network, 1, en)).toBe("43 parameters");
    expect(parameterFact({ ...network, parameterCount: 0 }, undefined, en)).toBe("");
  });

  it("say how far the training is", () => {
    expect(trainingFacts(lyricRunning(120), en)[0]).toMatch(/^training step 120 of 300 · 2,140 steps\/s/);
    expect(trainingFacts(lyricRun({ status: "stopped", planned: 400 }), en)[0]).toMatch(
      /^stopped at training step 300 of 400/,
    );
    expect(trainingFacts(lyricRun(), en).slice(1, 3)).toEqual(["sgd({ lr: 0.1 })", "norm clipped at 5"]);
    expect(trainingFacts(lyricTrace(), en)[0]).toBe("one forward and backward pass, no update");
  });

  it("say what was left out, and nothing when nothing was", () => {
    const thinned = { times: false, steps: true, details: true };
    expect(thinnedFact({ ...lyricRun(), thinned }, en)).toContain("not all of the 300 training steps are kept.");
    expect(thinnedFact({ ...lyricRun(), thinned: { times: false, steps: false, details: false } }, en)).toBe("");
    expect(thinnedFact(lyricRun(), zhCn)).toBe("");
  });
});
