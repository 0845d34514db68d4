/** What stands where in a derivation, and what is said of it. */
import { describe, expect, it } from "vitest";
import { agreementOf, agreementText } from "../../../src/renderer/derivation/agreement.js";
import {
  derivationGroups,
  derivationNote,
  derivationVerdict,
  groupRemarks,
  nearestCheck,
} from "../../../src/renderer/derivation/derivationModel.js";
import { derivationRoom } from "../../../src/renderer/derivation/derivationRoom.js";
import { derivationWordsEn as en, derivationWordsZhCn as zh } from "../../../src/renderer/derivation/words.js";
import { parsePayload } from "../../../src/trace/index.js";
import { elmanDerivation, scalarDerivation } from "../fixtures/derivation.js";
import { labDerivation } from "../fixtures/labDerivation.js";

const LAB = ["lstm", "manyToOne", "bidirectional", "feedForward"] as const;

describe("the fixtures", () => {
  it("are payloads", () => {
    for (const payload of [
      elmanDerivation(),
      elmanDerivation({ trace: false }),
      scalarDerivation(),
      ...LAB.map(labDerivation),
    ])
      expect(parsePayload(payload)).toEqual(payload);
  });
});

describe("the groups", () => {
  const groupsOf = ({ derivation, network }: ReturnType<typeof elmanDerivation>) =>
    derivationGroups(derivation, network);

  it("stand in the order of the computation, each line once", () => {
    const groups = groupsOf(elmanDerivation());
    expect(groups.map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ["adjoint", 2],
      ["delta", 1],
      ["gradient", 3],
      ["jacobian", 1],
    ]);
  });

  it.each(LAB)("of %s have a key for every line", (name) => {
    const keys = groupsOf(labDerivation(name)).flatMap(({ lines }) => lines.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(labDerivation(name).derivation.lines.length);
  });

  it("say once that what lies outside is zero, and beside each line what holds for it alone", () => {
    const [adjoint, delta] = groupsOf(scalarDerivation());
    expect(adjoint!.note).toBe("zeroBeyondEnd");
    expect(adjoint!.lines[0]!.notes).toEqual([]);
    expect(delta!.note).toBeNull();
    expect(delta!.lines[0]!.notes).toEqual(["lastStepOnly", "fusedSigmoid"]);
  });

  it("tell softmax from sigmoid where output and loss are taken together", () => {
    const delta = groupsOf(labDerivation("lstm")).find(({ kind }) => kind === "delta")!;
    expect(delta.lines.find(({ source }) => source.name === "y")!.notes).toEqual(["fusedSoftmaxOne"]);
  });

  it("explain the sum over time only where there is one", () => {
    const remarks = (payload: ReturnType<typeof elmanDerivation>) =>
      groupsOf(payload)
        .filter(({ kind }) => kind === "gradient")
        .flatMap((group) => groupRemarks(group, en));
    expect(remarks(elmanDerivation())).toEqual([en.headings.gradient.gloss]);
    expect(remarks(labDerivation("feedForward"))).toEqual([]);
  });

  it("colour gradients, on either side", () => {
    const [adjoint, , , jacobian] = groupsOf(elmanDerivation());
    expect(adjoint!.lines[1]!.left).toContain("\\textcolor{red}{\\frac{\\partial E}{\\partial s_{t}}}");
    expect(adjoint!.lines[1]!.right).toContain("\\textcolor{red}{\\delta^{s}_{t+1}}");
    expect(adjoint!.lines[1]!.right).not.toContain("\\textcolor{red}{W}");
    expect(jacobian!.lines[0]!.left).not.toContain("red");
  });

  it("have nothing to open without a trace", () => {
    const open = (trace: boolean) =>
      groupsOf(elmanDerivation({ trace })).flatMap(({ lines }) => lines.filter((l) => l.hasNumbers));
    expect(open(false)).toEqual([]);
    expect(open(true)).toHaveLength(7);
  });
});

describe("the verdict", () => {
  const verdict = (payload: ReturnType<typeof elmanDerivation>) => derivationVerdict(payload.derivation, en);

  it("asks for a trace where there is none", () => {
    expect(verdict(elmanDerivation({ trace: false }))).toBe(en.noTrace);
  });

  it("names the lines that differ", () => {
    expect(verdict(elmanDerivation({ factor: 1.2 }))).toBe(en.someDiffer("∂E/∂s[t]", "0.17"));
    expect(verdict(elmanDerivation())).toBe(en.allAgreeExactly);
  });

  it.each(LAB)("of %s, derived by the lab, is that all agree", (name) => {
    const { derivation } = labDerivation(name);
    expect(derivation.largestDifference).toBeLessThan(1e-14);
    expect(verdict(labDerivation(name))).toContain("every line equals what backpropagation found");
  });

  it("says what is not finite", () => {
    const { derivation } = elmanDerivation();
    expect(derivationVerdict({ ...derivation, largestDifference: null }, zh)).toBe(zh.anyNotFinite);
  });
});

describe("the note", () => {
  it("tells whose numbers they are, and when they are not kept", () => {
    expect(derivationNote(elmanDerivation().derivation, en)).toBeNull();
    expect(derivationNote(elmanDerivation({ batchSize: 8 }).derivation, en)).toBe(en.ofBatch(8));
    const { derivation } = elmanDerivation();
    const bare = derivation.lines.map(({ total: _, ...line }) => ({ ...line, checks: [] }));
    expect(derivationNote({ ...derivation, lines: bare }, en)).toBe(en.notKept);
    expect(derivationNote(elmanDerivation({ trace: false, batchSize: 8 }).derivation, en)).toBeNull();
  });
});

describe("agreement", () => {
  it("is in words, with the difference", () => {
    expect(agreementText(agreementOf(0), en)).toBe("both sides agree to the last digit");
    expect(agreementText(agreementOf(2e-17), en)).toBe("both sides agree (difference 2×10⁻¹⁷)");
    expect(agreementText(agreementOf(0.43), en)).toBe("the two sides do not agree (relative difference 0.43)");
    expect(agreementText(agreementOf(null), zh)).toBe(zh.notFinite);
  });
});

describe("nearestCheck", () => {
  it("is the latest until a time is asked for, then the nearest", () => {
    const times = [20, 19, 10, 1];
    expect(nearestCheck(times, null)).toBe(0);
    expect(nearestCheck(times, 10)).toBe(2);
    expect(nearestCheck(times, 4)).toBe(3);
  });
});

describe("the room", () => {
  it("shrinks a line only when its widest term would not fit", () => {
    const { derivation } = elmanDerivation();
    const [narrow, wide] = [600, 1600].map((width) => derivationRoom(derivation, width));
    const long = `= ${"W \\, ".repeat(60)}`;
    expect(wide!.scaleOf("= W s")).toBe(1);
    expect(narrow!.scaleOf(long)).toBeLessThan(wide!.scaleOf(long));
    expect(wide!.numbers).toBeGreaterThan(narrow!.numbers);
  });
});
