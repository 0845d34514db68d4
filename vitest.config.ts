import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import { HANG, PATIENCE } from "./test/support/patience.cjs";

/** A test waits for what it wants to see. */
const patient = { testTimeout: HANG, hookTimeout: HANG, teardownTimeout: HANG, expect: { poll: { timeout: PATIENCE } } };

const checkedPlans = fileURLToPath(new URL("test/support/checkedPlans.ts", import.meta.url));

/** Gives the engine what proves every plan (test/support/checkedPlans.ts) in the place of what compiles it. */
const proofOfPlans: Plugin = {
  name: "proof-of-plans",
  enforce: "pre",
  resolveId(source, importer = "") {
    const isEngine = /\/src\/engine\/[^?]*$/u.test(importer);
    return isEngine && /\/(?:compiled|compiledRows|selfCheck)\.js$/u.test(source) ? checkedPlans : undefined;
  },
};

/** Half of the time went into loading the same modules for each file, so files share them: a test puts back what it changes. */
const shared = { ...patient, isolate: false, maxWorkers: availableParallelism() };

/** They put modules of their own in the place of ours, which files that share their modules would see. */
const WITH_OTHER_MODULES = ["test/fuzz/added.test.ts"];

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    projects: [
      {
        extends: true,
        plugins: [proofOfPlans],
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/**/chromium*.test.*", "test/lessons/**", ...WITH_OTHER_MODULES],
          ...shared,
        },
      },
      { extends: true, test: { name: "unit-alone", include: WITH_OTHER_MODULES, maxWorkers: availableParallelism(), ...patient } },
      // its files share the executed notebooks
      { extends: true, test: { name: "lessons", include: ["test/lessons/*.test.ts"], fileParallelism: false, ...patient } },
      {
        extends: true,
        test: {
          name: "chromium",
          include: ["test/**/chromium*.test.*"],
          globalSetup: "test/renderer/page/shared.ts",
          ...shared,
        },
      },
    ],
  },
});
