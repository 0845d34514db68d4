import { describe, expect, it } from "vitest";
import { sharedSession, testKernel } from "./support/testKernel.js";

const session = sharedSession(await testKernel());

const shown = async (code: string) => (await session.run(code)).value;

describe("a session", () => {
  it("shares variables between cells", async () => {
    await session.run("const a: number = 1; let { b, ...rest } = { b: 2, c: 3 }; var d = [4]");
    expect(await shown("[a, b, rest.c, ...d]")).toBe("[ 1, 2, 3, 4 ]");
  });

  it("runs a cell with const, class and import again", async () => {
    const cell = 'import { sep } from "node:path"\nconst n = 1\nclass A { n = n }\nnew A()';
    expect(await shown(cell)).toBe("A { n: 1 }");
    expect(await shown(cell.replaceAll("n = 1", "n = 2"))).toBe("A { n: 2 }");
    expect(await shown("sep.length")).toBe("1");
  });

  it("lets functions see what a later cell defines anew", async () => {
    await session.run("const twice = (x) => 2 * helper(x); function helper(x: number) { return x + 1 }");
    expect(await shown("twice(1)")).toBe("4");
    await session.run("function helper(x: number) { return x + 10 }");
    expect(await shown("twice(1)")).toBe("22");
    expect(await shown("helper.name")).toBe("'helper'");
  });

  it("calls functions before their line", async () => {
    expect(await shown("const early = late()\nfunction late() { return 'yes' }\nearly")).toBe("'yes'");
  });

  it("awaits at the top level, and awaits its value", async () => {
    expect(await shown("const later = await Promise.resolve(5)\nlater")).toBe("5");
    expect(await shown("Promise.resolve(6)")).toBe("6");
  });

  it("takes TypeScript: enums that forget, interfaces, generics, parameter properties", async () => {
    await session.run("enum Kind { Elman, Lstm }");
    const cell = `enum Kind { Gru }
interface Named { readonly name: string }
class Layer<T extends Named> { constructor(private readonly inner: T) {} get label() { return this.inner.name as const } }
const first = <T,>(xs: readonly T[]): T | undefined => xs[0]!
;[Kind, new Layer({ name: "s" } satisfies Named).label, first([7])]`;
    expect(await shown(cell)).toBe("[ { '0': 'Gru', Gru: 0 }, 's', 7 ]");
  });

  it("takes JavaScript that is no TypeScript", async () => {
    const { value } = await session.run("const q = 1, r = 3\nq < r > (0)", undefined, "javascript");
    expect(value).toBe("true");
  });

  it("shows the last expression, with a semicolon or without, and nothing when it is undefined", async () => {
    expect(await shown("1 + 1;")).toBe("2");
    expect(await shown("1; void 0")).toBeUndefined();
    expect(await shown("const quiet = 1")).toBeUndefined();
    expect(await shown("null // so it is")).toBe("null");
    expect(await shown("")).toBeUndefined();
  });

  it("is strict: a misspelt variable is not a new one", async () => {
    const { outcome } = await session.run("lerningRate = 0.1");
    expect(outcome).toMatchObject({ error: { name: "ReferenceError", message: "lerningRate is not defined" } });
  });

  it("gives the lab's names, which a cell may take for itself", async () => {
    expect(await shown("answer")).toBe("42");
    expect(await shown("const answer = 43\nanswer")).toBe("43");
    expect(await shown('import { answer as own } from "unroll-notebooks"\nown')).toBe("42");
  });

  it("keeps names of the language's own to the cell, and says so", async () => {
    const { value, text } = await session.run("const Map = 1, performance = 2\nMap");
    expect(value).toBe("1");
    expect(text).toContain("Map, performance are names of JavaScript's own: other cells do not see this cell's.");
    expect(await shown("typeof Map + typeof performance.now")).toBe("'functionfunction'");
  });

  it("shares a var of a loop and of a block", async () => {
    await session.run(
      "for (var i = 0, n = 3; i < n; i++) { var last = i }\nfor (var x of [8, 9]);\nif (true) var { y } = { y: 5 }",
    );
    expect(await shown("[i, n, last, x, y]")).toBe("[ 3, 3, 2, 9, 5 ]");
  });
});
