/**
 * `npm run lock`, after a change of dependencies: npm leaves out of the lock file the optional packages of other
 * platforms that a registry does not serve, and then refuses that very file in `npm ci`. This adds the missing ones.
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));

const isLocked = (at, name) => `node_modules/${name}` in lock.packages || `${at}/node_modules/${name}` in lock.packages;
const missing = Object.entries(lock.packages).flatMap(([at, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies).filter(([name]) => !isLocked(at, name)),
);
for (const [name, range] of missing) {
  lock.packages[`node_modules/${name}`] = { version: range.replace(/^[\^~]/, ""), dev: true, optional: true };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} optional packages added to package-lock.json`);
