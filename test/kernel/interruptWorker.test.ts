import { EventEmitter } from "node:events";
import type { Worker } from "node:worker_threads";
import { beforeEach, expect, it, vi } from "vitest";
import { interruptWorker } from "../../src/kernel/interruptWorker.js";
import { terminateExecution } from "../../src/kernel/terminateExecution.js";

vi.mock("../../src/kernel/terminateExecution.js", () => ({ terminateExecution: vi.fn(async () => {}) }));
beforeEach(() => vi.mocked(terminateExecution).mockClear());

/** A thread that answers only when it is told to. */
class SilentWorker extends EventEmitter {
  readonly threadId = 7;
  readonly asked: number[] = [];

  postMessage({ token }: { readonly token: number }): void {
    this.asked.push(token);
    this.onAsked(token);
  }

  onAsked: (token: number) => void = () => {};

  answer(token: number): void {
    this.emit("message", { type: "interrupted", token });
  }
}

const interrupt = (worker: SilentWorker, isRunning: () => boolean) =>
  interruptWorker(worker as unknown as Worker, isRunning);

it("ends what runs when there is no answer, and asks again", async () => {
  const worker = new SilentWorker();
  vi.mocked(terminateExecution).mockImplementationOnce(async () => {
    worker.onAsked = (token) => queueMicrotask(() => worker.answer(token));
  });
  expect(await interrupt(worker, () => true)).toBe(true);
  expect(terminateExecution).toHaveBeenCalledExactlyOnceWith(7);
  expect(worker.asked).toHaveLength(2);
});

it("does not end what runs next, once the cell is over", async () => {
  const worker = new SilentWorker();
  expect(await interrupt(worker, () => false)).toBe(true);
  expect(terminateExecution).not.toHaveBeenCalled();
});

it("takes an answer that lies there when the time is over", async () => {
  const worker = new SilentWorker();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => worker.answer(worker.asked[0]!);
  const answered = new Promise<boolean>((resolve) => {
    // Between an immediate and the next message the event loop looks at its timers.
    setImmediate(() => {
      interrupt(worker, () => true).then(resolve);
      port2.postMessage("answered");
      const end = performance.now() + 150; // longer than the thread has
      while (performance.now() < end);
    });
  });
  expect(await answered).toBe(true);
  port1.close();
  expect(terminateExecution).not.toHaveBeenCalled();
});
