/** A kernel whose planner has a fault: the notebook is told, and its numbers are right. */
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BundledKernel, bundleKernel } from "./support/bundleKernel.js";
import { TestSession } from "./support/testSession.js";

/** Every adjoint is set, also where something has come back to it before: that is lost. */
const fault: Plugin = {
  name: "fault",
  setup({ onLoad }) {
    onLoad({ filter: /simd\/backwardTape\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const right = "const adds = missing?.isAll ? 0 : 1;";
      if (!source.includes(right)) throw new Error("the fault has no place in backwardTape.ts");
      return { contents: source.replace(right, "const adds = 0;"), loader: "ts" };
    });
  },
};

let kernel: BundledKernel;
let session: TestSession;
beforeAll(async () => {
  kernel = await bundleKernel({ withLab: true, plugins: [fault] });
  session = new TestSession(kernel);
});
afterAll(async () => {
  session.close();
  await kernel.remove();
});

const SETUP = `
const model = cells.elman.build({ x: 2, s: 3, y: 2 }, { seed: 1 });
const batch = { x: [[1, 0], [0, 1], [1, 0]], target: [1, 0, 1] };
`;

it("is told where it looks, and everything it shows is right", async () => {
  const { outcome, events, text } = await session.run(
    `${SETUP}const run = await train(model, batch, { steps: 3 });\nconst check = gradientCheck(model, batch);\ncheck.largest < 1e-6`,
  );
  expect(outcome.status).toBe("ok");
  const warnings = events.flatMap((event) => (event.type === "warning" ? [event.text] : []));
  expect(`${warnings.join("")}${text}`).toMatch(/the fast engine is wrong for this network \(the gradient by \S+ is/);
  expect((await session.run("check.largest < 1e-6")).value).toBe("true");
});

it("says so in each output", async () => {
  const { events } = await session.run("run");
  const shown = JSON.stringify(events.filter(({ type }) => type === "display"));
  expect(shown).toContain("backendsDiffer");
  expect((await session.run("model.warnings[0].message")).value).toMatch(/slower reference computes it/);
});
