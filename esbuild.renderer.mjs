/** How the live renderer is bundled, for the package, the tests and the benchmarks alike. */
import { readFileSync } from "node:fs";
import { katexSubset } from "./esbuild.katex.mjs";

/** Tells V8 to compile all functions beside the main thread while they are loaded: an output's first picture calls most of them. */
const ALL_NEEDED = "//# allFunctionsCalledOnLoad";
const STYLE_SHEET = /`[^`]*`/g;

/** Our style sheets without their blanks, which esbuild keeps as it would any text. @type {import("esbuild").Plugin} */
const tightStyles = {
  name: "tight-styles",
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]renderer[\\/](?:.*[\\/])?styles\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(STYLE_SHEET, tight),
      loader: "ts",
    }));
  },
};

/** @param {string} css */
const tight = (css) =>
  css
    .replace(/\s*([{;,])\s+/g, "$1")
    .replace(/(\}|:)\s+/g, "$1")
    .replace(/;\}/g, "}");

/**
 * Into `outdir`: renderer.js, which the editor loads, and KaTeX in a chunk beside it, which the first formula loads.
 * @type {import("esbuild").BuildOptions}
 */
export const rendererBundle = {
  banner: { js: ALL_NEEDED },
  bundle: true,
  minify: true,
  splitting: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  charset: "utf8",
  entryPoints: ["src/renderer/renderer.tsx"],
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [katexSubset, tightStyles],
};
