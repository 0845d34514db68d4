import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", setupFiles: ["test/support/checkedPlans.ts"], include: ["test/**/*.test.{ts,tsx}"], exclude: ["test/**/chromium*.test.*", "test/lessons/**"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      { extends: true, test: { name: "lessons", include: ["test/lessons/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 } },
      { extends: true, test: { name: "chromium", include: ["test/**/chromium*.test.*"], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
