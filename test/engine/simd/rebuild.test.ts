/** The committed kernels are made from the sources beside them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { committedKernels, kernelsHash } from "../../wasm/buildKernels.mjs";
import { expectedKernels, mustCompile, recentChanges } from "../../wasm/compareKernels.mjs";

describe("the committed kernels", () => {
  it("name the hash of their sources: after a change, `npm run wasm`", async () => {
    expect((await committedKernels()).match(/[0-9a-f]{64}/)?.[0]).toBe(await kernelsHash());
  });

  it("are what their sources compile to, bit by bit", async () => {
    const committed = await committedKernels();
    const isEqual = committed === (await expectedKernels(committed, await kernelsHash()));
    expect(isEqual, "src/engine/simd/wasm.ts is something else: npm run wasm").toBe(true);
  });
});

describe("kernels are compiled anew to compare them", () => {
  const known = { isAsked: false, isRecorded: true, recentChanges: "some" } as const;
  it.each([
    [true, "when asked, whatever is known", { ...known, isAsked: true, recentChanges: "none" } as const],
    [true, "when they changed of late", { ...known, isRecorded: false }],
    [true, "when the history is unknown", { ...known, isRecorded: false, recentChanges: "unknown" } as const],
    [false, "not when this machine has compared them", known],
    [false, "not when they are old", { ...known, isRecorded: false, recentChanges: "none" } as const],
  ])("%s: %s", (expected, _when, facts) => expect(mustCompile(facts)).toBe(expected));
});

describe("recent changes of the kernels", () => {
  const source = "src/engine/simd/wasm/gemm.ts";

  /** A history of empty commits after one with a file. */
  function repository(commits: number, file: string): string {
    const folder = mkdtempSync(join(tmpdir(), "unroll-history-"));
    const commit = (files: string) => `commit refs/heads/main\ncommitter n <e> 0 +0000\ndata 0\n${files}\n`;
    const first = commit(`M 100644 inline ${file}\ndata 5\nfirst\n`);
    const input = first + commit("").repeat(commits - 1);
    execFileSync("git", ["init", "-q", "--initial-branch", "main"], { cwd: folder });
    execFileSync("git", ["fast-import", "--quiet"], { cwd: folder, input });
    execFileSync("git", ["reset", "-q", "--hard"], { cwd: folder });
    mkdirSync(dirname(join(folder, source)), { recursive: true });
    return folder;
  }
  const seen = (folder: string): string => {
    const changes = recentChanges(folder);
    rmSync(folder, { recursive: true });
    return changes;
  };

  it("are unknown without a history", () => {
    expect(seen(mkdtempSync(join(tmpdir(), "unroll-history-")))).toBe("unknown");
    expect(seen(repository(49, source))).toBe("unknown");
  });

  it("are none when they came in long ago", () => expect(seen(repository(50, source))).toBe("none"));

  it("are some when a commit or an edit of late touched them", () => {
    const edited = repository(50, source);
    writeFileSync(join(edited, source), "second");
    expect(seen(edited)).toBe("some");
    const added = repository(50, "README.md");
    writeFileSync(join(added, source), "new");
    expect(seen(added)).toBe("some");
  });
});
