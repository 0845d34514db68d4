/** The renderer's KaTeX is cut down at build time (esbuild.katex.mjs): what it keeps must set everything that we write. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import whole from "katex";
import { beforeAll, describe, expect, it } from "vitest";
import { katexSubset, withoutUnusedSizes } from "../../esbuild.katex.mjs";
import { Definition, Derivation } from "../../src/engine/index.js";
import { presets } from "../engine/derivation/support.js";

type Katex = typeof whole;

let subset: Katex;
let bytes = 0;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'export { default } from "katex"', resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: "esm",
    minify: true,
    plugins: [katexSubset],
  });
  const { contents, text } = outputFiles[0]!;
  bytes = contents.length;
  subset = (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)).default;
});

const set = (katex: Katex, tex: string): string => katex.renderToString(tex, { throwOnError: false, strict: "ignore" });
/** How KaTeX shows what it does not understand, and a command that it does not know. */
const MISTAKE = /katex-error|#cc0000/u;
const sources = ["engine", "lab", "trace", "renderer"].flatMap((room) =>
  readdirSync(join("src", room), { recursive: true, encoding: "utf8" })
    // what other notations write is read in errors' texts, and never set
    .filter((file) => /\.tsx?$/u.test(file) && !file.includes("language/hints/"))
    .map((file) => readFileSync(join("src", room, file), "utf8")),
);
/** What stands behind two backslashes, as a TeX command does in a string. */
const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name]) => name!))),
];

const formulasOfPresets = (): string[] =>
  presets.flatMap(([, { model }]) => [
    new Definition(model.definition.source).tex(),
    ...new Derivation(model, null, null).lines.map(
      ({ left, right }) => left.tex + right.map(({ tex }) => tex).join(""),
    ),
  ]);

describe("the KaTeX of the renderer", () => {
  it("knows every command that stands in a string of ours", () => {
    const commands = found(/\\\\([a-zA-Z]{2,}|[,;:!])/gu).filter((name) => !/^(?:left|right|begin|end)$/u.test(name));
    expect(commands.length).toBeGreaterThan(50);
    for (const name of commands) expect(set(subset, `\\${name}{a}{b}`), name).toBe(set(whole, `\\${name}{a}{b}`));
  });

  it("knows every environment and delimiter", () => {
    const environments = found(/\\\\begin\{(\w+)\}/gu);
    expect(environments.length).toBeGreaterThan(1);
    const columns = (name: string): string => (name === "array" ? "{rl}" : "");
    const tex = [
      ...environments.map((name) => `\\begin{${name}}${columns(name)} a & b \\\\ c & d \\end{${name}}`),
      ...["()", "[]", "||"].map(([open, close]) => `\\left${open}\\frac{a}{\\frac{b}{c}}\\right${close}`),
    ];
    for (const formula of tex) expect(set(subset, formula)).toBe(set(whole, formula));
  });

  it("sets the equations and derivations of all presets as the whole KaTeX does", () => {
    const formulas = formulasOfPresets();
    expect(formulas.length).toBeGreaterThan(80);
    for (const formula of formulas) {
      expect(set(whole, formula)).not.toMatch(MISTAKE);
      expect(set(subset, formula)).toBe(set(whole, formula));
    }
  });

  it("has a rule in its style sheet for every size in them, and for few others", () => {
    const all = readFileSync("node_modules/katex/dist/katex.min.css", "utf8");
    const kept = withoutUnusedSizes(all);
    const nested = ["a_{b_{c_d}}", "\\frac{a_{b_c}}{\\frac{1}{2}}", "\\begin{smallmatrix} a_{b_c} \\end{smallmatrix}"];
    const html = [...formulasOfPresets(), ...nested].map((formula) => set(subset, formula)).join("");
    const sizes = new Set(html.match(/reset-size\d+ size\d+/gu));
    expect(sizes.size).toBeGreaterThan(2);
    for (const size of sizes) expect(kept).toContain(`.${size.replace(" ", ".")},`);
    expect(kept.match(/\.katex-sizing\.reset-size/gu)).toHaveLength(9);
    const others = (css: string) => css.replace(/\.katex \.fontsize-ensurer[^}]*\}/gu, "");
    expect(others(kept)).toBe(others(all));
  });

  it("says so where it lacks a command, and is smaller for it", () => {
    expect(set(subset, "\\xrightarrow{a}")).toMatch(MISTAKE);
    expect(bytes).toBeLessThan(0.9 * readFileSync("node_modules/katex/dist/katex.min.js").length);
  });
});
