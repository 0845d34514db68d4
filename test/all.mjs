/** `npm test`: all there is, on a fresh clone too. */
import { ensurePackages, runSteps } from "./steps.mjs";

ensurePackages();
runSteps([
  ["check", "node", "test/check.mjs"],
  ["lessons, headless", "node", "test/lessons.mjs"],
  ["lessons from the notes, headless", "npx", "vitest", "run", "--project", "lessons"],
  ["renderer in Chromium", "node", "test/chromium.mjs"],
  ["extension in VS Code", "node", "test/vscode/run.mjs"],
  ["a student in VS Code", "node", "test/vscode/student.mjs"],
  ["lessons from the notes in VS Code", "node", "test/vscode/lessons.mjs"],
  ["lesson 1 as a new user", "node", "test/vscode/start.mjs", "--check"],
]);
