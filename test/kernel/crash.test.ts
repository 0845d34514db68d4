import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { forkChannel } from "../../src/kernel/index.js";
import type { KernelEvent } from "../../src/trace/index.js";
import { testKernel } from "./support/testKernel.js";
import { stackOf, TestSession } from "./support/testSession.js";

const kernel = await testKernel();
const sessions: TestSession[] = [];
const open = (options?: { cwd?: string; env?: Record<string, string> }) => {
  const session = new TestSession(kernel, options);
  sessions.push(session);
  return session;
};
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
});

describe("a session that dies", () => {
  it("of too much memory begins anew, and says that variables are lost", async () => {
    const session = open({ env: { UNROLL_MEMORY_MB: "48" } });
    await session.run("const kept = 1");
    const { outcome } = await session.run(
      "const hoard = []; for (;;) hoard.push(Array.from({ length: 1e5 }, Math.random))",
    );
    expect(outcome).toMatchObject({
      status: "crashed",
      reason: "outOfMemory",
      detail: expect.stringContaining("48 MB"),
    });
    const { text, value } = await session.run("typeof kept");
    expect(value).toBe("'undefined'");
    expect(text).toContain("more than 48 MB of memory. Its variables are lost: run the cells that define them again.");
    expect((await session.run("1")).text).toBe("");
  });

  it("by process.exit begins anew", async () => {
    const session = open();
    const { outcome } = await session.run("process.exit(3)");
    expect(outcome).toMatchObject({
      status: "crashed",
      reason: "exit",
      detail: expect.stringContaining("exit code 3"),
    });
    expect((await session.run("1")).value).toBe("1");
  });

  it("between cells says so at once", async () => {
    const session = open();
    const late = session.nextLate();
    await session.run("setTimeout(() => process.exit(0), 20)");
    expect(await late).toMatchObject({ type: "crashed", id: null });
    expect((await session.run("1")).text).toContain("Its variables are lost");
  });

  it("with its whole process begins anew", async () => {
    const session = open();
    const { outcome } = await session.run("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})");
    expect(outcome).toMatchObject({ status: "crashed", detail: expect.stringContaining("SIGKILL") });
    expect((await session.run("1")).value).toBe("1");
  });

  it("skips the cells that wait", async () => {
    const session = open();
    const [first, second] = await Promise.all([session.run("process.exit()"), session.run("1")]);
    expect([first.outcome.status, second.outcome.status]).toEqual(["crashed", "skipped"]);
  });
});

describe("an error that no cell catches", () => {
  it("of a promise is printed, and the session lives on", async () => {
    const session = open();
    const late = session.nextLate();
    await session.run("const kept = 1\nsetTimeout(async () => {\n  throw new Error('unseen')\n}, 10)");
    expect(await late).toMatchObject({
      type: "stream",
      name: "stderr",
      text: expect.stringContaining("Error: unseen\nCell In [1], line 3\n"),
    });
    expect((await session.run("kept")).value).toBe("1");
  });

  it("of a callback is printed, and the session lives on", async () => {
    const session = open();
    const late = session.nextLate();
    await session.run(
      'const kept = 1\n;(await import("node:fs")).stat(".", () => { throw new Error("unseen") })\nvoid 0',
    );
    expect(await late).toMatchObject({ text: expect.stringContaining("Error: unseen") });
    expect((await session.run("kept")).value).toBe("1");
  });

  it("of too deep a recursion is the cell's", async () => {
    const session = open();
    expect(stackOf(await session.run("const f = () => f()\nf()"))).toContain(
      "Maximum call stack size exceeded\nCell In [1]",
    );
  });
});

describe("two sessions", () => {
  it("know nothing of each other, and run at the same time", async () => {
    const [one, two] = [open(), open()];
    await one.run("const mine = 1");
    const endless = one.run("for (;;) {}");
    expect((await two.run("typeof mine")).value).toBe("'undefined'");
    one.client.interrupt();
    expect((await endless).outcome.status).toBe("interrupted");
    expect((await one.run("mine")).value).toBe("1");
  });

  it("find files and packages in their own notebook's folder", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "unroll-notebook-")));
    await writeFile(join(folder, "data.json"), '{ "n": 5 }');
    await writeFile(join(folder, "own.cjs"), "exports.word = 'required'");
    const session = open({ cwd: folder });
    expect((await session.run("process.cwd()")).value).toBe(`'${folder}'`);
    expect((await session.run('import data from "./data.json" with { type: "json" }\ndata.n')).value).toBe("5");
    expect((await session.run('(await import("./own.cjs")).word + require("./own.cjs").word')).value).toBe(
      "'requiredrequired'",
    );
    await rm(folder, { recursive: true });
  });

  it("begin anew after a restart", async () => {
    const session = open();
    await session.run("const gone = 1");
    const endless = session.run("for (;;) {}");
    session.client.restart();
    expect((await endless).outcome.status).toBe("interrupted");
    expect((await session.run("typeof gone")).value).toBe("'undefined'");
  });
});

describe("the kernel's process", () => {
  it("ends when the editor is gone, even in the middle of a loop", async () => {
    const channel = forkChannel(kernel.main, { cwd: kernel.folder });
    const ended = new Promise<string>((resolve) => channel.onExit(resolve));
    const pid = await new Promise<number>((resolve) => {
      channel.onEvent((event: KernelEvent) => {
        if (event.type === "ready")
          channel.send({
            type: "execute",
            id: "1",
            code: "console.log(1); for (;;) {}",
            language: "javascript",
            executionCount: 1,
          });
        if (event.type === "ready") resolve(event.pid);
      });
    });
    expect(pid).toBeGreaterThan(0);
    await new Promise<void>((resolve) => channel.onEvent((event) => event.type === "stream" && resolve()));
    channel.disconnect();
    expect(await ended).toContain("code 0");
  });

  it("refuses a second cell while one runs", async () => {
    const channel = forkChannel(kernel.main, { cwd: kernel.folder });
    const refused = new Promise<KernelEvent>((resolve) =>
      channel.onEvent((event) => event.type === "done" && resolve(event)),
    );
    for (const id of ["1", "2"]) {
      channel.send({
        type: "execute",
        id,
        code: "await new Promise(() => {})",
        language: "javascript",
        executionCount: 1,
      });
    }
    expect(await refused).toMatchObject({ id: "2", error: { message: "another cell is running" } });
    channel.send({ type: "shutdown" });
    expect(await new Promise((resolve) => channel.onExit(resolve))).toContain("code 0");
  });
});
