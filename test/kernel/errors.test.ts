import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testKernel } from "./support/testKernel.js";
import { stackOf, TestSession } from "./support/testSession.js";

const kernel = await testKernel();
let session: TestSession;

/** Runs cells in a fresh session; the stack of the last one, which must fail. */
async function stackAfter(...cells: string[]): Promise<string> {
  session = new TestSession(kernel);
  try {
    let result = await session.run(cells[0]!);
    for (const cell of cells.slice(1)) result = await session.run(cell);
    return stackOf(result);
  } finally {
    session.close();
  }
}

describe("an error", () => {
  it("names the line, shows it, and hides all frames but the cell's", async () => {
    expect(await stackAfter("const fine = 1\n\nnull.x")).toBe(
      [
        "TypeError: Cannot read properties of null (reading 'x')",
        "Cell In [1], line 3",
        "  3 | null.x",
        "    |      ^",
      ].join("\n"),
    );
  });

  it("keeps lines true below types, imports, enums and functions that move to the head", async () => {
    const cell = [
      'import { sep } from "node:path"',
      "interface Long {",
      "  a: number",
      "}",
      "enum Kind { A, B }",
      "const k: Kind = Kind.A",
      "function fails<T>(x: T): never {",
      "  const y: T = x",
      "  throw new Error('no ' + y)",
      "}",
      "const [a] = [1]",
      "fails<number>(a as number)",
    ];
    expect(await stackAfter(cell.join("\n"))).toBe(
      [
        "Error: no 1",
        "Cell In [1], line 9",
        "  9 |   throw new Error('no ' + y)",
        "    |         ^",
        "    at fails (Cell In [1], line 9)",
        "    at Cell In [1], line 12",
      ].join("\n"),
    );
  });

  it("names the cells of functions defined earlier", async () => {
    const stack = await stackAfter(
      "const f = () => {\n  throw new RangeError('far')\n}",
      "class Model {\n  forward() {\n    f()\n  }\n}",
      "new Model().forward()",
    );
    expect(stack.split("\n").filter((line) => line.includes("Cell"))).toEqual([
      "Cell In [1], line 2",
      "    at f (Cell In [1], line 2)",
      "    at forward (Cell In [2], line 3)",
      "    at Cell In [3], line 1",
    ]);
  });

  it("follows awaits", async () => {
    const stack = await stackAfter(
      "async function inner() {\n  await null\n  throw new Error('late')\n}\nasync function outer() {\n  await inner()\n}\n\nawait outer()",
    );
    expect(stack.split("\n").filter((line) => line.includes("    at"))).toEqual([
      "    at inner (Cell In [1], line 3)",
      "    at async outer (Cell In [1], line 6)",
      "    at async Cell In [1], line 9",
    ]);
  });

  it("keeps a message of several lines whole", async () => {
    const stack = await stackAfter("throw new Error('line 1, column 3: what\\n\\n1 | s[t\\n    ^')");
    expect(stack).toContain("Error: line 1, column 3: what\n\n1 | s[t\n    ^\nCell In [1], line 1\n");
  });

  it("shows causes, each with its place", async () => {
    const stack = await stackAfter(
      "let cause\ntry {\n  null.x\n} catch (error) {\n  cause = error\n}\nthrow new Error('outer', { cause })",
    );
    expect(stack).toContain("Error: outer\nCell In [1], line 7\n");
    expect(stack).toContain("Caused by TypeError: Cannot read properties of null (reading 'x')\nCell In [1], line 3\n");
  });

  it("ends at a cause that is its own cause", async () => {
    const stack = await stackAfter("const round = new Error('round')\nround.cause = round\nthrow round");
    expect(stack.match(/Caused by/g)).toHaveLength(4);
  });

  it("may be any value", async () => {
    expect(await stackAfter("throw { code: 7 }")).toBe("Thrown value: { code: 7 }");
    expect(await stackAfter("throw undefined")).toBe("Thrown value: undefined");
    expect(await stackAfter("throw { get [Symbol.toStringTag]() { throw 1 } }")).toContain("cannot be read");
  });

  it("may be any Error, even one without a usable text", async () => {
    expect(await stackAfter("class Odd extends Error { get message() { throw 1 } }\nthrow new Odd()")).toContain(
      "cannot be read",
    );
    expect(await stackAfter("const e = new Error('m'); e.name = ''; throw e")).toContain("Error: m");
  });

  it("shows the user's own files, not Node's", async () => {
    await writeFile(join(kernel.folder, "helper.mjs"), "export function check(x) {\n  JSON.parse(x)\n}\n");
    const stack = await stackAfter('import { check } from "./helper.mjs"\ncheck("{")');
    expect(stack).toContain("helper.mjs:2:8\n    at check (helper.mjs:2:8)\n    at Cell In [1], line 2");
    expect(stack).not.toContain("node:");
  });

  it("reads the same when it is printed", async () => {
    session = new TestSession(kernel);
    const { text } = await session.run("\nconst fail = () => {\n  console.log(new Error('seen'))\n}\nfail()");
    session.close();
    expect(text).toBe("Error: seen\n    at fail (Cell In [1], line 3)\n    at Cell In [1], line 5\n");
  });
});

describe("a syntax error", () => {
  it("points at the place", async () => {
    expect(await stackAfter("const a = 1\nconst = 4")).toBe(
      "SyntaxError: Unexpected token\nCell In [1], line 2\n  2 | const = 4\n    |       ^",
    );
  });

  it("points at the place of what only the second parser sees", async () => {
    expect(await stackAfter("const a = 1\nlet a = 2")).toBe(
      "SyntaxError: Identifier 'a' has already been declared\nCell In [1], line 2\n  2 | let a = 2\n    |     ^",
    );
  });

  it("shows the line alone where types hide the column", async () => {
    expect(await stackAfter("const a = 1\nconst b: number = 1; let a = 2")).toBe(
      "SyntaxError: Identifier 'a' has already been declared\nCell In [1], line 2\n  2 | const b: number = 1; let a = 2",
    );
  });

  it("runs nothing and defines nothing", async () => {
    expect(await stackAfter("const before = 1\nconst = 2", "before")).toContain("before is not defined");
  });

  it("refuses what a cell cannot export", async () => {
    expect(await stackAfter('\nexport * from "node:path"')).toContain("nothing to export: the other cells see");
    expect(await stackAfter("export default 1")).toContain("Cell In [1], line 1\n  1 | export default 1");
  });

  it("says which export is missing", async () => {
    const stack = await stackAfter('import { sepp } from "node:path"');
    expect(stack).toContain('"node:path" exports nothing named "sepp". If it is a type, write: import { type sepp }');
  });

  it("finds no package where the notebook has none", async () => {
    expect(await stackAfter('import x from "no-such-package"')).toContain("Cannot find package 'no-such-package'");
  });
});
