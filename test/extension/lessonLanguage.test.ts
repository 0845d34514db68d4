import { describe, expect, it } from "vitest";
import { lessonsInLanguage } from "../../src/extension/lessonLanguage.js";

const NAMES = ["002-b.zh-cn.ipynb", "002-b.ipynb", "001-a.ipynb", "001-a.zh-cn.ipynb", "003-only.ipynb", "README.md"];

describe("lessonsInLanguage", () => {
  it("gives a reader of Chinese the Chinese lesson, and the English one where there is no other", () => {
    const chinese = ["001-a.zh-cn.ipynb", "002-b.zh-cn.ipynb", "003-only.ipynb"];
    expect(lessonsInLanguage(NAMES, "zh-cn")).toEqual(chinese);
    expect(lessonsInLanguage([...NAMES].reverse(), "zh-Hans")).toEqual(chinese);
  });

  it("gives everyone else the English lesson, in whatever order the files come", () => {
    const english = ["001-a.ipynb", "002-b.ipynb", "003-only.ipynb"];
    expect(lessonsInLanguage(NAMES, "en")).toEqual(english);
    expect(lessonsInLanguage([...NAMES].reverse(), "de")).toEqual(english);
  });

  it("keeps a lesson that exists in Chinese alone", () => {
    expect(lessonsInLanguage(["004-c.zh-cn.ipynb"], "en")).toEqual(["004-c.zh-cn.ipynb"]);
  });
});
