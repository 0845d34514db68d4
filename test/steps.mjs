/** Runs named commands one after the other, tells what each took, and stops at the first that fails. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs the packages of the lock file when a fresh clone has none. */
export function ensurePackages() {
  if (!existsSync(`${root}/node_modules/.package-lock.json`)) run("install", "npm", ["ci"]);
}

function run(name, command, args) {
  process.stdout.write(`\n── ${name}: ${command} ${args.join(" ")}\n`);
  const started = Date.now();
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: process.env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (error) process.stdout.write(`${error.message}\n`);
  process.stdout.write(`── ${name}: ${status === 0 ? "passed" : "FAILED"} in ${seconds} s\n`);
  return status === 0;
}

/**
 * @param steps [name, command, ...arguments] each
 * @returns never: exits with 0, or with 1 after the first failure
 */
export function runSteps(steps) {
  let passed = 0;
  for (const [name, command, ...args] of steps) {
    if (!run(name, command, args)) {
      process.stdout.write(`\n${passed} passed, 1 failed\n`);
      process.exit(1);
    }
    passed++;
  }
  process.stdout.write(`\n${passed} passed, 0 failed\n`);
}
