/**
 * Whether the committed kernels are what their sources compile to. Compiling takes most of a minute, so it is done where
 * a forged hash could hide: for kernels that this machine has not compared yet, while they are new in the history.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { kernelsText } from "./buildKernels.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const RECORDS = `${root}/node_modules/.cache/unroll-kernels`;
/** So many commits see a change of the kernels compiled; no landing has more. */
const RECENT_COMMITS = 50;
const KERNELS = ["src/engine/simd/wasm.ts", "src/engine/simd/wasm", "test/wasm"];

/**
 * @param facts what is known of the committed kernels
 * @returns whether they have to be compiled anew to know that they are right
 */
export function mustCompile({ isAsked, isRecorded, recentChanges }) {
  if (isAsked) return true;
  return !isRecorded && recentChanges !== "none";
}

/**
 * @param text of src/engine/simd/wasm.ts
 * @param hash of what it must be made from
 * @returns the text that it must be: compiled now, or itself where it was compared before
 */
export async function expectedKernels(text, hash) {
  const record = `${RECORDS}/${createHash("sha256").update(hash).update(text).digest("hex")}`;
  const isAsked = Boolean(process.env.UNROLL_COMPILE_KERNELS);
  if (!mustCompile({ isAsked, isRecorded: existsSync(record), recentChanges: recentChanges() })) return text;
  const compiled = await kernelsText();
  if (compiled === text) {
    mkdirSync(RECORDS, { recursive: true });
    writeFileSync(record, "");
  }
  return compiled;
}

/** @returns "unknown" where there is no git, or a clone without the history */
export function recentChanges(folder = root) {
  const git = (...args) => spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  const commits = git("rev-list", `--max-count=${RECENT_COMMITS}`, "HEAD");
  if (commits.status !== 0 || commits.stdout.trim().split("\n").length < RECENT_COMMITS) return "unknown";
  const [oldest] = commits.stdout.trim().split("\n").slice(-1);
  const changed = git("diff", "--quiet", oldest, "--", ...KERNELS); // with what is not committed yet
  const untracked = git("ls-files", "--others", "--exclude-standard", "--", ...KERNELS);
  if (changed.status === 1 || untracked.stdout.trim() !== "") return "some";
  return changed.status === 0 && untracked.status === 0 ? "none" : "unknown";
}
