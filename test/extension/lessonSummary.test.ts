import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lessonSummary } from "../../src/extension/lessonSummary.js";

const notebook = (...cells: { cell_type: string; source: string | string[] }[]) => JSON.stringify({ cells });
const markdown = (source: string | string[]) => ({ cell_type: "markdown", source });

describe("lessonSummary", () => {
  it("takes the first heading and the first sentence after it, without their marks", () => {
    const text = notebook(markdown("# The *first* `lesson`\n\nA [network](https://x.y) **learns**. Then more."));
    expect(lessonSummary(text)).toEqual({ title: "The first lesson", description: "A network learns." });
  });

  it("joins the lines of a source list and of a paragraph", () => {
    const text = notebook(markdown(["# Title\n", "\n", "One sentence\n", "over two lines\n", "\n", "Another."]));
    expect(lessonSummary(text)).toEqual({ title: "Title", description: "One sentence over two lines" });
  });

  it("looks past code cells, for the heading and for the sentence", () => {
    const code = { cell_type: "code", source: "# not a heading" };
    const text = notebook(code, markdown("## Title"), code, markdown("### Sub\nText!"));
    expect(lessonSummary(text)).toEqual({ title: "Title", description: "Text!" });
  });

  it("ends a Chinese sentence, and no sentence at a decimal point", () => {
    expect(lessonSummary(notebook(markdown("# 题\n梯度沿时间往回走。下一句。")))?.description).toBe(
      "梯度沿时间往回走。",
    );
    expect(lessonSummary(notebook(markdown("# T\nIt is 0.5 here. No.")))?.description).toBe("It is 0.5 here.");
  });

  it("knows a notebook without a heading, or without cells", () => {
    expect(lessonSummary(notebook(markdown("no heading")))).toBeUndefined();
    expect(lessonSummary("{}")).toBeUndefined();
    expect(lessonSummary(notebook(markdown("# Alone")))).toEqual({ title: "Alone", description: "" });
  });

  it("reads every lesson that we ship", () => {
    const folder = new URL("../../examples/", import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
    expect(names).not.toEqual([]);
    for (const name of names) {
      const summary = lessonSummary(readFileSync(new URL(name, folder), "utf8"));
      expect(summary?.title, name).toMatch(/\S{2}/);
      expect(summary?.description, name).toMatch(/.{20,300}[.!?。！？]$/);
    }
  });
});
