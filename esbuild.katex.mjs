/**
 * KaTeX without what no formula of ours uses: half of it would else be commands for arrows, boxes, links and colours of
 * lecture notes. Built from the package's own sources; `test/renderer/katexSubset.test.ts` holds every formula of the
 * fixtures against the whole KaTeX.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parse } from "acorn";
import { transform } from "esbuild";

const require = createRequire(import.meta.url);
const folder = path.join(path.dirname(require.resolve("katex")), "..");
const { default: allMetrics } = await import(path.join(folder, "src/fontMetricsData.js"));
const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

/** @param {string} text words between blanks */
const words = (text) => new Set(text.split(" "));
/** Files of src/functions and src/environments. */
const FUNCTIONS = words(
  "accent color cr delimsizing environment font genfrac htmlmathml kern lap math mclass op operatorname ordgroup " +
    "phantom relax rule sizing smash sqrt styling supsub symbolsOp symbolsOrd symbolsSpacing text",
);
/** Of the commands that are written with other commands; those with @ are what the others stand on. */
const MACROS = words(
  "\\, \\: \\; \\! \\> \\quad \\qquad \\enspace \\tmspace \\TextOrMath \\vdots \\ldots \\cdots \\dotsb \\dotso \\DOTSB " +
    "\\ne \\neq \\not \\lVert \\rVert \\lvert \\rvert \\operatorname ~",
);
const ENVIRONMENTS = words("array matrix smallmatrix aligned");
/** Fonts whose metrics stay out: Fraktur, sans serif, typewriter, and italics in bold. */
const LEFT_OUT = /^(?:Fraktur|SansSerif|Typewriter|Main-BoldItalic|Math-BoldItalic)/u;

/** Of these fonts only letters, digits and Greek are written, by \\mathbf, \\mathit and \\mathbb. */
const LETTERS_ONLY = /^(?:Main-Bold|Main-Italic|AMS-Regular)$/u;
const isLetter = (code) => code < 128 || (code > 0x390 && code < 0x400);

/** What becomes of a file of KaTeX's src/, by its name. */
const CHANGES = {
  "functions.ts": (source) => source.split("\n").filter(isNeeded).join("\n"),
  "macros.ts": (source) => withoutCalls(source, "defineMacro", ([name]) => isMacro(name)),
  // The letters of the AMS come from a loop: only its arrows and relations go.
  "symbols.ts": (source) => withoutCalls(source, "defineSymbol", ([, font]) => font.name !== "ams"),
  "array.ts": (source) => withoutCalls(source, "defineEnvironment", ([{ properties }]) => isEnvironment(properties)),
  // Only accents of one letter, no arrows that stretch: of the drawn shapes the roots and brackets remain.
  "svgGeometry.ts": (source) => withoutEntries(source, "path", new Set(["vec"])),
  "stretchy.ts": (source) => withoutEntries(source, "katexImagesData", new Set()),
  "Settings.ts": (source) => withoutTerminal(source),
  "cd.ts": () => "export const parseCD = () => null;",
  "fontMetricsData.js": () => `export default ${JSON.stringify(metrics())};`,
};

/** In a file's name or a style sheet: fonts of the same kinds. */
export const UNUSED_FONT = /KaTeX_(?:Fraktur|SansSerif|Typewriter|(?:Main|Math)-BoldItalic)/u;

/** Sizes of text, of scripts and of scripts' scripts: without commands like \large, there are no others. */
const SIZES = new Set(["6", "3", "1"]);
/** Rules of the style sheet that bring one of eleven sizes to another, each for itself. */
const SIZE_RULE = /(?<=\})\.katex [^{},]*\.reset-size(\d+)\.size(\d+),[^{}]*\{[^{}]*\}/gu;

/** KaTeX's style sheet without the sizes that no formula of ours has. @param {string} css minified @returns {string} */
export const withoutUnusedSizes = (css) =>
  css.replace(SIZE_RULE, (rule, from, to) => (SIZES.has(from) && SIZES.has(to) ? rule : ""));

/** @type {import("esbuild").Plugin} */
export const katexSubset = {
  name: "katex-subset",
  setup(build) {
    build.initialOptions.define = { ...build.initialOptions.define, __VERSION__: JSON.stringify(version) };
    build.onResolve({ filter: /^katex$/ }, () => ({ path: path.join(folder, "katex.ts"), sideEffects: false }));
    build.onLoad({ filter: /katex[\\/]src[\\/].*\.[jt]s$/ }, async ({ path: file }) => {
      const change = CHANGES[path.basename(file)];
      if (!change) return undefined;
      const { code } = await transform(readFileSync(file, "utf8"), { loader: "ts", target: "es2022" });
      return { contents: change(code), loader: "js" };
    });
  },
};

/** @param {string} line of KaTeX's list of functions */
function isNeeded(line) {
  const [, name] = /^import "\.\/(?:functions|environments)\/(\w+)"/u.exec(line) ?? [];
  return name === undefined || FUNCTIONS.has(name);
}

/** Names with an @ and characters are parts of other macros. */
const isMacro = (name) => MACROS.has(name?.value) || /@/u.test(name?.value ?? "@");

const isEnvironment = (properties) =>
  properties.find(({ key }) => key.name === "names").value.elements.some(({ value }) => ENVIRONMENTS.has(value));

const program = (source) => parse(source, { ecmaVersion: 2022, sourceType: "module" }).body;
/** @param {string} source @param {{ start: number, end: number }[]} parts in order, which do not meet */
const without = (source, parts) =>
  parts.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), source);

/** @param {string} source @param {string} callee @param {(args: any[]) => boolean} isKept */
function withoutCalls(source, callee, isKept) {
  const dropped = program(source).filter(
    ({ type, expression }) =>
      type === "ExpressionStatement" && expression.callee?.name === callee && !isKept(expression.arguments),
  );
  return without(source, dropped);
}

/** Without the entries of a table at the top of a module, but for those `kept`. @param {string} source */
function withoutEntries(source, name, kept) {
  const init = tableIn(source, name);
  const entries = init.properties
    .filter(({ key }) => kept.has(key.name))
    .map(({ start, end }) => source.slice(start, end));
  return `${source.slice(0, init.start)}{${entries.join(",")}}${source.slice(init.end)}`;
}

/** The table that stands under a name at the top of a module. */
function tableIn(source, name) {
  const declarations = program(source).flatMap(
    ({ declaration, declarations }) => declarations ?? declaration?.declarations ?? [],
  );
  return declarations.find(({ id }) => id.name === name).init;
}

/** Options of the command line and their help, which every setting carries. @param {string} source */
function withoutTerminal(source) {
  const values = tableIn(source, "SETTINGS_SCHEMA").properties.map(({ value }) => value);
  const forTerminal = ({ key }) => /^(?:description|cli.*)$/u.test(key.name);
  const replaced = values.map(({ start, end, properties }) => {
    const kept = properties.filter((property) => !forTerminal(property));
    return { start, end, text: `{${kept.map((property) => source.slice(property.start, property.end)).join(",")}}` };
  });
  return replaced.reduceRight(
    (text, { start, end, text: table }) => text.slice(0, start) + table + text.slice(end),
    source,
  );
}

/** The sizes of the characters that our formulas can hold, by font. */
function metrics() {
  const fonts = Object.entries(allMetrics).filter(([font]) => !LEFT_OUT.test(font));
  const lettersOf = (sizes) => Object.fromEntries(Object.entries(sizes).filter(([code]) => isLetter(Number(code))));
  return Object.fromEntries(fonts.map(([font, sizes]) => [font, LETTERS_ONLY.test(font) ? lettersOf(sizes) : sizes]));
}
