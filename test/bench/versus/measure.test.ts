import { expect, it } from "vitest";
import { casesFor } from "./cases.js";
import { FULL, leftOut, QUICK } from "./measure.js";
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
