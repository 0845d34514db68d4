import { defineConfig } from "vitest/config";
import { HANG, PATIENCE } from "./test/support/patience.cjs";

/** A test waits for what it wants to see. */
const patient = { testTimeout: HANG, hookTimeout: HANG, teardownTimeout: HANG, expect: { poll: { timeout: PATIENCE } } };

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          setupFiles: ["test/support/checkedPlans.ts"],
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/**/chromium*.test.*", "test/lessons/**"],
          ...patient,
        },
      },
      { extends: true, test: { name: "lessons", include: ["test/lessons/*.test.ts"], ...patient } },
      { extends: true, test: { name: "chromium", include: ["test/**/chromium*.test.*"], fileParallelism: false, ...patient } },
    ],
  },
});
