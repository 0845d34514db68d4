/**
 * KaTeX without what no formula of ours uses: a third of the renderer would else be commands for arrows, boxes, links and
 * colours of lecture notes. Built from the package's own sources; `test/renderer/katexSubset.test.ts` holds every formula
 * of the fixtures against the whole KaTeX.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const folder = path.join(path.dirname(require.resolve("katex")), "..");
const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

/** Files of src/functions and src/environments. */
const FUNCTIONS = new Set(
  (
    "accent color cr delimsizing environment font genfrac htmlmathml kern lap math mclass op operatorname ordgroup " +
    "phantom relax rule sizing smash sqrt styling supsub symbolsOp symbolsOrd symbolsSpacing text"
  ).split(" "),
);
/** Fonts whose metrics stay out: Fraktur, sans serif, typewriter, and italics in bold. */
const LEFT_OUT = /^(?:Fraktur|SansSerif|Typewriter|Main-BoldItalic|Math-BoldItalic)/u;

/** @type {import("esbuild").Plugin} */
export const katexSubset = {
  name: "katex-subset",
  setup(build) {
    build.initialOptions.define = { ...build.initialOptions.define, __VERSION__: JSON.stringify(version) };
    build.onResolve({ filter: /^katex$/ }, () => ({ path: path.join(folder, "katex.ts"), sideEffects: false }));
    build.onLoad({ filter: /katex[\\/]src[\\/]functions\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").split("\n").filter(isNeeded).join("\n"),
      loader: "ts",
    }));
    build.onLoad({ filter: /katex[\\/]src[\\/]fontMetricsData\.js$/ }, async ({ path: file }) => {
      const { default: metrics } = await import(file);
      const kept = Object.entries(metrics).filter(([font]) => !LEFT_OUT.test(font));
      return { contents: `export default ${JSON.stringify(Object.fromEntries(kept))};`, loader: "js" };
    });
  },
};

/** @param {string} line of KaTeX's list of functions */
function isNeeded(line) {
  const [, name] = /^import "\.\/(?:functions|environments)\/(\w+)"/u.exec(line) ?? [];
  return name === undefined || FUNCTIONS.has(name);
}
