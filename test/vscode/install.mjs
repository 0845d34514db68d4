// Puts a real VS Code into a cache folder: the npm package `code-server` carries VS Code's own server and workbench,
// and `node-linux-*` the Node 24 it needs, so nothing is compiled and no browser or Electron build is downloaded.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

export const CODE_SERVER_VERSION = "4.139.1";
const NODE_MAJOR = 24;

/** @typedef {{ node: string, main: string, vscode: string, tsserver: string }} VsCodeServer  absolute paths */

/** The cache folder, by default ~/.cache/unroll/vscode-server-VERSION. */
export function cacheFolder() {
  const fallback = path.join(homedir(), ".cache", "unroll", `vscode-server-${CODE_SERVER_VERSION}`);
  return path.resolve(process.env.UNROLL_VSCODE_CACHE || fallback);
}

/**
 * Installs VS Code's server unless the cache already holds it.
 * @returns {Promise<VsCodeServer>}
 * @throws {Error} when this platform has no Node 24 package, or npm fails (with npm's own words)
 */
export async function ensureServer() {
  const cache = cacheFolder();
  if (!isComplete(cache)) await installInto(cache);
  return pathsIn(cache);
}

/** @param {string} folder */
function isComplete(folder) {
  return Object.values(pathsIn(folder)).every(existsSync) && existsSync(path.join(folder, "complete"));
}

/** @param {string} folder @returns {VsCodeServer} */
function pathsIn(folder) {
  const vscode = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  return {
    node: path.join(folder, "node_modules", nodePackage(), "bin", "node"),
    main: path.join(vscode, "out", "server-main.js"),
    vscode,
    tsserver: path.join(vscode, "extensions", "node_modules", "typescript", "lib", "tsserver.js"),
  };
}

function nodePackage() {
  if (process.platform === "linux" && ["x64", "arm64"].includes(process.arch)) return `node-linux-${process.arch}`;
  throw new Error(
    `VS Code's server runs here on Linux x64 and arm64 only, not on ${process.platform} ${process.arch}. ` +
      "Install VS Code itself and put `code` on the PATH (or name it in $CODE).",
  );
}

/** Installs beside the cache and renames at the end, so that an interrupted install is never taken for a whole one. @param {string} cache */
async function installInto(cache) {
  await mkdir(path.dirname(cache), { recursive: true });
  const work = await mkdtemp(`${cache}.tmp-`);
  const started = Date.now();
  console.log(`vscode: installing code-server ${CODE_SERVER_VERSION} into ${cache} (once, about 800 MB)`);
  try {
    await installPackages(work);
    await moveIntoPlace(work, cache);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  console.log(`vscode: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** @param {string} work */
async function installPackages(work) {
  await writeFile(path.join(work, "package.json"), JSON.stringify({ name: "vscode-server-cache", private: true }));
  const packages = [`${nodePackage()}@${NODE_MAJOR}`, `code-server@${CODE_SERVER_VERSION}`];
  await npm(["install", "--no-package-lock", ...packages], work);
  const { node, vscode } = pathsIn(work);
  console.log("vscode: installing the server's own dependencies");
  for (const folder of [vscode, path.join(vscode, "extensions")])
    await npm(["install", "--omit=dev"], folder, path.dirname(node));
  await writeFile(path.join(work, "complete"), "");
}

/** @param {string} work @param {string} cache */
async function moveIntoPlace(work, cache) {
  if (!isComplete(cache)) await rm(cache, { recursive: true, force: true });
  try {
    await rename(work, cache);
  } catch (error) {
    // Another process finished the same install first: its result is as good as ours.
    if (!isComplete(cache)) throw error;
  }
}

/** @param {string[]} args @param {string} cwd @param {string} [nodeFolder] put first on PATH */
async function npm(args, cwd, nodeFolder) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const env = { ...process.env, PATH: [nodeFolder, process.env.PATH].filter(Boolean).join(path.delimiter) };
  // Under `npm start` npm tells its children that this repository is the project: here it is not.
  for (const name of ["npm_config_local_prefix", "npm_config_prefix", "INIT_CWD"]) delete env[name];
  const child = spawn("npm", [...args, ...quiet], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd} (exit code ${code}):\n${output.trim()}`);
}
