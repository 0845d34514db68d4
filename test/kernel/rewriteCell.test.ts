import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CellSyntaxError } from "../../src/kernel/cellSyntaxError.js";
import { rewriteCell } from "../../src/kernel/rewriteCell.js";

/** The rewritten statements, without what is put around every cell. */
function body(source: string, localNames?: string[]): string {
  const { code } = rewriteCell(source, { localNames: new Set(localNames) });
  expect(code.startsWith('(async () => { "use strict"; ')).toBe(true);
  return code.slice('(async () => { "use strict"; '.length, -"\n})()".length);
}

describe("a rewritten cell", () => {
  it("assigns what it declares", () => {
    expect(body("const a = 1, { b, ...c } = o")).toBe("; (a = 1), ({ b, ...c } = o);");
    expect(body("let z")).toBe("; (z = void 0);");
    expect(body("class A extends B {}")).toBe(";(A = class A extends B {});");
    expect(body("x; async function* f(a) {}")).toBe("f = async function*  (a) {};x; ");
  });

  it("knows the session's names", () => {
    const { shared } = rewriteCell(
      "const { a, b: [c = 1, ...d] } = o; let e; function f() { const no = 1 } class G {}\nimport h, * as i from 'p'",
    );
    expect(shared).toEqual(["a", "c", "d", "e", "f", "G", "h", "i"]);
  });

  it("leaves inner declarations alone", () => {
    const inner = "if (a) { const b = 1; let c } for (const d of e) { function g() { var h } }";
    expect(body(inner)).toBe(inner);
    expect(rewriteCell(inner).shared).toEqual([]);
  });

  it("shares a var wherever it stands, but not a function's", () => {
    expect(body("for (var i = 0, j; i < 3;) { var k = i }")).toBe(
      "for ((i = 0), (j = void 0); i < 3;) { void (k = i) }",
    );
    expect(body("for (var [a] of b) for (var c in d);")).toBe("for ([a] of b) for (c in d);");
    expect(body("const f = () => { var x = 1 }")).toBe("; (f = () => { var x = 1 });");
    expect(body("class A { static { var x = 1 } }")).toBe(";(A = class A { static { var x = 1 } });");
  });

  it("never lets a line join the one before", () => {
    expect(body("foo()\nconst { a } = b")).toBe("foo()\n; ({ a } = b);");
    expect(body("class A {}\n(1)")).toBe(";(A = class A {});\n;return ((1))");
    expect(body("{ foo()\nvar { a } = b }")).toBe("{ foo()\nvoid ({ a } = b) }");
  });

  it("returns its last expression", () => {
    expect(body("1 + 1;")).toBe(";return (1 + 1);");
    expect(body("(a, b) // why")).toBe(";return ((a, b)) // why");
    expect(body("x // why\n;\n;")).toBe(";return (x // why\n);\n;");
    expect(body("const a = 1")).not.toContain("return");
    expect(body("if (a) b")).not.toContain("return");
  });

  it("can give up what it awaits", () => {
    expect(body("const a = await b")).toBe("; (a = await __unrollAwait( b));");
    expect(body("await await (b, c);")).toBe(";return (await __unrollAwait( await __unrollAwait( (b, c))));");
    expect(body("let f = async () => { for await (const x of (a, b)) await(x) }")).toBe(
      "; (f = async () => { for await (const x of __unrollEach((a, b))) await __unrollAwait((x)) });",
    );
  });

  it("imports by calls", () => {
    expect(body('import d, { a as b, "c-c" as c } from "p"')).toBe(
      ';({ "default": d, "a": b, "c-c": c } = await __unrollImport("p", ["default","a","c-c"]));',
    );
    expect(body('import * as n from "p"')).toBe(';(n = await __unrollImport("p", []));');
    expect(body('import d, * as n from "p"')).toBe(
      ';(n = await __unrollImport("p", ["default"])); ({ "default": d } = n);',
    );
    expect(body('import j from "./a.json" with { type: "json" }')).toContain('["default"], {"type":"json"})');
    expect(body('import "p"')).toBe(';await __unrollImport("p", []);');
    expect(body('import type { T } from "p"; import { type U } from "q"')).not.toContain('"p"');
  });

  it("forgets exports", () => {
    expect(body("export const a = 1; const b = 2; export { b }")).toBe("; (a = 1);; ; (b = 2);; ;");
    expect(body("export function f() {}")).toContain("f = function () {};");
  });

  it("keeps reserved names to itself", () => {
    const { code, shared, local } = rewriteCell("const Map = 1, a = 2; class Set {}\nfunction Error() {}", {
      localNames: new Set(["Map", "Set", "Error"]),
    });
    expect(code).toContain("const Map = 1, a = 2; class Set {}\nfunction Error() {}");
    expect([shared, local]).toEqual([[], ["Map", "a", "Set", "Error"]]);
    expect(body('import { Map } from "p"', ["Map"])).toContain('const { "Map": Map } = await');
  });

  it("refuses a return, and an await where none can be", () => {
    expect(() => rewriteCell("return 1")).toThrow(CellSyntaxError);
    expect(() => rewriteCell("\nfunction f() { await 1 }")).toThrow(expect.objectContaining({ line: 2 }));
  });
});

const statement = fc.constantFrom(
  "const a = 1",
  "let b: number",
  "var c = [\n  1,\n  2\n]",
  "function f(x: number) {\n  return x\n}",
  "async function* g() {}",
  "class A<T> {\n  private n = 1\n}",
  "enum E {\n  X,\n  Y\n}",
  "interface I {\n  n: number\n}",
  "import { q } from 'p'",
  "export const r = `\n`",
  "if (a) { var d = 1 }",
  "const h = await b",
  "for await (const x of (a, b)) await (x)",
  "// a remark",
  "foo()",
  "",
);
/** Declares each name at most once, as a cell must. */
const cell = fc.uniqueArray(statement, { maxLength: 12 });

describe("positions", () => {
  it("lead back to the user's line and column from anywhere", () => {
    fc.assert(
      fc.property(cell, cell, fc.nat(8), (before, after, indent) => {
        const statements = [...new Set([...before, "@", ...after])];
        const source = statements.join("\n").replace("@", `${" ".repeat(indent)}MARK()`);
        const { code, positions } = rewriteCell(source);
        expect(positions.original(...place(code))).toEqual({ line: place(source)[0], column: indent + 1 });
      }),
    );
  });

  it("of every cell are in its text, or nowhere", () => {
    fc.assert(
      fc.property(
        cell,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 80 }),
        (statements, line, column) => {
          const source = statements.join("\n");
          const found = rewriteCell(source).positions.original(line, column);
          if (found) expect(found.line).toBeLessThanOrEqual(source.split("\n").length);
        },
      ),
    );
  });

  it("are those of a script that V8 takes", () => {
    fc.assert(
      fc.property(cell, (statements) => {
        expect(() => new Function(rewriteCell(statements.join("\n")).code)).not.toThrow();
      }),
    );
  });
});

/** Line and column of MARK, from 1. */
function place(text: string): [number, number] {
  const lines = text.slice(0, text.indexOf("MARK")).split("\n");
  return [lines.length, lines.at(-1)!.length + 1];
}
