/** Bundles the extension, the kernel, the renderer (live and static), the library and the command line into dist/. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { minify } from "@swc/core";
import { build, context } from "esbuild";
import { minifySync } from "oxc-minify";
import { UNUSED_FONT, withoutUnusedSizes } from "./esbuild.katex.mjs";
import { rendererBundle } from "./esbuild.renderer.mjs";

const watch = process.argv.includes("--watch");

/** In an ES module for Node, bundled CommonJS packages still want `require`. */
const requireShim = {
  js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
};
const common = {
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: "linked",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
};
const node = { ...common, platform: "node", target: "node20", format: "esm", banner: requireShim };

const bundles = [
  {
    ...common,
    platform: "node",
    format: "cjs",
    entryPoints: ["src/extension/extension.ts"],
    outfile: "dist/extension.cjs",
    external: ["vscode"],
  },
  { ...node, entryPoints: ["src/kernel/main.ts"], outfile: "dist/kernel/main.mjs" },
  { ...node, entryPoints: ["src/kernel/worker.ts"], outfile: "dist/kernel/worker.mjs" },
  { ...node, entryPoints: ["src/kernel/helper.ts"], outfile: "dist/kernel/helper.mjs" },
  {
    ...node,
    entryPoints: ["src/renderer/static.tsx"],
    outfile: "dist/static.mjs",
    jsx: "automatic",
    jsxImportSource: "preact",
  },
  { ...node, entryPoints: ["src/cli/main.ts"], outfile: "dist/cli.mjs" },
  {
    ...common,
    platform: "neutral",
    format: "esm",
    mainFields: ["module", "main"],
    entryPoints: ["src/lab/library.ts"],
    outfile: "dist/index.js",
    external: ["node:*"],
  },
  { ...common, ...rendererBundle, outdir: "dist/renderer" },
];

/** KaTeX's style sheet and its woff2 fonts go beside the renderer: only that folder can be read from an output. */
async function copyKatex() {
  const from = "node_modules/katex/dist";
  await mkdir("dist/renderer/katex/fonts", { recursive: true });
  const css = await readFile(`${from}/katex.min.css`, "utf8");
  const woff2Only = css.replace(/,url\([^)]*\.woff\) format\("woff"\),url\([^)]*\.ttf\) format\("truetype"\)/g, "");
  const used = woff2Only.replace(/@font-face\{[^}]*\}/g, (face) => (UNUSED_FONT.test(face) ? "" : face));
  await writeFile("dist/renderer/katex/katex.min.css", withoutUnusedSizes(used));
  for (const font of await readdir(`${from}/fonts`)) {
    if (font.endsWith(".woff2") && !UNUSED_FONT.test(font))
      await cp(`${from}/fonts/${font}`, `dist/renderer/katex/fonts/${font}`);
  }
}

/** A first line such as `//# allFunctionsCalledOnLoad`, which the minifier would drop. */
const PRAGMA = /^\/\/#.*\n/;

/** SWC makes a bundle about 5 % smaller than esbuild does. */
async function buildSmall(bundle) {
  const { outputFiles } = await build({ ...bundle, write: false });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, /\.[cm]?js$/.test(path) ? await smaller(text, bundle.format === "esm") : text);
  }
}

async function smaller(text, module) {
  const [pragma = ""] = PRAGMA.exec(text) ?? [];
  const format = { comments: "some", asciiOnly: false };
  const compress = { passes: 3 };
  const { code } = await minify(text.slice(pragma.length), { module, ecma: 2022, mangle: true, compress, format });
  return pragma + againSmaller(code, module);
}

/** Each minifier leaves half a per cent that the other finds. */
function againSmaller(text, module) {
  const { code, errors } = minifySync("bundle.js", text, {
    module,
    compress: { target: "es2022" },
    mangle: { toplevel: module },
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return code;
}

if (!watch)
  await Promise.all(
    ["extension.cjs", "kernel", "static.mjs", "cli.mjs", "index.js", "renderer"].map((path) =>
      rm(`dist/${path}`, { recursive: true, force: true }),
    ),
  );
await copyKatex();
if (watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  await Promise.all(bundles.map(buildSmall));
}
