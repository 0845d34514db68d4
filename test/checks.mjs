/** The steps of `npm run check` and `npm test`. */

/** @typedef {import("./steps.mjs").Step} Step */

/** Everything that needs neither a browser nor an editor. @type {readonly Step[]} */
export const CHECKS = [
  { name: "types and walls", command: ["npx", "tsc", "-b"] },
  { name: "format and lint", command: ["npx", "biome", "ci", "--error-on-warnings"] },
  { name: "dead code", command: ["npx", "knip"] },
  { name: "build", command: ["npm", "run", "build"] },
  { name: "unit tests", command: ["npx", "vitest", "run", "--project", "unit*"] },
  { name: "sizes", command: ["npx", "size-limit"], needs: "build" },
];

/** What a browser and an editor are needed for. @type {readonly Step[]} */
export const IN_PLACE = [
  { name: "lessons, headless", command: ["node", "test/lessons.mjs"], needs: "build" },
  {
    name: "lessons from the notes, headless",
    command: ["npx", "vitest", "run", "--project", "lessons"],
    needs: "build",
  },
  { name: "renderer in Chromium", command: ["node", "test/chromium.mjs"] },
  { name: "extension in VS Code", command: ["node", "test/vscode/run.mjs"], needs: "build" },
  { name: "a student in VS Code", command: ["node", "test/vscode/student.mjs"], needs: "build" },
  {
    name: "lessons from the notes in VS Code",
    command: ["node", "test/vscode/lessons.mjs"],
    needs: "lessons from the notes, headless",
  },
  { name: "lesson 1 as a new user", command: ["node", "test/vscode/start.mjs", "--check"], needs: "build" },
];
