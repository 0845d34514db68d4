/** What to check while working: what changed, and the tests nearest to it. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./steps.mjs";

/**
 * @param {string} [since]  a commit; default: where this branch left main
 * @returns {import("./steps.mjs").Step[]}
 */
export function changedSteps(since) {
  const changed = changedFiles(since ?? (git("merge-base", "main", "HEAD").trim() || "HEAD"));
  const tests = nearestTests(changed, testSources());
  console.log(
    `${changed.length} files changed; ${tests.length} test files are near to them. npm run check runs the rest.`,
  );
  return [
    { name: "types and walls", command: ["npx", "tsc", "-b"] },
    ...when(changed, "lint of what changed", [
      ...["npx", "biome", "ci", "--error-on-warnings", "--no-errors-on-unmatched"],
    ]),
    ...when(tests, "nearest tests", ["npx", "vitest", "run", "--project", "unit*"]),
  ];
}

/** @param {string[]} files @param {string} name @param {string[]} command */
const when = (files, name, command) => (files.length > 0 ? [{ name, command: [...command, ...files] }] : []);

/** @param {string[]} args */
function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (status !== 0 && args[0] !== "merge-base") throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return status === 0 ? stdout : "";
}

/** Changed, added and not yet tracked files that are there, from the repository's root. @param {string} since */
function changedFiles(since) {
  const names = [git("diff", "--name-only", since), git("ls-files", "--others", "--exclude-standard")].join("\n");
  return [...new Set(names.split("\n"))].filter((name) => name && existsSync(join(root, name))).sort();
}

/** Every TypeScript file of the tests and its text, by its path from the root. @returns {Map<string, string>} */
function testSources() {
  const names = readdirSync(join(root, "test"), { recursive: true }).map((name) => `test/${name}`);
  const sources = names.filter((name) => /\.tsx?$/.test(name));
  return new Map(sources.map((name) => [name, readFileSync(join(root, name), "utf8")]));
}

const isUnitTest = (name) => /\.test\.tsx?$/.test(name) && !/\/chromium[^/]*$|^test\/lessons\//.test(name);

/**
 * The unit tests that changed, that import what changed (themselves or through other files of the tests), or that stand
 * where the tests of its folder stand. Tests that meet it only through other sources are left to `npm run check`.
 * @param {readonly string[]} changed @param {ReadonlyMap<string, string>} sources  of all tests, by path
 * @returns {string[]}
 */
export function nearestTests(changed, sources) {
  const near = new Set(changed);
  const imports = new Map([...sources].map(([name, text]) => [name, importsOf(name, text)]));
  for (let before = 0; before < near.size; ) {
    before = near.size;
    for (const [name, imported] of imports) if (imported.some((file) => near.has(file))) near.add(name);
  }
  const folders = new Set(changed.flatMap((name) => mirrorOf(name, sources) ?? []));
  return [...sources.keys()]
    .filter((name) => isUnitTest(name) && (near.has(name) || folders.has(dirname(name))))
    .sort();
}

/** Paths, of TypeScript files by their own names. @param {string} name @param {string} text */
function importsOf(name, text) {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].flatMap(([, path]) => {
    const file = normalize(join(dirname(name), path));
    return file.endsWith(".js") ? [file.replace(/\.js$/, ".ts"), file.replace(/\.js$/, ".tsx")] : [file];
  });
}

/** The folder of the tests that mirrors a source's, or the nearest above it with tests. @param {string} name @param {ReadonlyMap<string, string>} sources */
function mirrorOf(name, sources) {
  if (!name.startsWith("src/")) return undefined;
  for (let folder = dirname(name).replace(/^src/, "test"); folder !== "test"; folder = dirname(folder))
    if ([...sources.keys()].some((test) => isUnitTest(test) && dirname(test) === folder)) return folder;
  return undefined;
}
