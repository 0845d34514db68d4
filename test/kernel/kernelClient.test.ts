import { beforeEach, describe, expect, it } from "vitest";
import { type KernelChannel, KernelClient, type KernelEvent, type KernelRequest } from "../../src/trace/index.js";

/** A kernel that does what the test says. */
class FakeChannel implements KernelChannel {
  readonly sent: KernelRequest[] = [];
  killed = false;
  emit: (event: KernelEvent) => void = () => {};
  exit: (detail: string) => void = () => {};
  send(request: KernelRequest) {
    this.sent.push(request);
  }
  onEvent(listener: (event: KernelEvent) => void) {
    this.emit = listener;
  }
  onExit(listener: (detail: string) => void) {
    this.exit = listener;
  }
  kill() {
    this.killed = true;
  }
}

let channels: FakeChannel[];
let late: unknown[];
let client: KernelClient;
beforeEach(() => {
  channels = [];
  late = [];
  const open = () => channels[channels.push(new FakeChannel()) - 1]!;
  client = new KernelClient({ open, onLate: (event) => late.push(event) });
});

const cell = (id: string) => ({ id, code: "", language: "typescript", executionCount: 1 }) as const;
const done = (id: string) => ({ type: "done", id, status: "ok" }) as const;
const print = (id: string) => ({ type: "stream", id, name: "stdout", text: "" }) as const;
const ids = (channel = channels[0]!) => channel.sent.flatMap((request) => ("id" in request ? request.id : []));

describe("a kernel client", () => {
  it("starts its kernel with the first cell, once", async () => {
    expect(channels).toHaveLength(0);
    const first = client.execute(cell("1"));
    channels[0]?.emit(done("1"));
    await first;
    void client.execute(cell("2"));
    expect([channels.length, ids()]).toEqual([1, ["1", "2"]]);
  });

  it("sends cells one at a time, in order, and tells when each starts", async () => {
    const started: string[] = [];
    const all = ["1", "2", "3"].map((id) => client.execute(cell(id), { onStart: () => started.push(id) }));
    expect([ids(), started]).toEqual([["1"], ["1"]]);
    channels[0]?.emit(done("1"));
    expect([ids(), started]).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
    channels[0]?.emit(done("2"));
    channels[0]?.emit(done("3"));
    expect(await Promise.all(all)).toEqual([{ status: "ok" }, { status: "ok" }, { status: "ok" }]);
    expect(client.isBusy).toBe(false);
  });

  it("gives a cell its own outputs while it runs, and others to onLate", () => {
    const outputs: unknown[] = [];
    void client.execute(cell("1"), { onOutput: (event) => outputs.push(event) });
    channels[0]?.emit(print("1"));
    channels[0]?.emit(print("0"));
    channels[0]?.emit(done("1"));
    channels[0]?.emit(print("1"));
    expect([outputs, late]).toEqual([[print("1")], [print("0"), print("1")]]);
  });

  it("skips what waits behind an error", async () => {
    const all = ["1", "2"].map((id) => client.execute(cell(id)));
    const error = { name: "Error", message: "m", stack: "s" };
    channels[0]?.emit({ type: "done", id: "1", status: "error", error });
    expect(await Promise.all(all)).toEqual([{ status: "error", error }, { status: "skipped" }]);
    expect(ids()).toEqual(["1"]);
  });

  it("ignores the end of a cell that is not running", () => {
    void client.execute(cell("1"));
    channels[0]?.emit(done("0"));
    expect(client.isBusy).toBe(true);
  });

  it("interrupts only what runs", () => {
    client.interrupt();
    void client.execute(cell("1"));
    client.interrupt();
    expect(channels[0]?.sent.map(({ type }) => type)).toEqual(["execute", "interrupt"]);
  });

  it("starts a new kernel after its process is gone", async () => {
    const first = client.execute(cell("1"));
    channels[0]?.exit("ended by SIGKILL");
    expect(await first).toEqual({ status: "crashed", reason: "exit", detail: "ended by SIGKILL" });
    void client.execute(cell("2"));
    expect(ids(channels[1])).toEqual(["2"]);
    channels[1]?.exit("again");
    channels[0]?.emit(print("2"));
    expect(late).toEqual([]);
  });

  it("tells of a death between cells", async () => {
    const first = client.execute(cell("1"));
    channels[0]?.emit(done("1"));
    await first;
    channels[0]?.exit("gone");
    expect(late).toEqual([{ type: "crashed", id: null, reason: "exit", detail: "gone" }]);
  });

  it("restarts: the old kernel is killed and no longer heard", async () => {
    const all = ["1", "2"].map((id) => client.execute(cell(id)));
    client.restart();
    channels[0]?.emit(done("1"));
    channels[0]?.exit("killed");
    expect(await Promise.all(all)).toEqual([{ status: "interrupted" }, { status: "skipped" }]);
    expect([channels[0]?.killed, late]).toEqual([true, []]);
  });

  it("shuts an idle kernel down politely, a busy one at once", () => {
    const first = client.execute(cell("1"));
    channels[0]?.emit(done("1"));
    client.shutdown();
    expect([channels[0]?.sent.at(-1), channels[0]?.killed]).toEqual([{ type: "shutdown" }, false]);
    void first.then(() => client.execute(cell("2")));
    void client.execute(cell("3"));
    client.shutdown();
    expect(channels[1]?.killed).toBe(true);
  });
});
