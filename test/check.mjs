/** `npm run check`: everything that needs neither a browser nor an editor. */
import { ensurePackages, runSteps } from "./steps.mjs";

ensurePackages();
runSteps([
  ["types and walls", "npx", "tsc", "-b"],
  ["format and lint", "npx", "biome", "ci", "--error-on-warnings"],
  ["dead code", "npx", "knip"],
  ["build", "npm", "run", "build"],
  ["unit tests", "npx", "vitest", "run", "--project", "unit"],
  ["sizes", "npx", "size-limit"],
]);
