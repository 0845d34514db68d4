/**
 * `npm run check`: everything that needs neither a browser nor an editor.
 *   npm run check -- --all            also what is left out where it is known: compiles the kernels anew, draws for longer
 *   npm run check -- --changed [REF]  types, and lint and the nearest tests of what changed since REF (default: since
 *                                     this branch left main, with what is not committed): seconds, while you work
 */
import { parseArgs } from "node:util";
import { changedSteps } from "./changed.mjs";
import { CHECKS } from "./checks.mjs";
import { ensurePackages, runSteps } from "./steps.mjs";

const { values, positionals } = parseArgs({
  options: { all: { type: "boolean", default: false }, changed: { type: "boolean", default: false } },
  allowPositionals: true,
});
await ensurePackages();
if (values.all) {
  process.env.UNROLL_COMPILE_KERNELS ||= "1";
  process.env.UNROLL_TEST_SECONDS ||= "5";
}
await runSteps(values.changed ? changedSteps(positionals[0]) : CHECKS);
