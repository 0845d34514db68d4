/** What can happen to a pass while another thread is in it. */
import { Worker } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import { FINISHED, type Message, State, Word } from "../../../src/engine/simd/control.js";
import { newMachine } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { Team, type TeamPass } from "../../../src/engine/simd/team.js";
import { setThreadHost, type ThreadPort } from "../../../src/engine/simd/threadHost.js";
import { MachineFunction } from "../../../src/engine/simd/wasm/opcodes.js";
import { testThreads } from "./testThreads.js";

const workers: Worker[] = [];
afterEach(async () => {
  setThreadHost(undefined);
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

/** Two numbers, each negated by a thread of its own in every stretch. */
function negating(stretches: number, act?: () => void) {
  const [X, TAPES, JOINED, PACK] = [1 << 16, 1 << 17, 3 << 16, 1 << 18];
  const machine = newMachine("float64", 2 * PACK, { shared: true });
  const tape = (p: number): number => {
    const address = TAPES + 64 * p;
    const negate = [Code.map, MachineFunction.negate, 1, X + 8 * p, X + 8 * p, Code.end];
    new Int32Array(machine.buffer, address, negate.length).set(negate);
    return address;
  };
  const both = [tape(0), tape(1)];
  const pass: TeamPass = Array.from({ length: stretches }, () => both);
  const broken: TeamPass = [both, [act, both[1]], both];
  const team = new Team({ machine, packs: [PACK, PACK], joined: JOINED }, [pass, broken]);
  return { team, numbers: new Float64Array(machine.buffer, X, 2).fill(1) };
}

async function ready(team: Team): Promise<void> {
  while (!team.isReady()) await new Promise((go) => setTimeout(go, 1));
}

it("both threads do their share, stretch after stretch", async () => {
  setThreadHost(testThreads(workers));
  const { team, numbers } = negating(5);
  await ready(team);
  for (let i = 1; i <= 200; i++) {
    team.run(0);
    expect([...numbers]).toEqual(i % 2 === 0 ? [1, 1] : [-1, -1]);
  }
});

it("a pass that was cut off leaves no thread at work on it, nor waiting for its end", async () => {
  const host = testThreads(workers);
  let control = new Int32Array();
  const heard = (message: Message): void => {
    if (message.kind === "start") control = new Int32Array(message.control.buffer as ArrayBuffer);
  };
  const start = (): ThreadPort => {
    const thread = host.start();
    const postMessage = (message: unknown): void => {
      heard(message as Message);
      thread.postMessage(message);
    };
    return { postMessage };
  };
  setThreadHost({ ...host, start });
  const stop = new Error("stop");
  const { team, numbers } = negating(2, () => {
    throw stop;
  });
  await ready(team);
  for (let i = 0; i < 50; i++) {
    expect(() => team.run(1)).toThrow(stop);
    team.settle();
    expect(control[Word.state]).toBe(State.free);
    expect([0, FINISHED]).toContain(control[Word.done]); // not begun, or over
    numbers.fill(1);
    team.run(0);
    expect([...numbers]).toEqual([1, 1]);
  }
});

it("a thread that stops in the middle of a pass is an error, and never asked again", async () => {
  // counts itself in, takes what it is offered, and fails
  const code = `
    const { parentPort } = require("node:worker_threads");
    let control;
    parentPort.on("message", ({ kind, control: words, job }) => {
      if (kind === "start") control = words;
      if (kind !== "join") return;
      Atomics.add(new Int32Array(job.memory.buffer), job.joined / 4, 1);
      for (;;) if (Atomics.compareExchange(control, 0, 1, 2) === 1) break;
      Atomics.store(control, 0, 3);
      Atomics.store(control, 32, 2 ** 30);
    });`;
  const start = () => {
    const worker = new Worker(code, { eval: true });
    workers.push(worker);
    return worker;
  };
  setThreadHost({ threads: 2, start });
  const { team } = negating(3);
  await ready(team);
  const tried = (): void => {
    for (let i = 0; i < 1000 && team.isReady(); i++) team.run(0);
  };
  expect(tried).toThrow(/stopped in the middle of a pass.*Run the cell again/);
  expect(team.isReady()).toBe(false);
});
