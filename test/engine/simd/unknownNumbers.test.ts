/** A number that the kernels do not know stops them, and the error says which: nothing is taken for something else. */
import { describe, expect, it } from "vitest";
import { type Build, builds, newMachine } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { MachineBinary, MachineFunction, MachineLoss, UpdateRule } from "../../../src/engine/simd/wasm/opcodes.js";

const [TAPE, X, Y, WORDS] = [1 << 16, 1 << 17, (1 << 17) + 64, 16];
const countOf = (list: object): number => Object.values(list).filter((value) => typeof value === "number").length;

const CODES = countOf(Code);
const FUNCTIONS = countOf(MachineFunction);
const BINARIES = countOf(MachineBinary);
const LOSSES = countOf(MachineLoss);
const RULES = countOf(UpdateRule);
const COUNTS: Readonly<Record<string, number>> = {
  instruction: CODES,
  function: FUNCTIONS,
  "operation of two arguments": BINARIES,
  loss: LOSSES,
};

/** Instructions of which one word is in no list: over three numbers, and over none. */
const tapes = (n: number): readonly (readonly [what: string, number: number, words: readonly number[]])[] => [
  ["instruction", CODES, [CODES]],
  ["instruction", -1, [-1]],
  ["function", FUNCTIONS, [Code.map, FUNCTIONS, n, X, Y]],
  ["function", -1, [Code.map, -1, n, X, Y]],
  ["function", FUNCTIONS, [Code.pull, FUNCTIONS, n, X, X, X, Y, 0]],
  ["operation of two arguments", BINARIES, [Code.combine, BINARIES, 1, n, X, 0, 8, X, 0, 8, Y, 0]],
  ["operation of two arguments", BINARIES, [Code.pullBinary, BINARIES, 0, 1, n, X, 0, 8, X, 0, 8, X, Y, 0, 8, 0]],
];
const ofRows: ReturnType<typeof tapes> = [
  ["loss", LOSSES, [Code.loss, LOSSES, 1, 3, X, X, X, Y]],
  ["loss", LOSSES, [Code.pullLoss, LOSSES, 1, 1, 3, X, X, X, X, Y, 0]],
];

describe.each(["float32", "float64"] as const)("in %s", (dtype) => {
  describe.each(builds())("the %s kernels", (build: Build) => {
    const machine = () => newMachine(dtype, 1 << 18, { build });

    it.each([...tapes(3), ...tapes(0), ...ofRows])("refuse %s %i", (what, number, words) => {
      const { buffer, run } = machine();
      new Int32Array(buffer, TAPE, WORDS + 1).set([...words, Code.end]);
      const before = new Uint8Array(buffer).slice();
      expect(() => run(TAPE, 0)).toThrow(`the kernels know no ${what} ${number}: expected 0 to ${COUNTS[what]! - 1}, `);
      expect(new Uint8Array(buffer)).toEqual(before);
    });

    it("refuse an update rule", () => {
      const { update } = machine();
      expect(() => update(RULES as UpdateRule, 2, X, X, Y, Y)).toThrow(
        `the kernels know no update rule ${RULES}: expected 0 to ${RULES - 1}, `,
      );
    });

    it("run again after it, and name the next", () => {
      const { buffer, run } = machine();
      const tape = new Int32Array(buffer, TAPE, 2);
      tape.set([CODES, Code.end]);
      expect(() => run(TAPE, 0)).toThrow(`instruction ${CODES}: expected 0 to ${CODES - 1}`);
      tape.set([Code.end, Code.end]);
      run(TAPE, 0);
      tape.set([CODES + 7, Code.end]);
      expect(() => run(TAPE, 0)).toThrow(`instruction ${CODES + 7}`);
      // another fault is not taken for it
      tape.set([Code.zero, -64]);
      new Int32Array(buffer, TAPE + 8, 2).set([1000, Code.end]);
      expect(() => run(TAPE, 0)).toThrow(/out of bounds/);
    });
  });
});
