/** `npm test`: all there is, on a fresh clone too. */
import { CHECKS, IN_PLACE } from "./checks.mjs";
import { ensurePackages, runSteps } from "./steps.mjs";

await ensurePackages();
process.env.UNROLL_TEST_SECONDS ||= "1"; // of draws for each property, beyond the least
await runSteps([...CHECKS, ...IN_PLACE]);
