/** Texts, tables and sequences that the user brings. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, DataError, OptionError, Random, tasks } from "../../../src/lab/index.js";
import { modelFor } from "./networks.js";

interface Classes {
  x: number[];
  target: number[];
}

describe("text", () => {
  const lyric = tasks.text("想要有直升机");

  it("is one sequence: each character is followed by the next", () => {
    expect(lyric.vocabulary).toEqual(["想", "要", "有", "直", "升", "机"]);
    expect([lyric.size, lyric.length, lyric.fixed, lyric.stateful]).toEqual([6, 5, true, false]);
    for (let i = 0; i < 3; i++) expect(lyric.batch()).toEqual({ x: [0, 1, 2, 3, 4], target: [1, 2, 3, 4, 5] });
    expect(lyric.tokens(lyric.batch())).toEqual({ x: [..."想要有直升"], target: [..."要有直升机"] });
    expect(lyric.baseline).toMatchObject({ total: 5 * Math.log(6), formula: "5 ln 6", perStepFormula: "ln 6" });
  });

  it("decodes what it encodes, characters of two code units too", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2, unit: "grapheme" }), (content) => {
        fc.pre([...content].length >= 2);
        const task = tasks.text(content);
        expect(task.decode(task.encode(content))).toBe(content);
        expect(task.size).toBe(new Set(content).size);
      }),
    );
  });

  it("decodes the most probable characters of probabilities and tensors", () => {
    expect(lyric.decode([[0.1, 0.9], { data: Float64Array.of(0, 0, 1) }, 5])).toBe("要有机");
  });

  it("takes a given vocabulary, and says which character is not in it", () => {
    expect(tasks.text("ba", { vocabulary: ["a", "b", "c"] }).batch()).toEqual({ x: [1], target: [0] });
    expect(() => lyric.encode("想x")).toThrow(new DataError('character 2, "x", is not in the vocabulary'));
    expect(lyric.batchOf("直升机")).toEqual({ x: [3, 4], target: [4, 5] });
    expect(() => tasks.text("ab", { vocabulary: ["a", "b", "a"] })).toThrow('the vocabulary has "a" twice');
  });

  it("makes blanks and line ends visible", () => {
    const task = tasks.text("a b\nc\td");
    expect(task.tokens(task.batch()).x).toEqual(["a", "␣", "b", "⏎", "c", "⇥"]);
  });

  it("goes through a long text window by window, and begins again", () => {
    const content = "abcdefghijk";
    const task = tasks.text(content, { window: 3 });
    expect([task.length, task.fixed, task.stateful]).toEqual([3, false, true]);
    const read = Array.from({ length: 4 }, () => task.decode((task.batch() as unknown as Classes).x));
    expect(read).toEqual(["abc", "def", "ghi", "abc"]);
  });

  it("reads at n places at once", () => {
    const task = tasks.text("abcdefghijkl", { window: 2 });
    const rows = (): string[] => (task.batch(2).x as number[][]).map((row) => task.decode(row));
    expect([rows(), rows(), rows(), rows()]).toEqual([
      ["ab", "fg"],
      ["cd", "hi"],
      ["ef", "jk"],
      ["gh", "ab"],
    ]);
  });

  it("reads as n sequences when a window is as long as the vocabulary is large", () => {
    const task = tasks.text("abcabcabcabc", { window: 3 });
    const batch = task.batch(3);
    const trace = backward(modelFor(task, "crossEntropy", "t"), batch);
    expect([trace.batchSize, trace.timeSteps]).toEqual([3, 3]);
    expect(task.tokens(batch)).toEqual({ x: ["a", "b", "c"], target: ["b", "c", "a"] });
  });

  it.each([
    [() => tasks.text("a"), DataError, 'tasks.text needs at least two characters, found "a"'],
    [() => tasks.text(undefined as never), DataError, "tasks.text takes a text"],
    [
      () => tasks.text("abc", { window: 3 }),
      DataError,
      "a window of 3 steps is longer than the text, which has 3 characters",
    ],
    [() => tasks.text("abc", { window: 0 }), OptionError, "window is 0"],
    [() => tasks.text("abc", { windows: 2 } as never), OptionError, "Did you mean window?"],
  ] as const)("refuses what does not fit: %#", (make, kind, message) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  });
});

describe("lines", () => {
  const content = "abc\n\nx\r\nbcad\ncab\n";

  it("draws whole lines of at least two characters", () => {
    const task = tasks.lines(content);
    expect(task.vocabulary).toEqual(["a", "b", "c", "d"]);
    const drawn = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const { x, target } = task.batch() as unknown as Classes;
      drawn.add(task.decode([...x, target[target.length - 1]!]));
      expect(target.slice(0, -1)).toEqual(x.slice(1));
    }
    expect([...drawn].sort()).toEqual(["abc", "bcad", "cab"]);
  });

  it("costs what its mean line costs, and knows a common length", () => {
    expect(tasks.lines(content).baseline!.total).toBeCloseTo((7 / 3) * Math.log(4), 12);
    expect(tasks.lines(content).baseline!.formula).toBe("2.33 ln 4");
    expect(tasks.lines(content).length).toBeNull();
    expect(tasks.lines("abc\ncba").length).toBe(2);
  });

  it("cuts a batch to its shortest line", () => {
    const { x, target } = tasks.lines(content).batch(20) as unknown as { x: number[][]; target: number[][] };
    expect(new Set([...x, ...target].map((row) => row.length))).toEqual(new Set([2]));
  });

  it("refuses a text without lines", () => {
    expect(() => tasks.lines("a\nb\n")).toThrow("tasks.lines needs at least one line of two characters");
  });
});

describe("csv", () => {
  const table = '\uFEFFday, price ,sold\n1,10,5\n2,12,6\n3,"11",7\n\n';

  it("takes columns by name", () => {
    const task = tasks.csv(table, { x: ["day", "price"], target: "sold" });
    expect(task.batch()).toEqual({
      x: [
        [1, 10],
        [2, 12],
        [3, 11],
      ],
      target: [[5], [6], [7]],
    });
    expect([task.sizes, task.length, task.fixed]).toEqual([{ x: 2, target: 1 }, 3, true]);
    expect(task.baseline!.perStep).toBeCloseTo(2 / 3, 12);
    expect(task.baseline!.total).toBeCloseTo(2, 12);
  });

  it("looks ahead to forecast", () => {
    const task = tasks.csv(table, { x: ["price"], target: ["price"], ahead: 1 });
    expect(task.batch()).toEqual({ x: [[10], [12]], target: [[12], [11]] });
    expect(task.length).toBe(2);
    expect(task.description).toBe("3 rows; price → price, 1 row ahead.");
  });

  it.each([
    [() => tasks.csv("a,b\n1,2\n3,x", { x: "a", target: "b" }), DataError, 'row 3, column b is "x", expected a number'],
    [() => tasks.csv("a,b\n1,2\n3,", { x: "a", target: "b" }), DataError, 'row 3, column b is "", expected a number'],
    [() => tasks.csv("a,b\n1,2\n3", { x: "a", target: "b" }), DataError, "row 3 is 1 wide, expected 2"],
    [() => tasks.csv("a,b\n1,000,2", { x: "a", target: "b" }), DataError, "row 2 is 3 wide, expected 2"],
    [
      () => tasks.csv("a,b,a\n1,2,3", { x: "a", target: "b" }),
      OptionError,
      'x names "a", but there are 2 columns of that name; there are a, b, a',
    ],
    [
      () => tasks.csv("a,b\n1,2", { x: "c", target: "b" }),
      OptionError,
      'x names "c", but there is no such column; there are a, b',
    ],
    [() => tasks.csv("a,b", { x: "a", target: "b" }), DataError, "found 0 rows below the header, expected more than 0"],
    [() => tasks.csv("a,b\n1,2", { x: "a", target: "b", ahead: 1 }), DataError, "expected more than 1"],
    [
      () => tasks.csv("a,b\n1,2", undefined as never),
      OptionError,
      "tasks.csv needs x: the names of its columns; there are a, b",
    ],
    [() => tasks.csv("a,b\n1,2", { x: "a" } as never), OptionError, "tasks.csv needs target"],
    [() => tasks.csv("a\n1", { x: "a", target: "a", Target: 1 } as never), OptionError, "Did you mean target?"],
  ] as const)("says where it does not fit: %#", (make, kind, message) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  });
});

describe("sequences", () => {
  const two = tasks.sequences([
    {
      x: [
        [1, 2],
        [3, 4],
      ],
      target: [[1], [0]],
    },
    {
      x: [
        [5, 6],
        [7, 8],
      ],
      target: [[0], [1]],
    },
  ]);

  it("are taken in turn, one or several", () => {
    expect([two.batch().x, two.batch().x, two.batch().x]).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(two.batch(2)).toEqual({
      x: [
        [
          [5, 6],
          [7, 8],
        ],
        [
          [1, 2],
          [3, 4],
        ],
      ],
      target: [
        [[0], [1]],
        [[1], [0]],
      ],
    });
  });

  it("tell their sizes: vectors, classes, numbers, batches", () => {
    expect([two.size, two.sizes, two.length, two.fixed]).toEqual([2, { x: 2, target: 1 }, 2, false]);
    expect(tasks.sequences([{ x: [0, 2, 1], target: [0.5, 1, 2] }]).sizes).toEqual({ x: 3, target: 1 });
    const batched = tasks.sequences([{ x: [[[1, 2, 3]], [[4, 5, 6]]], target: [[[1]], [[2]]] }]);
    expect([batched.sizes, batched.length]).toEqual([{ x: 3, target: 1 }, 1]);
    expect(tasks.sequences([{ x: [Float64Array.of(1, 2)], target: [1] }]).sizes.x).toBe(2);
    expect(tasks.sequences([{ T: 3, target: [[1]] }]).size).toBe(0);
    expect(tasks.sequences([{ x: [1, 2] }, { x: [1, 2, 3] }]).length).toBeNull();
  });

  it("are a list of objects", () => {
    for (const wrong of [[], { x: [1] }, [[1, 2]], [null]])
      expect(() => tasks.sequences(wrong as never)).toThrow(DataError);
  });
});

describe("load", () => {
  const genesis = fileURLToPath(new URL("../../../examples/data/genesis.txt", import.meta.url));

  it("reads a file", async () => {
    const content = await tasks.load(genesis);
    expect(content).toBe(readFileSync(genesis, "utf8"));
    expect(content.startsWith("In the beginning God created the heaven and the earth.\n")).toBe(true);
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(200_000);
    const task = tasks.text(content, { window: 25 });
    expect(task.size).toBe(60);
    expect(task.baseline!.total).toBeCloseTo(25 * Math.log(60), 12);
  });

  it("says what it could not read, and where it looked", async () => {
    const failure = tasks.load("no/such.txt");
    await expect(failure).rejects.toThrow(DataError);
    await expect(failure).rejects.toThrow(`cannot read no/such.txt in ${process.cwd()}: ENOENT`);
  });
});

describe("a task's own generator", () => {
  it("is not used when one is given", () => {
    const task = tasks.lines("abc\nbca\ncab\nacb");
    const first = tasks.lines("abc\nbca\ncab\nacb").batch(9);
    task.batch(9, new Random(1));
    expect(task.batch(9)).toEqual(first);
  });
});
