/** Same seed, same bits: in a program and in its worker, again and again; by the reference in every engine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILDS, bitsInNode, DTYPES, STORED, writeProgram } from "./program.js";

let folder: string;
let found: Awaited<ReturnType<typeof bitsInNode>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-bits-"));
  await writeProgram(folder);
  found = await bitsInNode(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(DTYPES)("the bits of trained parameters, %s", (dtype) => {
  it.each(BUILDS)("by %s are the same again, and in a worker", (build) => {
    const key = `${build} ${dtype}`;
    expect(found.all[key]).toMatch(/^[0-9a-f]{16}$/u);
    expect([found.again[key], found.worker[key]]).toEqual([found.all[key], found.all[key]]);
  });

  it("by the reference are those of every engine", () => {
    expect(found.all[`reference ${dtype}`]).toBe(STORED[dtype]);
  });
});
