import { describe, expect, it } from "vitest";
import { renderStatic } from "../../src/renderer/static.js";
import { en } from "../../src/renderer/strings/en.js";
import { zhCn } from "../../src/renderer/strings/zh-cn.js";
import type { Payload } from "../../src/trace/index.js";
import { elmanDerivation } from "./fixtures/derivation.js";
import * as fixtures from "./fixtures/index.js";
import { linearPaths } from "./fixtures/paths.js";
import { check, definition, warned } from "./fixtures/views.js";

const { dashboard, comparison, lyricRunning, ...recordings } = fixtures;
const payloads: [string, () => Payload][] = [
  ...Object.entries(recordings).map(([name, make]): [string, () => Payload] => [name, () => dashboard(make())]),
  ["comparison", comparison],
  ["gradient check", check],
  ["definition", definition],
  ["a model that is warned of", warned],
];
const draw = (payload: Payload) => renderStatic(JSON.stringify(payload));

describe.each(payloads)("the static picture of %s", (_, make) => {
  const { svg, text } = draw(make());

  it("stands by itself: attributes only", () => {
    expect(svg).not.toMatch(/var\(--|<style|\sstyle=|<use|<foreignObject|\sclass=|\sid=|url\(|href=|<image/);
  });

  it("is one 960 px wide SVG on white", () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="960" height="\d+"/);
    expect(svg).toMatch(/<rect width="960" height="\d+" fill="#ffffff"/);
  });

  it("is well-formed XML", () => {
    const open: string[] = [];
    const rest = svg.replace(
      /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)\s*(\/?)>/gi,
      (_, close, name, __, empty) => {
        if (close) expect(open.pop()).toBe(name);
        else if (!empty) open.push(name);
        return "";
      },
    );
    expect(open).toEqual([]);
    expect(rest).not.toMatch(/[<>]/);
  });

  it("is small", () => expect(svg.length).toBeLessThan(150 * 1024));

  it("has a number wherever it needs one", () => {
    expect(svg).not.toMatch(/="[^"]*(NaN|undefined|null|Infinity)[^"]*"/);
    expect(text).not.toMatch(/undefined|null|\[object/);
  });
});

describe("the text", () => {
  it("has the equations, the facts, the time steps and the diagnosis", () => {
    const { text } = draw(dashboard(fixtures.lyricRun()));
    expect(text).toContain("s[t] = tanh(U x[t] + W s[t-1] + b)");
    expect(text).toContain("470 parameters");
    expect(text).toMatch(/Loss 8\.3 → 0\.01\d+ \(knowing nothing: 8\.96\)/);
    expect(text).toMatch(/^5 {2}升 {6}机/m);
    expect(text).toMatch(/\nVanishing: ×/);
  });

  it("leaves out the middle of a long sequence", () => {
    const { text } = draw(dashboard(fixtures.longRun()));
    expect(text).toMatch(/^ {4}6 .*\n {4}… .*\n {2}995 /m);
    expect(text.split("\n").length).toBeLessThan(40);
  });

  it("has what is warned of, in the language of the picture too", () => {
    expect(draw(warned()).text).toContain(
      "Warning, line 3: R is no loss, and no loss depends on it: it changes nothing. To add it to the loss: E_R = 0.5 * sum(W .^ 2)\nWarning: the batch gives mask, and the equations do not read what is given.",
    );
    expect(draw(warned()).svg).toContain("Warning, line 3: R is no loss");
    const chinese = renderStatic(JSON.stringify(warned()), "zh-cn");
    expect(chinese.text).toContain("警告（第 3 行）：R 不是损失");
    expect(chinese.text).toContain("E_R = 0.5 * sum(W .^ 2)");
    expect(chinese.svg).toContain("警告（第 3 行）：R 不是损失");
    expect(draw(definition()).text).not.toContain("Warning");
  });

  it("names the gradients that do not agree", () => {
    expect(draw(check()).text).toContain("The gradients of b and V do not agree.");
  });
});

/** Texts of a table of strings by their key; those that are made with numbers are left out. */
const texts = (table: object, at = ""): [string, string][] =>
  Object.entries(table).flatMap(([key, entry]) => {
    if (typeof entry === "string") return [[`${at}${key}`, entry] as [string, string]];
    return typeof entry === "object" ? texts(entry, `${at}${key}.`) : [];
  });

describe.each([...payloads, ["derivation", elmanDerivation], ["paths", linearPaths]])(
  "in Chinese the static picture of %s",
  (_, make) => {
    const { svg, text } = renderStatic(JSON.stringify({ ...make(), alt: "" }), "zh-CN");
    const chinese = new Map(texts(zhCn));
    const english = texts(en).filter(
      ([key, said]) => /[a-z]{3} [a-z]{3}|[a-z]{6}/i.test(said) && said !== chinese.get(key) && said !== "target", // a name in the equations
    );

    it("has no English words left", () => {
      expect(english.length).toBeGreaterThan(60);
      const said = `${svg.replace(/<[^>]*>/g, "\n")}\n${text}`.replaceAll("gradientCheck(", ""); // a call is no word
      expect(english.filter(([, words]) => said.includes(words))).toEqual([]);
      expect(said).toMatch(/\p{Script=Han}/u);
    });

    it("holds all that it says", () => {
      const height = Number(/height="(\d+)"/.exec(svg)![1]);
      const baselines = [...svg.matchAll(/<text [^>]*\sy="([\d.]+)"/g)].map(([, y]) => Number(y));
      expect(baselines.length).toBeGreaterThan(3);
      expect(Math.max(...baselines)).toBeLessThan(height);
    });
  },
);

describe("renderStatic", () => {
  it("refuses what is no payload, with the path", () => {
    expect(() => renderStatic("{}")).toThrow(/view|payload/);
    const broken = { ...dashboard(fixtures.lyricTrace()) } as Record<string, unknown>;
    broken.recording = { ...fixtures.lyricTrace(), frames: {} };
    expect(() => renderStatic(JSON.stringify(broken))).toThrow(/recording\.frames/);
  });
});

it("leaves no room for sizes that are not known yet", () => {
  const heightOf = (payload: Payload): number => Number(/height="(\d+)"/.exec(draw(payload).svg)![1]);
  const known = definition() as Extract<Payload, { view: "definition" }>;
  const { sequences, parameters } = known.network;
  const unsized = <Part extends { rows: number; columns: number }>(part: Part): Part => ({
    ...part,
    rows: 0,
    columns: 0,
  });
  const network = {
    ...known.network,
    sequences: sequences.map(unsized),
    parameters: parameters.map(unsized),
    parameterCount: 0,
  };
  const lines = network.statements.length;
  expect(heightOf(known)).toBeGreaterThan(heightOf({ ...known, network }) + 40);
  expect(heightOf({ ...known, network })).toBeLessThan(70 + 26 * lines);
});
