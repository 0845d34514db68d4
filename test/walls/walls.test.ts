/** Plants a forbidden import in a copy of the rooms and expects the type check, or the linter, to refuse it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let copy: string;

/** Each room, something it must not import, and why. */
const forbidden: readonly [room: string, specifier: string][] = [
  ["engine", "../trace/index.js"],
  ["engine", "node:fs"],
  ["trace", "../engine/index.js"],
  ["trace", "node:fs"],
  ["lab", "../kernel/index.js"],
  ["lab", "node:fs"],
  ["kernel", "../extension/extension.js"],
  ["kernel", "../renderer/renderer.js"],
  ["extension", "../kernel/index.js"],
  ["extension", "../lab/index.js"],
  ["renderer", "../lab/index.js"],
  ["renderer", "../extension/extension.js"],
  ["renderer", "node:fs"],
  ["cli", "../renderer/renderer.js"],
];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "unroll-walls-"));
  cpSync(join(root, "src"), join(copy, "src"), { recursive: true });
  for (const file of ["package.json", "tsconfig.base.json", "biome.json"]) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function typeCheck(room: string): { status: number | null; output: string } {
  const { status, stdout } = spawnSync("npx", ["tsc", "-b", `src/${room}`], { cwd: copy, encoding: "utf8" });
  return { status, output: stdout };
}

describe("walls", () => {
  it("every room passes as it is", () => {
    for (const room of ["engine", "trace", "lab", "kernel", "extension", "renderer", "cli"]) {
      expect(typeCheck(room), room).toEqual({ status: 0, output: "" });
    }
  });

  it.each(forbidden)("%s must not import %s", (room, specifier) => {
    const planted = join(copy, "src", room, "planted.ts");
    writeFileSync(planted, `export * as planted from ${JSON.stringify(specifier)};\n`);
    const { status, output } = typeCheck(room);
    rmSync(planted);
    expect(status).not.toBe(0);
    expect(output).toMatch(/planted\.ts.*TS(6059|6307|2307|2591|6142)/);
  });
});
