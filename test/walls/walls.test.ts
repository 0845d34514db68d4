/** Plants forbidden imports in a copy of the rooms and expects the type check to refuse each of them. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

const rooms = [...new Set(forbidden.map(([room]) => room))];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "unroll-walls-"));
  cpSync(join(root, "src"), join(copy, "src"), { recursive: true });
  for (const file of ["package.json", "tsconfig.base.json", "biome.json"]) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Checks all rooms at once: each is checked also where another has errors. */
function typeCheck(): { status: number | null; output: string } {
  const { status, stdout } = spawnSync("npx", ["tsc", "-b", ...rooms.map((room) => `src/${room}`)], {
    cwd: copy,
    encoding: "utf8",
  });
  return { status, output: stdout };
}

describe("walls", () => {
  it("every room passes as it is", () => {
    expect(readdirSync(join(root, "src")).sort()).toEqual([...rooms].sort());
    expect(typeCheck()).toEqual({ status: 0, output: "" });
  });

  describe("with a forbidden import in a file of its own, one each", () => {
    let errors: string;

    beforeAll(() => {
      forbidden.forEach(([room, specifier], i) => {
        writeFileSync(
          join(copy, "src", room, `planted${i}.ts`),
          `export * as planted from ${JSON.stringify(specifier)};\n`,
        );
      });
      errors = typeCheck().output;
    });

    it.each(forbidden.map(([room, specifier], i) => [room, specifier, i] as const))(
      "%s must not import %s",
      (room, _specifier, i) => {
        expect(errors).toMatch(
          new RegExp(`^src/${room}/planted${i}\\.ts\\(.*error TS(6059|6307|2307|2591|6142):`, "m"),
        );
      },
    );
  });
});
