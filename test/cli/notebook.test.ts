import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { formatNotebook } from "../../src/cli/formatNotebook.js";
import { joined, lines, type Notebook, NotebookError, parseNotebook } from "../../src/cli/notebook.js";
import { OutputList } from "../../src/cli/outputList.js";
import { nbformat45 } from "./support/nbformat.js";

const cell = fc.record(
  {
    id: fc.oneof(fc.constantFrom("a", "b", "", "no good", "x".repeat(65)), fc.string()),
    cell_type: fc.constantFrom("code", "markdown", "raw"),
    metadata: fc.dictionary(fc.string(), fc.jsonValue()),
    source: fc.oneof(fc.string({ unit: fc.constantFrom("a", "\n", "é", "\r") }), fc.array(fc.string())),
  },
  { requiredKeys: ["cell_type", "source"] },
);
const notebook = fc.record(
  {
    nbformat: fc.constant(4),
    nbformat_minor: fc.constantFrom(0, 2, 5),
    metadata: fc.record({ kernelspec: fc.constant({ name: "other", language: "typescript" }) }, { requiredKeys: [] }),
    cells: fc.array(cell),
  },
  { requiredKeys: ["nbformat", "cells"] },
);
const read = (value: unknown) => parseNotebook(JSON.stringify(value), "test.ipynb");

describe("a written notebook", () => {
  it("is valid nbformat 4.5, whatever was read", () => {
    fc.assert(fc.property(notebook, (given) => void v.parse(nbformat45, JSON.parse(formatNotebook(read(given))))));
  });

  it("does not change when it is written again", () => {
    fc.assert(
      fc.property(notebook, (given) => {
        const once = formatNotebook(read(given));
        expect(formatNotebook(parseNotebook(once, "test.ipynb"))).toBe(once);
      }),
    );
  });

  it("keeps ids, metadata and texts", () => {
    const source = "const a = 1\na";
    const metadata = { authors: [{ name: "A" }], language_info: { name: "javascript", version: "20" } };
    const written = JSON.parse(
      formatNotebook(
        read({ nbformat: 4, metadata, cells: [{ id: "kept", cell_type: "code", metadata: { tags: ["t"] }, source }] }),
      ),
    );
    expect(written.cells[0]).toMatchObject({ id: "kept", metadata: { tags: ["t"] }, source: ["const a = 1\n", "a"] });
    expect(written.metadata).toMatchObject({ ...metadata, kernelspec: { name: "unroll", display_name: "Unroll" } });
  });

  it("stores lines that join to the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r") }), (text) => {
        expect(joined(lines(text))).toBe(text);
        for (const line of lines(text).slice(0, -1)) expect(line.endsWith("\n")).toBe(true);
      }),
    );
  });
});

describe("a file that is no notebook", () => {
  const refusal = (text: string) => () => parseNotebook(text, "x.ipynb");
  it("is refused with its name and the reason", () => {
    expect(refusal("{")).toThrow(NotebookError);
    expect(refusal("{")).toThrow(/^x\.ipynb is not JSON, as a notebook must be: /);
    expect(refusal("[]")).toThrow(/^x\.ipynb is no notebook: /);
    expect(refusal('{"nbformat":4,"cells":3}')).toThrow(/^x\.ipynb is no notebook: cells: .*received 3/i);
    expect(refusal('{"nbformat":4,"cells":[{"cell_type":"code"}]}')).toThrow(/cells\.0\.source/);
    expect(refusal('{"nbformat":3,"cells":[]}')).toThrow("has notebook format 3; format 4 is needed");
    expect(refusal('{"nbformat":4,"metadata":{"language_info":{"name":"python"}},"cells":[]}')).toThrow(
      "x.ipynb is a notebook in python; Unroll runs TypeScript and JavaScript",
    );
  });

  it("may begin with a byte order mark", () => {
    expect(parseNotebook('\uFEFF{"nbformat":4,"cells":[]}', "x.ipynb").cells).toEqual([]);
  });
});

describe("a cell's outputs", () => {
  const shown = (...events: Parameters<OutputList["add"]>[0][]) => {
    const list = new OutputList(7);
    for (const event of events) list.add(event);
    const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
    const code = { cell_type: "code" as const, metadata: {}, source: "", outputs: list.outputs };
    return v.parse(nbformat45, JSON.parse(formatNotebook({ ...notebook, cells: [code] }))).cells[0];
  };
  const stream = (name: "stdout" | "stderr", text: string) => ({ type: "stream", id: "1", name, text }) as const;
  const display = (text: string, more: { displayId?: string; isResult?: boolean } = {}) =>
    ({ type: "display", id: "1", data: { "text/plain": text }, ...more }) as const;

  it("join what is printed to one stream", () => {
    expect(shown(stream("stdout", "a\nb"), stream("stdout", "c\n"), stream("stderr", "d"))).toMatchObject({
      outputs: [
        { name: "stdout", text: ["a\n", "bc\n"] },
        { name: "stderr", text: ["d"] },
      ],
    });
  });

  it("replace a live output in place, by the result too", () => {
    const live = display("live", { displayId: "d" });
    expect(shown(live, stream("stdout", "a"), display("end", { displayId: "d", isResult: true }))).toMatchObject({
      outputs: [
        { output_type: "execute_result", execution_count: 7, data: { "text/plain": ["end"] } },
        { name: "stdout" },
      ],
    });
  });

  it("forget a live output that is taken away", () => {
    const clear = { type: "clearDisplay", id: "1", displayId: "d" } as const;
    expect(shown(display("live", { displayId: "d" }), clear, display("b"))).toMatchObject({
      outputs: [{ output_type: "display_data", data: { "text/plain": ["b"] } }],
    });
  });

  it("store each type as notebooks do", () => {
    const data = {
      "application/vnd.unroll.v1+json": '{"alt":"a"}',
      "image/svg+xml": "<svg>\n</svg>",
      "image/png": "AQID",
    };
    expect(shown({ type: "display", id: "1", data })).toMatchObject({
      outputs: [
        {
          data: {
            "application/vnd.unroll.v1+json": { alt: "a" },
            "image/svg+xml": ["<svg>\n", "</svg>"],
            "image/png": "AQID",
          },
        },
      ],
    });
  });

  it("keep JSON that is malformed as text", () => {
    expect(shown({ type: "display", id: "1", data: { "application/json": "{" } })).toMatchObject({
      outputs: [{ data: { "application/json": "{" } }],
    });
  });
});
