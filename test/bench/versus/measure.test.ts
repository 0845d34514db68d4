import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { casesFor } from "./cases.js";
import { type Contestant, FULL, leftOut, measure, type Pace, QUICK } from "./measure.js";
import { peerSpecs } from "./peers.js";

const specs = new Map(peerSpecs("bundles", "sources").map((spec) => [spec.name, spec]));
const [small32, small64] = casesFor("RNN (16");
const large = casesFor("RNN (512").at(0)!;

it("starts a peer only where it can do the case in time", () => {
  expect(leftOut(specs.get("tfjs")!, small32!, QUICK)).toBeUndefined();
  expect(leftOut(specs.get("tfjs")!, small64!, QUICK)).toBe("float32 only");
  expect(leftOut(specs.get("reference")!, large, FULL)).toBe("too slow for this run");
});

it("starts Unroll and PyTorch for every case", () => {
  for (const one of casesFor())
    for (const name of ["unroll", "torch1", "torch2"] as const)
      expect(leftOut(specs.get(name)!, one, QUICK)).toBeUndefined();
});

/** A peer on a clock of its own. @param stepTime  ms of its n-th step, from 0; the one of its preparation is the first */
class Clockwork implements Contestant {
  readonly spec = specs.get("unroll")!;
  readonly asked: number[] = [];
  #done = 1;

  constructor(readonly stepTime: (n: number) => number) {}

  async prepare() {
    return { loss: Math.log(8) };
  }

  async run(times: number) {
    this.asked.push(times);
    let milliseconds = 0;
    for (let i = 0; i < times; i++) milliseconds += this.stepTime(this.#done++);
    return { milliseconds, resident: 1 };
  }
}

describe("a peer is warmed up", () => {
  const pace: Pace = { ...QUICK, rounds: 5 };
  const roundsOf = async (peer: Clockwork) => (await measure(small64!, [peer], pace))[0][0]!.rounds;

  it("by so many steps, though it was long in starting: none of its rounds is a cold one", async () => {
    const steps = fc.integer({ min: 0, max: pace.warmUp.steps });
    const property = fc.asyncProperty(steps, fc.double({ min: 0.005, max: 0.05, noNaN: true }), async (cold, warm) => {
      const peer = new Clockwork((n) => (n < cold ? 2 * warm : warm));
      for (const time of await roundsOf(peer)) expect(time).toBeCloseTo(warm, 10);
      expect(peer.asked.at(-1)! * warm).toBeGreaterThanOrEqual(pace.round / 2);
    });
    await fc.assert(property, { numRuns: 20 });
  });

  it("as long at the least as engines need to compile what it runs", async () => {
    const peer = new Clockwork(() => 0.01);
    await roundsOf(peer);
    const before = peer.asked.slice(0, -pace.rounds).reduce((sum, times) => sum + times, 0);
    expect(before * 0.01).toBeGreaterThanOrEqual(pace.warmUp.time);
  });

  it("by one step where a step is longer than all that", async () => {
    const peer = new Clockwork(() => 900);
    expect(await roundsOf(peer)).toEqual([900, 900, undefined, undefined, undefined]);
    expect(peer.asked).toEqual([1, 1, 1]);
  });
});
